import type { ObjectPermission } from "./dataPermissions.ts";
import { highClasses } from "./highPermissionClasses.ts";
import type { InputReader } from "./inputReader.ts";
import type { Values } from "./lifecycle.ts";
import { ordinaryClasses } from "./ordinaryPermissionClasses.ts";
import { type Rule, userPermissionName } from "./rules.ts";
import { isUnknown } from "./unknowns.ts";

/** User permissions that reach beyond what an integration needs, each with what it opens. */
export const highPrivileges: Readonly<Record<string, string>> = Object.fromEntries(
  highClasses.flatMap(({ opens, names }) => names.map((name) => [name, opens])),
);

const highByLowerCase = new Map(Object.keys(highPrivileges).map((name) => [name.toLowerCase(), name]));
const ordinary = new Set(ordinaryClasses.flatMap(({ names }) => names.map((name) => name.toLowerCase())));

/** Object permissions that reach past sharing. */
const pastSharing = {
  viewAllRecords: "reads all records of the object, whoever owns them",
  modifyAllRecords: "changes and deletes all records of the object, whoever owns them",
} as const;

/** Permissions that version 0.1.0 refused already; what was added since is not refused where a state holds it. */
const refusedFromTheFirst = new Set(
  `ModifyAllData ViewAllData ViewEncryptedData BulkApiHardDelete TransferAnyEntity AuthorApex CustomizeApplication
  ModifyMetadata InstallPackaging ManageUsers ManageInternalUsers ManageProfilesPermissionsets AssignPermissionSets
  ManageSessionPermissionSets ManageRoles ManageSharing ResetPasswords FreezeUsers ManageTwoFactor
  ManagePasswordPolicies ManageLoginAccessPolicies ManageIpAddresses ManageAuthProviders ManageCertificates
  ManageRemoteAccess ManageDataIntegrations ExternalClientAppAdmin ExternalClientAppDeveloper`.split(/\s+/),
);

/** A privilege as it is named in `allowHighPrivilege`, with what it opens. */
export interface HighPrivilege {
  name: string;
  opens: string;
  /** False for a permission that this version does not know. */
  isKnown: boolean;
}

/**
 * What of these permissions is a high privilege. A permission that this version does not know counts as one, because what
 * it opens cannot be said.
 */
export function highPrivilegesAmong(
  userPermissions: readonly string[],
  objectPermissions: readonly ObjectPermission[] = [],
): HighPrivilege[] {
  const ofUser = userPermissions.flatMap((declared): HighPrivilege[] => {
    if (isUnknown(declared) || ordinary.has(declared.toLowerCase())) return [];
    const name = highByLowerCase.get(declared.toLowerCase());
    if (name === undefined)
      return [{ name: declared, opens: "is unknown to this version, which cannot say what it opens", isKnown: false }];
    return [{ name, opens: `${highPrivileges[name]}, more than an integration should be able to`, isKnown: true }];
  });
  const flags = Object.keys(pastSharing) as (keyof typeof pastSharing)[];
  const ofObjects = objectPermissions.flatMap((permission) =>
    isUnknown(permission)
      ? []
      : flags
          .filter((flag) => permission[flag] === true)
          .map((flag) => ({ name: `${permission.object}.${flag}`, opens: pastSharing[flag], isKnown: true })),
  );
  return [...ofUser, ...ofObjects];
}

/** The privilege of a name as `allowHighPrivilege` takes it; undefined for one that opens nothing much. */
export function highPrivilegeNamed(name: string): HighPrivilege | undefined {
  if (!name.includes(".")) return highPrivilegesAmong([name])[0];
  const flag = name.split(".").at(-1) as keyof typeof pastSharing;
  return Object.hasOwn(pastSharing, flag) ? { name, opens: pastSharing[flag], isKnown: true } : undefined;
}

/** Names that `allowHighPrivilege` takes: user permissions, and object permissions such as `Account.viewAllRecords`. */
const privilegeName: Rule = (value) =>
  /^\w+\.(viewAllRecords|modifyAllRecords)$/.test(value) ? undefined : userPermissionName(value);

/** What is declared, and may be a high privilege. */
interface Declared {
  userPermissions: readonly string[];
  objectPermissions?: readonly ObjectPermission[];
}

/**
 * Reads the input `allowHighPrivilege` and reports each declared high privilege that is not named there. Answers nothing to
 * keep where the input is absent, so that a state without it stays as it is.
 *
 * @param olds inputs of the last run: what they hold and an earlier version took is not refused now
 */
export function allowedHighPrivilege(
  read: InputReader,
  { userPermissions, objectPermissions = [] }: Declared,
  olds: Values,
): { allowHighPrivilege?: string[] } {
  const allowed = read.texts("allowHighPrivilege", privilegeName);
  if (isUnknown(allowed)) return { allowHighPrivilege: allowed };
  if (!allowed.some(isUnknown)) {
    const named = new Set([...allowed, ...takenBefore(olds)].map((name) => name.toLowerCase()));
    const known = isUnknown(userPermissions) ? [] : userPermissions;
    const knownObjects = isUnknown(objectPermissions) ? [] : objectPermissions;
    for (const { name, opens } of highPrivilegesAmong(known, knownObjects)) {
      if (named.has(name.toLowerCase())) continue;
      read.fail(
        name.includes(".") ? "objectPermissions" : "userPermissions",
        `${name} ${opens}. Leave it out, or confirm it: name it in allowHighPrivilege too.`,
      );
    }
  }
  return allowed.length > 0 ? { allowHighPrivilege: allowed } : {};
}

function takenBefore({ userPermissions, objectPermissions }: Values): string[] {
  const held = highPrivilegesAmong(
    Array.isArray(userPermissions) ? userPermissions : [],
    Array.isArray(objectPermissions) ? objectPermissions : [],
  );
  return held.map(({ name }) => name).filter((name) => !refusedFromTheFirst.has(name));
}
