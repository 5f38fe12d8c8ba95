import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quotedList } from "../salesforce/soql.ts";
import { spelledAs } from "./spelling.ts";

/** The name of a class with its namespace, `c` for the org's own. */
export function apexClassNameOf(row: SalesforceRecord): string {
  return `${row.NamespacePrefix || "c"}.${String(row.Name)}`;
}

/** Ids of the classes that the org has among those named, by name as it is given; asks nothing when none is named. */
export async function apexClassIds(org: Org, names: string[], doing: string): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const bareNames = names.map((name) => name.split(".")[1] ?? name);
  const rows = await org.query(
    `SELECT Id, Name, NamespacePrefix FROM ApexClass WHERE Name IN ${quotedList(bareNames)}`,
    doing,
  );
  return new Map(rows.map((row) => [spelledAs(names, apexClassNameOf(row)), row.Id]));
}
