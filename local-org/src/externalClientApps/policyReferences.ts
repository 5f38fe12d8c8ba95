/** Elements of OAuth policies that point at something in the org: files name it, the org keeps its id. */
import type { Org } from "../contracts.ts";
import { packagedName, withoutOwnNamespace } from "../metadata/ownNamespace.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord, MetadataValue } from "../metadata/typeSchema.ts";

interface Reference {
  readonly type: "ApexClass" | "User";
  nameOf(org: Org, id: string): string | undefined;
  idOf(org: Org, name: string): unknown;
}

const apexClass: Reference = {
  type: "ApexClass",
  nameOf(org, id) {
    const row = org.records.get("ApexClass", id);
    return row && packagedName(org, row.NamespacePrefix, row.Name);
  },
  idOf(org, written) {
    const name = withoutOwnNamespace(org, written).toLowerCase();
    const found = org.records
      .find("ApexClass")
      .find((row) => packagedName(org, row.NamespacePrefix, row.Name).toLowerCase() === name);
    return found?.Id;
  },
};

const user: Reference = {
  type: "User",
  nameOf: (org, id) => usernameOf(org, id) ?? undefined,
  idOf: (org, Username) => org.records.find("User", { Username })[0]?.Id,
};

const references: { readonly [element: string]: Reference } = {
  apexHandler: apexClass,
  clientCredentialsFlowUser: user,
  executeHandlerAs: user,
};

/** The username of the user with that id. */
export function usernameOf(org: Org, id: MetadataValue | undefined): string | null {
  const username = id === undefined ? undefined : org.records.get("User", String(id))?.Username;
  return username === undefined ? null : String(username);
}

/**
 * Policies with ids in the place of names; ids of what is stored stay.
 * @throws ComponentProblem for something that the org does not have
 */
export function storedReferences(org: Org, given: MetadataRecord): MetadataRecord {
  return mapped(given, (element, { type, nameOf, idOf }, value) => {
    if (value === "") return undefined;
    if (nameOf(org, value) !== undefined) return value;
    const id = idOf(org, value);
    if (id !== undefined) return String(id);
    throw new ComponentProblem(`In field: ${element} - no ${type} named ${value} found`, "INVALID_CROSS_REFERENCE_KEY");
  });
}

/** Stored policies with names in the place of ids. */
export function namedReferences(org: Org, record: MetadataRecord): MetadataRecord {
  return mapped(record, (_element, { nameOf }, value) => nameOf(org, value));
}

function mapped(
  record: MetadataRecord,
  map: (element: string, reference: Reference, value: string) => string | undefined,
): MetadataRecord {
  const entries = Object.entries(record).map(([element, value]) => {
    const reference = references[element];
    return [element, reference === undefined || value === undefined ? value : map(element, reference, String(value))];
  });
  return Object.fromEntries(entries);
}
