import { findApp } from "../salesforce/externalClientApps.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { packagesAmong } from "../salesforce/ownNamespace.ts";
import { quotedList } from "../salesforce/soql.ts";
import { type FoundRecord, isOwnRecord, lastModified, lastModifiedFields, refusals } from "./adoption.ts";
import { type DeclaredResource, givenText, type NamedKind, nameInputs, ofKind } from "./declaredResources.ts";
import { type Mark, markOfUser, ownerBeside, splitMark } from "./marks.ts";
import { apiNameOfLabel } from "./rules.ts";
import type { Ask } from "./runMemory.ts";

/** How the records of a kind are found by their names; of apps one at a time. */
interface Look {
  what: string;
  records(org: Org, names: string[], doing: string): Promise<SalesforceRecord[]>;
  nameOf(record: SalesforceRecord): unknown;
  mark(record: SalesforceRecord): Mark | undefined;
}

/** Users of some usernames. */
export function usersNamed(org: Org, names: string[], doing: string): Promise<SalesforceRecord[]> {
  return org.query(
    `SELECT Id, Username, Email, IsActive, Division, ${lastModifiedFields} FROM User WHERE Username IN ${quotedList(names)}`,
    doing,
  );
}

/** Permission set licences of some developer names, with their seats. */
export function permissionSetLicensesNamed(
  org: Org,
  names: string[],
  doing: string,
  ask: Ask,
): Promise<SalesforceRecord[]> {
  return ask(
    org,
    `SELECT Id, DeveloperName, TotalLicenses, UsedLicenses FROM PermissionSetLicense WHERE DeveloperName IN ${quotedList(names)}`,
    doing,
  );
}

/**
 * Permission sets of some names that are the org's own, and those that belong to a permission set group: each group has one
 * of its own name, by which it is known.
 */
export async function permissionSetsAndGroupsNamed(
  org: Org,
  names: string[],
  doing: string,
): Promise<{ sets: SalesforceRecord[]; groups: SalesforceRecord[] }> {
  const records = await org.query(
    `SELECT Id, Name, NamespacePrefix, Description, LicenseId, PermissionSetGroupId, ${lastModifiedFields} FROM PermissionSet WHERE Name IN ${quotedList(names)} AND IsOwnedByProfile = false`,
    doing,
  );
  const isOfPackage = await packagesAmong(org, records);
  const own = records.filter((record) => !isOfPackage(record));
  const isOfGroup = ({ PermissionSetGroupId }: SalesforceRecord) => Boolean(PermissionSetGroupId);
  return { sets: own.filter((record) => !isOfGroup(record)), groups: own.filter(isOfGroup) };
}

/** Custom permission sets of some names that are the org's own. */
export async function permissionSetsNamed(org: Org, names: string[], doing: string): Promise<SalesforceRecord[]> {
  return (await permissionSetsAndGroupsNamed(org, names, doing)).sets;
}

const markInDescription = ({ Description }: SalesforceRecord) => splitMark(Description).mark;

const looks: Record<NamedKind, Look> = {
  PermissionSet: {
    what: "permission set",
    records: permissionSetsNamed,
    nameOf: ({ Name }) => Name,
    mark: markInDescription,
  },
  IntegrationProfile: {
    what: "profile",
    records: (org, names, doing) =>
      org.query(
        `SELECT Id, Name, Description, ${lastModifiedFields} FROM Profile WHERE Name IN ${quotedList(names)}`,
        doing,
      ),
    nameOf: ({ Name }) => Name,
    mark: markInDescription,
  },
  IntegrationUser: {
    what: "user",
    records: usersNamed,
    nameOf: ({ Username }) => Username,
    mark: ({ Division }) => markOfUser(Division),
  },
  ExternalClientApp: {
    what: "external client app",
    records: async (org, names, doing) =>
      (await Promise.all(names.map((developerName) => findApp(org, { developerName }, doing)))).flatMap((app) =>
        app ? [app.record] : [],
      ),
    nameOf: ({ DeveloperName }) => DeveloperName,
    mark: markInDescription,
  },
};

/** The name that a resource will have in the org; undefined while it is not known. */
export function declaredName(resource: DeclaredResource): string | undefined {
  const name = givenText(resource, nameInputs[resource.kind]);
  const label = givenText(resource, "label");
  return name ?? (label === undefined ? undefined : apiNameOfLabel(label));
}

/**
 * Looks for records that have the names of resources which are to be made. Reads only.
 *
 * @param owner the owner of the readiness; the others of the stack differ in the name alone
 */
export async function findTaken(
  org: Org,
  { creations = [], owner }: { creations?: DeclaredResource[]; owner: string },
  doing: string,
): Promise<FoundRecord[]> {
  const kinds = Object.keys(looks) as NamedKind[];
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const { what, records, ...look } = looks[kind];
      const byName = new Map(
        ofKind(creations, kind).flatMap((resource) => {
          const name = declaredName(resource);
          return name === undefined ? [] : [[name.toLowerCase(), { name, resource }] as const];
        }),
      );
      if (byName.size === 0) return [];
      const rows = await records(
        org,
        [...byName.values()].map(({ name }) => name),
        doing,
      );
      return rows.flatMap((record) => {
        const declared = byName.get(String(look.nameOf(record)).toLowerCase());
        if (!declared) return [];
        return [
          {
            what: `${what} ${declared.name}`,
            id: record.Id,
            mark: look.mark(record),
            owner: ownerBeside(owner, declared.resource.name),
            ...lastModified(record),
            obstacles: [],
          },
        ];
      });
    }),
  );
  return found.flat();
}

/**
 * Why a create would not go on with what has the name already. Pure.
 *
 * @param formerOwner the owner of the readiness at the last run: what carries a mark of that stack is the stack's own,
 * and the stack, or the resource in the program, was renamed since
 */
export function takenProblems(taken: readonly FoundRecord[], formerOwner?: string): string[] {
  return taken.filter((found) => !isOwnRecord(found, formerOwner)).flatMap((found) => refusals(found, false));
}
