/** What a user may do compared with what is declared: what is more, where it comes from, what is missing. Pure. */
import type { FieldPermission, ObjectPermission } from "./dataPermissions.ts";
import { type HighPrivilege, highPrivilegeNamed } from "./highPrivilege.ts";

/**
 * One thing that a user may do, as a text: `ViewSetup`, `Account.allowRead`, `Account.Phone.editable`,
 * `class cnxscv.ServiceRouting`, `custom permission Agent`.
 */
export type Access = string;

/** A profile, permission set or permission set group that gives a user access. */
export interface AccessSource {
  /** In words, such as `permission set Sales`. */
  what: string;
  /** API name; empty for the profile. */
  name: string;
  isProfile: boolean;
  access: readonly Access[];
}

/** Access that is not declared. */
export interface UndeclaredAccess {
  access: Access;
  /** What gives it, in words; empty where no profile and no permission set does. */
  from: readonly AccessSource[];
  /** False for what a profile or permission set gives and the user itself does not have. */
  isEffective: boolean;
}

export interface Comparison {
  undeclared: UndeclaredAccess[];
  /** User permissions that the licence or the org gives, and nobody can take away. */
  licensed: Access[];
  /** Declared, and the user does not have it. */
  missing: Access[];
}

/**
 * User permissions of the profile Minimum Access - API Only Integrations: whoever is on the licence Salesforce Integration
 * has them. Source: the profile as retrieved from orgs, in public repositories.
 */
const licenceDefaults = ["ApiEnabled", "ApiUserOnly", "ChatterInternalUser"];

export const classAccess = (name: string): Access => `class ${name}`;
export const customAccess = (name: string): Access => `custom permission ${name}`;

export const objectAccess = (permission: ObjectPermission): Access[] => flagsOf(permission, permission.object);
export const fieldAccess = (permission: FieldPermission): Access[] => flagsOf(permission, permission.field);

function flagsOf(permission: object, name: string): Access[] {
  return Object.entries(permission)
    .filter(([, isAllowed]) => isAllowed === true)
    .map(([flag]) => `${name}.${flag}`);
}

const isUserPermission = (access: Access) => /^\w+$/.test(access);
/** API names differ in more than the case of letters. */
const key = (access: Access) => access.toLowerCase();

/**
 * @param seen user permissions that the user itself has, as it says; undefined where that is not known
 */
export function compareAccess(
  declared: readonly Access[],
  sources: readonly AccessSource[],
  seen: readonly Access[] | undefined,
): Comparison {
  const names = new Map([...sources.flatMap(({ access }) => access), ...(seen ?? [])].map((each) => [key(each), each]));
  const given = (access: Access) => sources.filter((source) => source.access.some((each) => key(each) === key(access)));
  const own = seen && new Set(seen.map(key));
  const has = (access: Access) => (own && isUserPermission(access) ? own.has(key(access)) : given(access).length > 0);
  const wanted = new Set(declared.map(key));
  const ofLicence = new Set(licenceDefaults.map(key));
  const isLicensed = (access: Access, from: readonly AccessSource[]) =>
    isUserPermission(access) &&
    (ofLicence.has(key(access))
      ? from.every(({ isProfile }) => isProfile)
      : from.length === 0 && highPrivilegeNamed(access)?.isKnown !== true);
  const more = [...names.values()].filter((access) => !wanted.has(key(access))).sort();
  const all = more.map((access) => ({ access, from: given(access), isEffective: has(access) }));
  return {
    undeclared: all.filter(({ access, from }) => !isLicensed(access, from)),
    licensed: all
      .filter(({ access, from, isEffective }) => isEffective && isLicensed(access, from))
      .map((each) => each.access),
    missing: declared.filter((access) => !has(access)),
  };
}

/** Where access comes from, in words. */
export function originOf({ from }: UndeclaredAccess): string {
  return from.length > 0 ? from.map(({ what }) => what).join(" and ") : "no profile and no permission set";
}

/**
 * High privileges that a user has although nobody has declared them.
 *
 * @param allowed names of privileges, profiles and permission sets that are meant
 */
export function undeclaredHighPrivileges(
  undeclared: readonly UndeclaredAccess[],
  allowed: readonly string[],
): (UndeclaredAccess & { high: HighPrivilege })[] {
  const meant = new Set(allowed.map(key));
  const isMeant = ({ access, from }: UndeclaredAccess) =>
    meant.has(key(access)) || (from.length > 0 && from.every(({ name }) => meant.has(key(name))));
  return undeclared.flatMap((each) => {
    const high = highPrivilegeNamed(each.access);
    return each.isEffective && high?.isKnown === true && !isMeant(each) ? [{ ...each, high }] : [];
  });
}
