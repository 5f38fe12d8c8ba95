import type { Org, RecordFields, RequestContext } from "../contracts.ts";
import { createRecord, deleteRecord, updateRecord } from "../rules/save.ts";
import { findObject, objectNamed } from "../schema/index.ts";
import { sameName } from "./metadataType.ts";
import { packagedName, withoutOwnNamespace } from "./ownNamespace.ts";
import { ComponentProblem } from "./recordReader.ts";
import type { MetadataRecord, MetadataValue } from "./typeSchema.ts";

/** Elements of a permission set or profile that the local org holds; the others are refused by name. */
const grantElements = [
  "classAccesses",
  "customPermissions",
  "fieldPermissions",
  "objectPermissions",
  "userPermissions",
] as const;

/** Element of objectPermissions to column of ObjectPermissions. */
const objectColumns: readonly (readonly [element: string, column: string])[] = [
  ["allowCreate", "PermissionsCreate"],
  ["allowDelete", "PermissionsDelete"],
  ["allowEdit", "PermissionsEdit"],
  ["allowRead", "PermissionsRead"],
  ["modifyAllRecords", "PermissionsModifyAllRecords"],
  ["viewAllFields", "PermissionsViewAllFields"],
  ["viewAllRecords", "PermissionsViewAllRecords"],
];

/** How grants are written: a permission set's file is the whole of it, a profile's lies over what is there. */
export type GrantMode = "replace" | "overlay";

type Entries = readonly MetadataRecord[];

/**
 * Refuses elements that the local org cannot hold.
 * @throws ComponentProblem that names the first of them
 */
export function refuseForeignElements(given: MetadataRecord, own: readonly string[]): void {
  const known: readonly string[] = [...grantElements, ...own];
  const foreign = Object.keys(given).find((name) => !known.includes(name));
  if (foreign) throw new ComponentProblem(`The local org does not hold the element ${foreign}`, "INVALID_FIELD");
}

/** The columns `PermissionsXxx` that a write sets. @throws ComponentProblem for an unknown permission */
export function permissionColumns(given: MetadataRecord, mode: GrantMode): Record<string, boolean> {
  const columns: Record<string, boolean> = {};
  const { fields } = objectNamed("PermissionSet");
  if (mode === "replace") for (const name of fields.keys()) if (/^Permissions[A-Z]/.test(name)) columns[name] = false;
  for (const entry of entries(given.userPermissions)) {
    const column = `Permissions${entry.name}`;
    if (!fields.has(column)) throw new ComponentProblem(`Unknown user permission: ${entry.name}`, "INVALID_FIELD");
    columns[column] = entry.enabled === true;
  }
  return columns;
}

/** What a permission set row grants, as elements of metadata. Only what is on is written back. */
export function readGrants(context: Pick<RequestContext, "org">, set: RecordFields): MetadataRecord {
  const { org } = context;
  const parent = { ParentId: String(set.Id) };
  const setup = org.records.find("SetupEntityAccess", parent);
  const named = (type: string, nameOf: (row: RecordFields) => string) =>
    setup
      .filter((row) => row.SetupEntityType === type)
      .map((row) => org.records.get(type, String(row.SetupEntityId)))
      .flatMap((row) => (row ? [nameOf(row)] : []))
      .sort();
  const objects = org.records.find("ObjectPermissions", parent).map((row): MetadataRecord => {
    const flags = objectColumns.map(([element, column]) => [element, row[column] === true]);
    return { object: String(row.SobjectType), ...Object.fromEntries(flags) };
  });
  const fields = org.records.find("FieldPermissions", parent).map(
    (row): MetadataRecord => ({
      editable: row.PermissionsEdit === true,
      field: String(row.Field),
      readable: row.PermissionsRead === true,
    }),
  );
  return {
    classAccesses: named("ApexClass", nameIn(org, "ApexClass")).map((apexClass) => ({ apexClass, enabled: true })),
    customPermissions: named("CustomPermission", nameIn(org, "CustomPermission")).map((name) => ({
      enabled: true,
      name,
    })),
    fieldPermissions: sortedBy(fields, "field"),
    objectPermissions: sortedBy(objects, "object"),
    userPermissions: enabledPermissions(set).map((name) => ({ enabled: true, name })),
  };
}

/** Makes the grants of a permission set row, other than its user permissions, what a write says. */
export function writeGrants(context: RequestContext, setId: string, given: MetadataRecord, mode: GrantMode): void {
  writeSetupEntities(context, setId, "ApexClass", "apexClass", given.classAccesses, mode);
  writeSetupEntities(context, setId, "CustomPermission", "name", given.customPermissions, mode);
  writeObjectPermissions(context, setId, entries(given.objectPermissions), mode);
  writeFieldPermissions(context, setId, entries(given.fieldPermissions), mode);
}

function enabledPermissions(set: RecordFields): string[] {
  return Object.keys(set)
    .filter((column) => /^Permissions[A-Z]/.test(column) && set[column] === true)
    .map((column) => column.slice("Permissions".length))
    .sort();
}

