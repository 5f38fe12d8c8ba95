import type { Org, SalesforceRecord } from "./org.ts";

/** The org's own namespace; undefined for an org without one, and where the deployer may not see it. */
export async function ownNamespace(org: Org): Promise<string | undefined> {
  return (await org.organization())?.namespace;
}

/** Takes a record's namespace for that of a package: it has one, and it is not the org's own. */
export type IsOfPackage = (record: SalesforceRecord) => boolean;

/** Tells the records of packages, with the field `NamespacePrefix`, from the org's own. */
export async function packagesAmong(org: Org, records: readonly SalesforceRecord[]): Promise<IsOfPackage> {
  const own = records.some(({ NamespacePrefix }) => Boolean(NamespacePrefix)) ? await ownNamespace(org) : undefined;
  return ({ NamespacePrefix }) => Boolean(NamespacePrefix) && NamespacePrefix !== own;
}
