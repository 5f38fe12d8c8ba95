import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import {
  type FieldPermission,
  fieldPermissionOf,
  type ObjectPermission,
  objectPermissionFields,
  objectPermissionOf,
} from "./dataPermissions.ts";
import type { Ask } from "./runMemory.ts";
import { apexClass, appTypes, customPermission, entityIds, entityNames, type SetupEntity } from "./setupEntities.ts";

/** What a permission set grants besides user permissions, by input. */
export interface GrantInputs {
  apexClasses: string[];
  customPermissions: string[];
  objectPermissions: ObjectPermission[];
  fieldPermissions: FieldPermission[];
}
export type GrantInput = keyof GrantInputs;

/** sObjects whose rows are the grants. */
export type GrantType = "SetupEntityAccess" | "ObjectPermissions" | "FieldPermissions";

/** Ids of the declared classes and custom permissions that the org has, by name. */
export type EntityIds = Record<"apexClasses" | "customPermissions", Map<string, string>>;

const entities: Record<keyof EntityIds, SetupEntity> = { apexClasses: apexClass, customPermissions: customPermission };

/** A grant that the org holds: its row and what it grants. */
export interface Held<Item> {
  rowId: string;
  item: Item;
}

/** All grants that the org holds, and those of kinds that are not modelled, as `kind (how many)`. */
export type Grants = { [Input in GrantInput]: Held<GrantInputs[Input][number]>[] } & { unmanaged: string[] };

/** A permission set that is not there yet holds nothing. */
export const noGrants: Grants = {
  apexClasses: [],
  customPermissions: [],
  objectPermissions: [],
  fieldPermissions: [],
  unmanaged: [],
};

/** Looks for the declared classes and custom permissions. */
export async function lookUpEntities(org: Org, declared: GrantInputs, doing: string, ask: Ask): Promise<EntityIds> {
  const [apexClasses, customPermissions] = await Promise.all([
    entityIds(org, apexClass, declared.apexClasses, doing, ask),
    entityIds(org, customPermission, declared.customPermissions, doing, ask),
  ]);
  return { apexClasses, customPermissions };
}

/** Reads what a permission set grants. Items that are declared come back as they are spelled there. */
export async function readGrants(
  org: Org,
  id: string,
  declared: GrantInputs,
  lookup: Promise<EntityIds>,
  doing: string,
): Promise<Grants> {
  const rowsOf = (fields: string, type: GrantType) =>
    org.query(`SELECT Id, ${fields} FROM ${type} WHERE ParentId = ${quoted(id)}`, doing);
  const [access, objects, fields, ids] = await Promise.all([
    rowsOf("SetupEntityId, SetupEntityType", "SetupEntityAccess"),
    rowsOf(`SobjectType, ${Object.values(objectPermissionFields).join(", ")}`, "ObjectPermissions"),
    rowsOf("Field, PermissionsRead, PermissionsEdit", "FieldPermissions"),
    lookup,
  ]);
  const named = (input: keyof EntityIds) => namedAccess(org, entities[input], access, ids[input], doing);
  const [apexClasses, customPermissions] = await Promise.all([named("apexClasses"), named("customPermissions")]);
  return {
    apexClasses,
    customPermissions,
    objectPermissions: objects.map((row) => ({
      rowId: row.Id,
      item: objectPermissionOf(row, declared.objectPermissions),
    })),
    fieldPermissions: fields.map((row) => ({ rowId: row.Id, item: fieldPermissionOf(row, declared.fieldPermissions) })),
    unmanaged: unmanaged(access),
  };
}

/** Access to setup entities of one type, by name. What was granted behind the program's back has no name yet. */
async function namedAccess(
  org: Org,
  entity: SetupEntity,
  access: SalesforceRecord[],
  declaredIds: Map<string, string>,
  doing: string,
): Promise<Held<string>[]> {
  const rows = access.filter((row) => row.SetupEntityType === entity.type);
  const names = new Map([...declaredIds].map(([name, id]) => [id, name]));
  const others = rows.map((row) => String(row.SetupEntityId)).filter((id) => !names.has(id));
  for (const [id, name] of await entityNames(org, entity, others, doing)) names.set(id, name);
  return rows.map((row) => {
    const id = String(row.SetupEntityId);
    return { rowId: row.Id, item: names.get(id) ?? id };
  });
}

function unmanaged(access: SalesforceRecord[]): string[] {
  const counts = new Map<string, number>();
  for (const row of access) {
    const type = String(row.SetupEntityType);
    if (["ApexClass", "CustomPermission", ...appTypes].includes(type)) continue;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => `${type} (${count})`).sort();
}