function entries(value: MetadataValue | undefined): Entries {
  return (value ?? []) as Entries;
}

function sortedBy(records: MetadataRecord[], element: string): MetadataRecord[] {
  return records.sort((left, right) => (String(left[element]) < String(right[element]) ? -1 : 1));
}

type SetupEntity = "ApexClass" | "CustomPermission";

function nameIn(org: Org, type: SetupEntity): (row: RecordFields) => string {
  const field = type === "ApexClass" ? "Name" : "DeveloperName";
  return (row) => packagedName(org, row.NamespacePrefix, row[field]);
}

function writeSetupEntities(
  context: RequestContext,
  setId: string,
  type: SetupEntity,
  nameElement: string,
  value: MetadataValue | undefined,
  mode: GrantMode,
): void {
  const { org } = context;
  const rows = org.records.find("SetupEntityAccess", { ParentId: setId, SetupEntityType: type });
  const unwanted = new Map(mode === "replace" ? rows.map((row) => [String(row.SetupEntityId), String(row.Id)]) : []);
  for (const entry of entries(value)) {
    const entityId = setupEntityId(context, type, nameElement, String(entry[nameElement]));
    const row = rows.find((candidate) => candidate.SetupEntityId === entityId);
    if (entry.enabled !== true) {
      if (row) unwanted.set(entityId, String(row.Id));
      continue;
    }
    unwanted.delete(entityId);
    if (!row) createRecord(context, "SetupEntityAccess", { ParentId: setId, SetupEntityId: entityId });
  }
  for (const id of unwanted.values()) deleteRecord(context, "SetupEntityAccess", id);
}

function setupEntityId({ org }: RequestContext, type: SetupEntity, element: string, name: string): string {
  const nameOf = nameIn(org, type);
  const row = org.records.find(type).find((entity) => sameName(nameOf(entity), withoutOwnNamespace(org, name)));
  if (row) return String(row.Id);
  throw new ComponentProblem(`In field: ${element} - no ${type} named ${name} found`, "INVALID_CROSS_REFERENCE_KEY");
}

function writeObjectPermissions(context: RequestContext, setId: string, wanted: Entries, mode: GrantMode): void {
  const rows = context.org.records.find("ObjectPermissions", { ParentId: setId });
  const unwanted = new Set(mode === "replace" ? rows.map((row) => String(row.Id)) : []);
  for (const entry of wanted) {
    const object = findObject(String(entry.object));
    if (!object)
      throw new ComponentProblem(
        `In field: object - no CustomObject named ${entry.object} found`,
        "INVALID_CROSS_REFERENCE_KEY",
      );
    const given = objectColumns.filter(([element]) => entry[element] !== undefined);
    const flags = Object.fromEntries(given.map(([element, column]) => [column, entry[element] === true]));
    const row = rows.find((candidate) => String(candidate.SobjectType).toLowerCase() === object.name.toLowerCase());
    const grantsSomething = Object.values(flags).some((flag) => flag);
    if (row && grantsSomething) {
      unwanted.delete(String(row.Id));
      updateRecord(context, "ObjectPermissions", String(row.Id), flags);
    } else if (row) unwanted.add(String(row.Id));
    else if (grantsSomething)
      createRecord(context, "ObjectPermissions", { ParentId: setId, SobjectType: object.name, ...flags });
  }
  for (const id of unwanted) deleteRecord(context, "ObjectPermissions", id);
}

function writeFieldPermissions(context: RequestContext, setId: string, wanted: Entries, mode: GrantMode): void {
  const rows = context.org.records.find("FieldPermissions", { ParentId: setId });
  const unwanted = new Set(mode === "replace" ? rows.map((row) => String(row.Id)) : []);
  for (const entry of wanted) {
    const [objectName = "", fieldName = ""] = String(entry.field).split(".");
    const field = findObject(objectName)?.fields.get(fieldName);
    if (!field)
      throw new ComponentProblem(
        `In field: field - no CustomField named ${entry.field} found`,
        "INVALID_CROSS_REFERENCE_KEY",
      );
    const flags = { PermissionsEdit: entry.editable === true, PermissionsRead: entry.readable === true };
    const row = rows.find((candidate) => String(candidate.Field).toLowerCase() === String(entry.field).toLowerCase());
    const grantsSomething = flags.PermissionsEdit || flags.PermissionsRead;
    if (row && grantsSomething) {
      unwanted.delete(String(row.Id));
      updateRecord(context, "FieldPermissions", String(row.Id), flags);
    } else if (row) unwanted.add(String(row.Id));
    else if (grantsSomething)
      createRecord(context, "FieldPermissions", {
        ParentId: setId,
        SobjectType: objectName,
        Field: String(entry.field),
        ...flags,
      });
  }
  for (const id of unwanted) deleteRecord(context, "FieldPermissions", id);
}
