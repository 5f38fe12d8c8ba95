import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quotedList } from "../salesforce/soql.ts";
import { spelledAs } from "./spelling.ts";

/** A kind of setup entity that access is granted to by rows of SetupEntityAccess, and how its names are written. */
export interface SetupEntity {
  /** Its sObject, and the value of SetupEntityType. */
  type: "ApexClass" | "CustomPermission";
  /** Field of its name without the namespace. */
  nameField: "Name" | "DeveloperName";
  /** The name as it is declared. */
  nameOf(row: SalesforceRecord): string;
  /** A declared name without its namespace. */
  bareName(name: string): string;
}

/** Apex classes carry their namespace, `c` for the org's own. */
export const apexClass: SetupEntity = {
  type: "ApexClass",
  nameField: "Name",
  nameOf: (row) => `${row.NamespacePrefix || "c"}.${String(row.Name)}`,
  bareName: (name) => name.split(".")[1] ?? name,
};

/** Custom permissions carry the namespace of their package, if they come with one. */
export const customPermission: SetupEntity = {
  type: "CustomPermission",
  nameField: "DeveloperName",
  nameOf: (row) => (row.NamespacePrefix ? `${row.NamespacePrefix}__${row.DeveloperName}` : String(row.DeveloperName)),
  bareName: (name) => name.split("__").at(-1) ?? name,
};

const select = ({ type, nameField }: SetupEntity) => `SELECT Id, ${nameField}, NamespacePrefix FROM ${type}`;

/** Ids of those that the org has among the named, by name as it is given; asks nothing when none is named. */
export async function entityIds(
  org: Org,
  entity: SetupEntity,
  names: readonly string[],
  doing: string,
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const condition = `${entity.nameField} IN ${quotedList(names.map(entity.bareName))}`;
  const rows = await org.query(`${select(entity)} WHERE ${condition}`, doing);
  const found = rows.map((row) => [spelledAs(names, entity.nameOf(row)), row.Id] as const);
  return new Map(found.filter(([name]) => names.includes(name)));
}

/** Names by id; asks nothing when no id is given. */
export async function entityNames(
  org: Org,
  entity: SetupEntity,
  ids: readonly string[],
  doing: string,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await org.query(`${select(entity)} WHERE Id IN ${quotedList([...ids])}`, doing);
  return new Map(rows.map((row) => [row.Id, entity.nameOf(row)]));
}
