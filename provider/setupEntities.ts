import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { packagesAmong } from "../salesforce/ownNamespace.ts";
import { quotedList } from "../salesforce/soql.ts";
import { type Ask, asking } from "./runMemory.ts";
import { spelledAs } from "./spelling.ts";

/** A kind of setup entity that access is granted to by rows of SetupEntityAccess, and how its names are written. */
export interface SetupEntity {
  /** Its sObject, and the value of SetupEntityType. */
  type: "ApexClass" | "CustomPermission";
  /** Field of its name without the namespace. */
  nameField: "Name" | "DeveloperName";
  /** The name as it is declared; the org's own entities may be named without a namespace. */
  nameOf(name: string, namespace: string | undefined): string;
  /** A declared name without its namespace. */
  bareName(name: string): string;
}

/** Values of SetupEntityType of apps: which users an app admits is its own policy, and no grant of a set or profile. */
export const appTypes: readonly string[] = ["ConnectedApplication", "ExternalClientApplication"];

/** Apex classes carry their namespace, `c` for the org's own. */
export const apexClass: SetupEntity = {
  type: "ApexClass",
  nameField: "Name",
  nameOf: (name, namespace) => `${namespace ?? "c"}.${name}`,
  bareName: (name) => name.split(".")[1] ?? name,
};

/** Custom permissions carry the namespace of their package, if they come with one. */
export const customPermission: SetupEntity = {
  type: "CustomPermission",
  nameField: "DeveloperName",
  nameOf: (name, namespace) => (namespace === undefined ? name : `${namespace}__${name}`),
  bareName: (name) => name.split("__").at(-1) ?? name,
};

const select = ({ type, nameField }: SetupEntity) => `SELECT Id, ${nameField}, NamespacePrefix FROM ${type}`;

/** Ids of those that the org has among the named, by name as it is given; asks nothing when none is named. */
export async function entityIds(
  org: Org,
  entity: SetupEntity,
  names: readonly string[],
  doing: string,
  ask: Ask = asking,
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const condition = `${entity.nameField} IN ${quotedList(names.map(entity.bareName))}`;
  const rows = await ask(org, `${select(entity)} WHERE ${condition}`, doing);
  const found = (await namesOf(org, entity, rows)).flatMap(({ id, forms }) =>
    forms.map((form) => [spelledAs(names, form), id] as const),
  );
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
  return new Map((await namesOf(org, entity, rows)).map(({ id, forms: [name = ""] }) => [id, name]));
}

/** The forms in which each record may be named, the ordinary one first: the org's own have two where it has a namespace. */
export async function namesOf(
  org: Org,
  { nameField, nameOf }: SetupEntity,
  rows: readonly SalesforceRecord[],
): Promise<{ id: string; forms: string[] }[]> {
  const isOfPackage = await packagesAmong(org, rows);
  return rows.map((row) => {
    const name = String(row[nameField]);
    const qualified = nameOf(name, row.NamespacePrefix ? String(row.NamespacePrefix) : undefined);
    const forms = isOfPackage(row) ? [qualified] : [...new Set([nameOf(name, undefined), qualified])];
    return { id: row.Id, forms };
  });
}
