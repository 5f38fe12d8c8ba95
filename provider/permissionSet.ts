import { isDeepStrictEqual } from "node:util";
import { sameId } from "../salesforce/identifiers.ts";
import type { Org, RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { quoted, quotedList } from "../salesforce/soql.ts";
import {
  type AdoptionInputs,
  adoptionInputNames,
  adoptionInputs,
  type FoundRecord,
  foundByDescription,
  foundFields,
  given,
  isRememberedAsAdopted,
  takeOver,
  wasAdopted,
} from "./adoption.ts";
import { apexClassIds, apexClassNameOf } from "./apexClasses.ts";
import { setDifference } from "./comparison.ts";
import { converge } from "./convergence.ts";
import {
  type FieldPermission,
  fieldFields,
  fieldPermissionOf,
  fieldPermissions,
  type ObjectPermission,
  objectFields,
  objectPermissionFields,
  objectPermissionOf,
  objectPermissions,
} from "./dataPermissions.ts";
import { guardDeployerAccess } from "./deployerGuard.ts";
import { refuseUpdateOfOthers } from "./foreignMarks.ts";
import { handBackByDescription } from "./handBack.ts";
import { allowedHighPrivilege } from "./highPrivilege.ts";
import { InputReader } from "./inputReader.ts";
import { type AdoptingLifecycle, deletedInOrg, type Operation, Refusal, type ResourceState } from "./lifecycle.ts";
import { isMarkedByStack, roomBesideMark, splitMark, withMark } from "./ownership.ts";
import { enabledPermissions, permissionFields, takesPermissionsAway } from "./permissionFields.ts";
import {
  apexClassName,
  apiName,
  apiNameOfLabel,
  atMost,
  every,
  qualifiedApiName,
  userPermissionName,
} from "./rules.ts";
import { inDeclaredOrder, spelledAs } from "./spelling.ts";

export interface PermissionSetInputs extends AdoptionInputs {
  label: string;
  apiName: string;
  description: string;
  /** Name of a user licence or label of a permission set licence; empty: usable with any. */
  license: string;
  apexClasses: string[];
  userPermissions: string[];
  customPermissions: string[];
  objectPermissions: ObjectPermission[];
  fieldPermissions: FieldPermission[];
  /** High privileges that are declared on purpose; absent: none. */
  allowHighPrivilege?: string[];
  owner: string;
}

export interface PermissionSetOutputs {
  /** Grants of kinds that are not modelled, as `kind (how many)`; they are reported and left alone. */
  unmanagedGrants: string[];
  /** Whether it was there before and was taken over. */
  isAdopted: boolean;
}

/** A grant of setup access (SetupEntityAccess) of a kind that is modelled. */
interface SetupGrant {
  rowId: string;
  entityId: string;
}

/** What the org holds. */
interface Observed {
  record?: SalesforceRecord;
  owner?: string;
  /** Whether the mark says that it was adopted. */
  isAdopted: boolean;
  description: string;
  licenseName: string;
  licenseId?: string;
  classGrants: Map<string, SetupGrant>;
  customPermissionGrants: Map<string, SetupGrant>;
  objectPermissions: Map<string, { rowId: string; permission: ObjectPermission }>;
  fieldPermissions: Map<string, { rowId: string; permission: FieldPermission }>;
  unmanagedGrants: string[];
  /** Ids of the declared classes and custom permissions that exist in the org. */
  classIds: Map<string, string>;
  customPermissionIds: Map<string, string>;
}

type Step =
  | { do: "create"; fields: RecordFields }
  | { do: "change"; fields: RecordFields }
  | { do: "revoke"; ids: string[] }
  | { do: "grant"; type: "SetupEntityAccess" | "ObjectPermissions" | "FieldPermissions"; records: RecordFields[] }
  | { do: "changePermission"; type: "ObjectPermissions" | "FieldPermissions"; id: string; fields: RecordFields };

const inputNames = [
  "label",
  "apiName",
  "description",
  "license",
  "apexClasses",
  "userPermissions",
  "customPermissions",
  "objectPermissions",
  "fieldPermissions",
  "allowHighPrivilege",
  ...adoptionInputNames,
  "owner",
] as const;

export const permissionSet: AdoptingLifecycle<PermissionSetInputs, PermissionSetOutputs> = {
  inputNames,
  createOnly: ["license"],
  nameInput: "apiName",

  check(_olds, news) {
    const read = new InputReader(news);
    const label = read.text("label", atMost(80));
    const owner = read.text("owner");
    const userPermissions = read.names("userPermissions", userPermissionName);
    const adoption = adoptionInputs(read);
    const inputs: PermissionSetInputs = {
      label,
      apiName: read.textOrDerived("apiName", label, apiNameOfLabel, every(apiName, atMost(80))),
      description: read.textOr("description", "", roomBesideMark(owner, adoption.adopt)),
      license: read.textOr("license", ""),
      apexClasses: read.names("apexClasses", apexClassName),
      userPermissions,
      ...allowedHighPrivilege(read, userPermissions),
      customPermissions: read.names("customPermissions", qualifiedApiName),
      objectPermissions: objectPermissions(read),
      fieldPermissions: fieldPermissions(read),
      ...adoption,
      owner,
    };
    return { inputs, failures: read.failures };
  },

  create(org, inputs, operation) {
    return reconcile(org, undefined, inputs, operation);
  },

  async read(org, id, state) {
    const observed = await observe(org, id, state);
    return observed.record ? stateOf(observed, state, state.isAdopted) : undefined;
  },

  update(org, id, olds, news, operation) {
    const isAdopted = isRememberedAsAdopted({ ...news, isAdopted: olds.isAdopted });
    return reconcile(org, id, news, operation, { isAdopted, owner: olds.owner });
  },

  async survey(org, inputs) {
    const [found, licenseId] = await Promise.all([
      findByName(org, inputs),
      licenseIdOf(org, inputs.license, `looking for permission set ${inputs.apiName}`),
    ]);
    if (!found) return undefined;
    const observed = await observe(org, found.Id, inputs);
    return { found: foundRecord(found, inputs, licenseId), inputs: stateOf(observed, inputs).inputs };
  },

  async delete(org, id, state, operation) {
    const doing = `looking up who holds permission set ${state.apiName}`;
    const [assignments, [found]] = await Promise.all([
      org.query(
        `SELECT Id, Assignee.Username, Assignee.Division, Assignee.IsActive FROM PermissionSetAssignment WHERE PermissionSetId = ${quoted(id)}`,
        doing,
      ),
      org.query(`SELECT Id, Description FROM PermissionSet WHERE Id = ${quoted(id)}`, doing),
    ]);
    const what = `permission set ${state.apiName}`;
    if (await handBackByDescription(org, "PermissionSet", found, what, state, operation)) return;
    const others = assignments.filter(
      ({ Assignee }) => !isMarkedByStack((Assignee as { Division?: unknown } | null)?.Division, state.owner),
    );
    if (others.length > 0) {
      const names = others.map(({ Assignee }) => (Assignee as { Username?: string } | null)?.Username ?? "unknown");
      throw new Refusal(
        `Permission set ${state.apiName} is still assigned to ${names.join(", ")}, not by this stack. Remove those assignments in Setup and run again; nothing was deleted.`,
      );
    }
    if (assignments.length > 0) {
      const ids = assignments.map(({ Id }) => Id);
      await org.deleteMany(ids, `unassigning permission set ${state.apiName}`);
      operation.report(`${ids.length} assignment(s) of ${state.apiName} removed`);
    }
    await org.delete("PermissionSet", id, `deleting permission set ${state.apiName}`);
  },
};

async function reconcile(
  org: Org,
  knownId: string | undefined,
  inputs: PermissionSetInputs,
  operation: Operation,
  before = { isAdopted: false, owner: inputs.owner },
): Promise<ResourceState<PermissionSetInputs, PermissionSetOutputs>> {
  let id = knownId;
  let { isAdopted } = before;
  const what = `permission set ${inputs.apiName}`;
  const observed = await converge<Observed, Step>({
    what,
    observe: async () => {
      if (id !== undefined) {
        const seen = await observe(org, id, inputs);
        refuseUpdateOfOthers(what, seen.owner, inputs.owner, before.owner);
        return seen;
      }
      const [found, nothing] = await Promise.all([findByName(org, inputs), observe(org, undefined, inputs)]);
      if (!found) return nothing;
      isAdopted = takeOver(foundRecord(found, inputs, nothing.licenseId), inputs.adopt === true, operation);
      id = found.Id;
      return observe(org, id, inputs);
    },
    plan: (seen) => plan(seen, inputs, knownId !== undefined, isAdopted),
    apply: async (step) => {
      if (id !== undefined) operation.made(id);
      if (step.do === "create") {
        id = await org.create("PermissionSet", step.fields, `creating ${what}`);
        operation.made(id);
      } else await apply(org, String(id), step, inputs);
    },
  });
  return stateOf(observed, inputs, isAdopted);
}

/** The permission set that has the declared name already: ours of an interrupted run, or somebody else's. */
async function findByName(org: Org, inputs: PermissionSetInputs): Promise<SalesforceRecord | undefined> {
  const [found] = await org.query(
    `SELECT ${foundFields}, LicenseId FROM PermissionSet WHERE Name = ${quoted(inputs.apiName)} AND IsOwnedByProfile = false AND NamespacePrefix = null`,
    `looking for permission set ${inputs.apiName}`,
  );
  return found;
}

function foundRecord(
  record: SalesforceRecord,
  inputs: PermissionSetInputs,
  licenseId: string | undefined,
): FoundRecord {
  const hasDeclaredLicense = sameId(String(record.LicenseId ?? ""), licenseId ?? "");
  return foundByDescription(
    record,
    `permission set ${inputs.apiName}`,
    inputs.owner,
    hasDeclaredLicense
      ? []
      : ["license: it is bound to another licence than declared, and Salesforce does not change it."],
  );
}

async function observe(org: Org, id: string | undefined, declared: PermissionSetInputs): Promise<Observed> {
  const doing = `reading permission set ${declared.apiName}`;
  const grantsOf = (fields: string, type: string) =>
    id ? org.query(`SELECT ${fields} FROM ${type} WHERE ParentId = ${quoted(id)}`, doing) : [];
  const [record, access, objects, fields, classIds, customs, licenseId] = await Promise.all([
    id ? org.record("PermissionSet", id, doing) : undefined,
    grantsOf("Id, SetupEntityId, SetupEntityType", "SetupEntityAccess"),
    grantsOf(`Id, SobjectType, ${Object.values(objectPermissionFields).join(", ")}`, "ObjectPermissions"),
    grantsOf("Id, Field, PermissionsRead, PermissionsEdit", "FieldPermissions"),
    apexClassIds(org, declared.apexClasses, doing),
    declared.customPermissions.length > 0
      ? org.query(
          `SELECT Id, DeveloperName, NamespacePrefix FROM CustomPermission WHERE DeveloperName IN ${quotedList(declared.customPermissions.map(bareName))}`,
          doing,
        )
      : [],
    id ? undefined : licenseIdOf(org, declared.license, doing),
  ]);
  if (id && !record) await confirmGone(org, doing);
  const rowsOf = (type: string) => access.filter((row) => row.SetupEntityType === type);
  const unnamed = (type: string, known: string[]) =>
    rowsOf(type)
      .map((row) => String(row.SetupEntityId))
      .filter((entity) => !known.includes(entity));
  // Classes and custom permissions that were granted behind the program's back have no names yet.
  const [otherClasses, otherCustoms] = await Promise.all([
    recordsById(org, "ApexClass", "Id, Name, NamespacePrefix", unnamed("ApexClass", [...classIds.values()]), doing),
    recordsById(
      org,
      "CustomPermission",
      "Id, DeveloperName, NamespacePrefix",
      unnamed(
        "CustomPermission",
        customs.map(({ Id }) => Id),
      ),
      doing,
    ),
  ]);
  const classNames = new Map([
    ...[...classIds].map(([name, id]) => [id, name] as const),
    ...otherClasses.map((row) => [row.Id, apexClassNameOf(row)] as const),
  ]);
  const customName = (row: SalesforceRecord) => spelledAs(declared.customPermissions, customPermissionName(row));
  const customNames = new Map([...customs, ...otherCustoms].map((row) => [row.Id, customName(row)]));
  const grants = (type: string, names: Map<string, string>) =>
    new Map(
      rowsOf(type).map((row) => {
        const entityId = String(row.SetupEntityId);
        return [names.get(entityId) ?? entityId, { rowId: row.Id, entityId }];
      }),
    );
  const { text, owner, isAdopted } = splitMark(record?.Description);
  return {
    ...(record && { record }),
    ...(owner && { owner }),
    isAdopted,
    ...(licenseId && { licenseId }),
    description: text,
    licenseName: record?.LicenseId ? declared.license : "",
    classGrants: grants("ApexClass", classNames),
    customPermissionGrants: grants("CustomPermission", customNames),
    objectPermissions: new Map(
      objects.map((row) => {
        const permission = objectPermissionOf(row, declared.objectPermissions);
        return [permission.object, { rowId: row.Id, permission }];
      }),
    ),
    fieldPermissions: new Map(
      fields.map((row) => {
        const permission = fieldPermissionOf(row, declared.fieldPermissions);
        return [permission.field, { rowId: row.Id, permission }];
      }),
    ),
    unmanagedGrants: unmanaged(access),
    classIds,
    customPermissionIds: new Map(customs.map((row) => [customName(row), row.Id])),
  };
}

/** "Not found" counts only if the same session can see other permission sets: every profile owns one. */
async function confirmGone(org: Org, doing: string): Promise<void> {
  const known = await org.query("SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true LIMIT 1", doing);
  if (known.length === 0) {
    throw new Refusal(
      "The deployer sees no permission set at all, so a missing one proves nothing. Give the deployer View Setup and Configuration and run again.",
    );
  }
}

/** Decides what is left to do. */
function plan(seen: Observed, inputs: PermissionSetInputs, mustExist: boolean, isAdopted: boolean): Step[][] {
  const missingClasses = inputs.apexClasses.filter((name) => !seen.classIds.has(name));
  if (missingClasses.length > 0) {
    throw new Refusal(
      `apexClasses: ${missingClasses.join(", ")} is not installed in this org, or the deployer cannot see it. Install the package that brings it, then run again.`,
    );
  }
  const missingCustoms = inputs.customPermissions.filter((name) => !seen.customPermissionIds.has(name));
  if (missingCustoms.length > 0) {
    throw new Refusal(`customPermissions: ${missingCustoms.join(", ")} does not exist in this org.`);
  }
  const description = withMark(inputs.description, inputs.owner, wasAdopted(seen, inputs.owner, isAdopted));
  if (!seen.record) {
    if (mustExist) throw deletedInOrg();
    const fields: RecordFields = {
      Name: inputs.apiName,
      Label: inputs.label,
      Description: description,
      ...(seen.licenseId && { LicenseId: seen.licenseId }),
      ...permissionFields(inputs.userPermissions, true),
    };
    return [[{ do: "create", fields }], ...grantStages(seen, inputs)];
  }
  const record = seen.record;
  const permissions = setDifference(enabledPermissions(record, inputs.userPermissions), inputs.userPermissions);
  const fields: RecordFields = {
    ...(record.Name !== inputs.apiName && { Name: inputs.apiName }),
    ...(record.Label !== inputs.label && { Label: inputs.label }),
    ...(record.Description !== description && { Description: description }),
    ...permissionFields(permissions.missing, true),
    ...permissionFields(permissions.extra, false),
  };
  return [Object.keys(fields).length > 0 ? [{ do: "change", fields }] : [], ...grantStages(seen, inputs)];
}

/** What is to be granted and revoked, in an order that Salesforce takes. */
function grantStages(seen: Observed, inputs: PermissionSetInputs): Step[][] {
  const classes = setDifference([...seen.classGrants.keys()], inputs.apexClasses);
  const customs = setDifference([...seen.customPermissionGrants.keys()], inputs.customPermissions);
  const wantedObjects = new Map(inputs.objectPermissions.map((permission) => [permission.object, permission]));
  const wantedFields = new Map(inputs.fieldPermissions.map((permission) => [permission.field, permission]));
  const objects = setDifference([...seen.objectPermissions.keys()], [...wantedObjects.keys()]);
  const fieldNames = setDifference([...seen.fieldPermissions.keys()], [...wantedFields.keys()]);
  const grant = (entityId: string | undefined) => ({ SetupEntityId: String(entityId) });
  const revoked = (rows: ({ rowId: string } | undefined)[]): Step[] =>
    rows.length > 0 ? [{ do: "revoke", ids: rows.flatMap((row) => (row ? [row.rowId] : [])) }] : [];
  const granted = (
    type: "SetupEntityAccess" | "ObjectPermissions" | "FieldPermissions",
    records: RecordFields[],
  ): Step[] => (records.length > 0 ? [{ do: "grant", type, records }] : []);
  const changedObjects = inputs.objectPermissions.flatMap((wanted): Step[] => {
    const current = seen.objectPermissions.get(wanted.object);
    if (!current || isDeepStrictEqual(current.permission, wanted)) return [];
    return [{ do: "changePermission", type: "ObjectPermissions", id: current.rowId, fields: objectFields(wanted) }];
  });
  const changedFields = inputs.fieldPermissions.flatMap((wanted): Step[] => {
    const current = seen.fieldPermissions.get(wanted.field);
    if (!current || isDeepStrictEqual(current.permission, wanted)) return [];
    return [{ do: "changePermission", type: "FieldPermissions", id: current.rowId, fields: fieldFields(wanted) }];
  });
  return [
    // Setup objects of different types may not share a transaction, and field permissions need their object's first.
    [
      ...revoked([
        ...classes.extra.map((name) => seen.classGrants.get(name)),
        ...customs.extra.map((name) => seen.customPermissionGrants.get(name)),
      ]),
      ...revoked(fieldNames.extra.map((name) => seen.fieldPermissions.get(name))),
      ...granted("SetupEntityAccess", [
        ...classes.missing.map((name) => grant(seen.classIds.get(name))),
        ...customs.missing.map((name) => grant(seen.customPermissionIds.get(name))),
      ]),
    ],
    [
      ...revoked(objects.extra.map((name) => seen.objectPermissions.get(name))),
      ...changedObjects,
      ...granted(
        "ObjectPermissions",
        objects.missing.flatMap((name) => {
          const wanted = wantedObjects.get(name);
          return wanted ? [{ SobjectType: name, ...objectFields(wanted) }] : [];
        }),
      ),
    ],
    [
      ...changedFields,
      ...granted(
        "FieldPermissions",
        fieldNames.missing.flatMap((name) => {
          const wanted = wantedFields.get(name);
          const SobjectType = name.split(".")[0] ?? "";
          return wanted ? [{ SobjectType, Field: name, ...fieldFields(wanted) }] : [];
        }),
      ),
    ],
  ];
}

async function apply(
  org: Org,
  id: string,
  step: Exclude<Step, { do: "create" }>,
  { apiName: name }: PermissionSetInputs,
) {
  switch (step.do) {
    case "change":
      if (takesPermissionsAway(step.fields)) {
        await guardDeployerAccess(org, `PermissionSetId = ${quoted(id)}`, `permission set ${name}`);
      }
      return org.update("PermissionSet", id, step.fields, `changing permission set ${name}`);
    case "revoke":
      return org.deleteMany(step.ids, `revoking grants of permission set ${name}`);
    case "grant":
      return org.createMany(
        step.type,
        step.records.map((record) => ({ ParentId: id, ...record })),
        `granting ${step.type} to permission set ${name}`,
      );
    case "changePermission":
      return org.update(step.type, step.id, step.fields, `changing ${step.type} of permission set ${name}`);
  }
}

function stateOf(
  seen: Observed,
  declared: PermissionSetInputs,
  isAdopted?: boolean,
): ResourceState<PermissionSetInputs, PermissionSetOutputs> {
  const record = seen.record as SalesforceRecord;
  return {
    id: record.Id,
    inputs: {
      label: String(record.Label),
      apiName: String(record.Name),
      description: seen.description,
      license: seen.licenseName,
      apexClasses: inDeclaredOrder(declared.apexClasses, [...seen.classGrants.keys()]),
      userPermissions: enabledPermissions(record, declared.userPermissions),
      customPermissions: inDeclaredOrder(declared.customPermissions, [...seen.customPermissionGrants.keys()]),
      objectPermissions: inDeclaredOrder(
        declared.objectPermissions,
        [...seen.objectPermissions.values()].map((item) => item.permission),
        ({ object }) => object,
      ),
      fieldPermissions: inDeclaredOrder(
        declared.fieldPermissions,
        [...seen.fieldPermissions.values()].map((item) => item.permission),
        ({ field }) => field,
      ),
      ...given(declared),
      // The mark is no input of the person's: a mark that was removed is written again by the next change.
      owner: declared.owner,
      ...(declared.allowHighPrivilege && { allowHighPrivilege: declared.allowHighPrivilege }),
    },
    outputs: {
      unmanagedGrants: seen.unmanagedGrants,
      isAdopted: wasAdopted(seen, declared.owner, isAdopted),
    },
  };
}

function unmanaged(access: SalesforceRecord[]): string[] {
  const counts = new Map<string, number>();
  for (const row of access) {
    const type = String(row.SetupEntityType);
    // Rows of external client apps belong to the policy of the app.
    if (["ApexClass", "CustomPermission", "ExternalClientApplication"].includes(type)) continue;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => `${type} (${count})`).sort();
}

async function recordsById(org: Org, type: string, fields: string, ids: string[], doing: string) {
  return ids.length > 0 ? org.query(`SELECT ${fields} FROM ${type} WHERE Id IN ${quotedList(ids)}`, doing) : [];
}

/** A licence is a user licence by its name, or a permission set licence by its label or developer name. */
async function licenseIdOf(org: Org, license: string, doing: string): Promise<string | undefined> {
  if (license === "") return undefined;
  const [userLicenses, permissionSetLicenses] = await Promise.all([
    org.query(`SELECT Id FROM UserLicense WHERE Name = ${quoted(license)}`, doing),
    org.query(
      `SELECT Id FROM PermissionSetLicense WHERE MasterLabel = ${quoted(license)} OR DeveloperName = ${quoted(license)}`,
      doing,
    ),
  ]);
  const found = [...userLicenses, ...permissionSetLicenses][0];
  if (!found) throw new Refusal(`license: there is no licence named ${license} in this org.`);
  return found.Id;
}

const customPermissionName = (row: SalesforceRecord) =>
  row.NamespacePrefix ? `${row.NamespacePrefix}__${row.DeveloperName}` : String(row.DeveloperName);
const bareName = (name: string) => name.split("__").at(-1) ?? name;
