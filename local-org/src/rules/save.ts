/**
 * The one way into the records for everybody who is not the org itself: REST and metadata alike. Checks rights, fields
 * and the rules of the sObject, and does what follows from a save; a failed save changes nothing.
 */
import { type Change, canChange, canChangeRecord, canSeeRecord, isInVersion } from "../access.ts";
import { ApiError, type RecordFields, type RequestContext } from "../contracts.ts";
import { normalizedId, shortId } from "../identifiers.ts";
import { type ObjectDefinition, presenceOf } from "../schema/definitions.ts";
import { objectNamed, objectOfId } from "../schema/index.ts";
import { readOnlyRecord } from "./errors.ts";
import { checkedFields, type SentFields } from "./fieldValues.ts";
import { rulesOf } from "./index.ts";
import { recalculateGroups } from "./permissionSetGroups.ts";

/**
 * Creates a record with all rules.
 *
 * @returns the new id, 18 characters
 * @throws ApiError
 */
export function createRecord(context: RequestContext, type: string, fields: SentFields): string {
  const object = objectNamed(type);
  const { org } = context;
  return org.records.transaction(() => {
    requireOperation(context, object, "create");
    const record = checkedFields(context, object, fields, "create");
    const rules = rulesOf(object.name);
    requireFields([...(rules.required ?? requiredBySchema(object)), ...requiredByOrg(context, object)], record);
    rules.beforeCreate?.(context, record);
    const id = org.records.insert(object.name, record, context.userId);
    rules.afterCreate?.(context, stored(context, object, id));
    recalculateGroups(org, object.name);
    return id;
  });
}

/** Changes the named fields of a record with all rules. */
export function updateRecord(context: RequestContext, type: string, id: string, fields: SentFields): void {
  const object = objectNamed(type);
  const { org } = context;
  org.records.transaction(() => {
    requireOperation(context, object, "edit");
    const before = existing(context, object, id);
    const change = checkedFields(context, object, fields, "update");
    const handsOn = change.OwnerId !== undefined && change.OwnerId !== before.OwnerId;
    if (!canChangeRecord(context, object, before, "edit", handsOn)) throw readOnlyRecord();
    const emptied = [...object.fields.values()].filter(
      (field) => change[field.name] === null && presenceOf(field, org.settings) === "required",
    );
    requireFields(
      emptied.map(({ name }) => name),
      change,
    );
    const rules = rulesOf(object.name);
    rules.beforeUpdate?.(context, before, change);
    if (Object.keys(change).length > 0) org.records.update(object.name, String(before.Id), change, context.userId);
    rules.afterUpdate?.(context, before, stored(context, object, String(before.Id)));
    recalculateGroups(org, object.name);
  });
}

/** Deletes a record with all rules. */
export function deleteRecord(context: RequestContext, type: string, id: string): void {
  const object = objectNamed(type);
  const { org } = context;
  org.records.transaction(() => {
    requireOperation(context, object, "delete");
    const record = existing(context, object, id);
    if (!canChangeRecord(context, object, record, "delete", false)) throw readOnlyRecord();
    const rules = rulesOf(object.name);
    rules.beforeDelete?.(context, record);
    org.records.remove(object.name, String(record.Id));
    rules.afterDelete?.(context, record);
    recalculateGroups(org, object.name);
  });
}

/**
 * The record that an id in an address means.
 *
 * @param absent the answer for a well-formed id that no record has
 * @param hidden the answer for a record that the caller may not see
 */
export function recordAt(
  context: RequestContext,
  object: ObjectDefinition,
  id: string,
  absent: ApiError,
  hidden = absent,
): RecordFields {
  if (objectOfId(id) !== object || !/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id)) {
    throw new ApiError(404, "NOT_FOUND", `Provided external ID field does not exist or is not accessible: ${id}`);
  }
  const fullId = normalizedId(id);
  if (fullId === undefined) throw new ApiError(400, "MALFORMED_ID", `malformed id ${id}`, []);
  const record = context.org.records.get(object.name, fullId);
  if (record !== undefined) {
    if (!canSeeRecord(context, object, record)) throw hidden;
    return record;
  }
  if (context.org.records.isInRecycleBin(object.name, fullId)) {
    throw new ApiError(404, "ENTITY_IS_DELETED", "entity is deleted", []);
  }
  throw absent;
}

function existing(context: RequestContext, object: ObjectDefinition, id: string): RecordFields {
  const hidden = new ApiError(
    400,
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    `insufficient access rights on cross-reference id: ${shortId(id)}`,
    [],
  );
  const absent = new ApiError(404, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
  return recordAt(context, object, id, absent, hidden);
}

function stored(context: RequestContext, object: ObjectDefinition, id: string): RecordFields {
  const record = context.org.records.get(object.name, id);
  if (record === undefined) throw new Error(`${object.name} ${id} was just saved and is not there.`);
  return record;
}

const supported: { [change in Change]: { flag: "createable" | "updateable" | "deletable"; verb: string } } = {
  create: { flag: "createable", verb: "create" },
  edit: { flag: "updateable", verb: "update" },
  delete: { flag: "deletable", verb: "delete" },
};

function requireOperation(context: RequestContext, object: ObjectDefinition, change: Change): void {
  const { flag, verb } = supported[change];
  if (!object[flag] || !isInVersion(context, change === "create" ? object.createableSince : undefined)) {
    throw new ApiError(400, "INVALID_TYPE_FOR_OPERATION", `entity type ${object.name} does not support ${verb}`, []);
  }
  if (!canChange(context, object, change)) throw readOnlyRecord();
  refuseMixture(context, object);
}

/** Setup objects and others may not be saved in one transaction. */
function refuseMixture({ transaction }: RequestContext, object: ObjectDefinition): void {
  if (transaction === undefined) return;
  transaction.firstSaved ??= object.name;
  const isSetup = ({ readAccess }: ObjectDefinition): boolean => readAccess !== "object";
  if (isSetup(object) === isSetup(objectNamed(transaction.firstSaved))) return;
  throw new ApiError(
    400,
    "MIXED_DML_OPERATION",
    `DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): ${object.name}, original object: ${transaction.firstSaved}`,
    [],
  );
}

function requiredBySchema(object: ObjectDefinition): string[] {
  return [...object.fields.values()]
    .filter(({ createable, nillable, defaultedOnCreate }) => createable && !nillable && !defaultedOnCreate)
    .map(({ name }) => name);
}

/** Fields that this org has made mandatory. */
function requiredByOrg({ org }: RequestContext, object: ObjectDefinition): string[] {
  const own = [...object.fields.values()].filter(({ presence }) => presence?.(org.settings) === "required");
  return own.map(({ name }) => name);
}

function requireFields(names: readonly string[], record: RecordFields): void {
  const missing = names.filter((name) => record[name] === undefined || record[name] === null);
  if (missing.length > 0) {
    throw new ApiError(400, "REQUIRED_FIELD_MISSING", `Required fields are missing: [${missing.join(", ")}]`, missing);
  }
}
