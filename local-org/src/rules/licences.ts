/** Licences: their seats, and what their holders may be permitted. */
import type { Org, RecordFields, RecordsOf } from "../contracts.ts";
import { objectNamed } from "../schema/index.ts";
import { licenceForbids, licenceLimitExceeded } from "./errors.ts";

/** The user licence whose holders get access to objects only together with a permission set licence. */
export const integrationLicenceName = "Salesforce Integration";
const integrationPermissionSetLicence = "SalesforceAPIIntegrationPsl";

/**
 * User permissions that the licence Salesforce Integration does not allow by itself. That such exist is reported; which
 * ones they are is not public, so these are the ones that give power over an org.
 */
const administratorPermissions: readonly string[] = [
  "AssignPermissionSets",
  "AuthorApex",
  "CustomizeApplication",
  "ManageInternalUsers",
  "ManageProfilesPermissionsets",
  "ManageUsers",
  "ModifyAllData",
  "ModifyMetadata",
  "ViewAllData",
  "ViewSetup",
];

/** The user licence of a profile. */
function licenceOfProfile(org: RecordsOf, profileId: unknown): RecordFields | undefined {
  const profile = org.records.get("Profile", String(profileId));
  return profile === undefined ? undefined : org.records.get("UserLicense", String(profile.UserLicenseId));
}

/**
 * Demands that the licence of a profile has a seat for one more active user.
 *
 * @throws ApiError LICENSE_LIMIT_EXCEEDED when the licence of the profile has none left
 */
export function requireSeat(org: Org, profileId: unknown): void {
  const licence = licenceOfProfile(org, profileId);
  if (licence === undefined) return;
  if (Number(licence.UsedLicenses) >= Number(licence.TotalLicenses)) throw licenceLimitExceeded(String(licence.Name));
}

/** Writes what is used of each user licence: active users only. */
export function recountUserLicences(org: RecordsOf): void {
  const used = new Map<unknown, number>();
  for (const { ProfileId } of org.records.find("User", { IsActive: true })) {
    const licenceId = licenceOfProfile(org, ProfileId)?.Id;
    used.set(licenceId, (used.get(licenceId) ?? 0) + 1);
  }
  for (const { Id, UsedLicenses } of org.records.find("UserLicense")) {
    const count = used.get(Id) ?? 0;
    if (count !== UsedLicenses) org.records.update("UserLicense", String(Id), { UsedLicenses: count });
  }
}

/** What stands behind a user's permissions. */
export interface Holder {
  /** Name of the user licence. */
  licence: string | undefined;
  licenceId: unknown;
  /** Ids of the permission set licences. */
  permissionSetLicenceIds: ReadonlySet<unknown>;
  /** Whether the licence for integrations (a permission set licence) is among them. */
  hasIntegrationLicence: boolean;
}

export function holderOf(org: Org, user: RecordFields, without?: { permissionSetLicenceId: unknown }): Holder {
  const licence = licenceOfProfile(org, user.ProfileId);
  const ids = new Set<unknown>(
    org.records
      .find("PermissionSetLicenseAssign", { AssigneeId: user.Id ?? "" })
      .map(({ PermissionSetLicenseId }) => PermissionSetLicenseId)
      .filter((id) => id !== without?.permissionSetLicenceId),
  );
  const [integration] = org.records.find("PermissionSetLicense", { DeveloperName: integrationPermissionSetLicence });
  return {
    licence: licence?.Name === undefined || licence.Name === null ? undefined : String(licence.Name),
    licenceId: licence?.Id,
    permissionSetLicenceIds: ids,
    hasIntegrationLicence: integration !== undefined && ids.has(integration.Id),
  };
}

/** The first permission of a permission set that a holder may not have, in words; `undefined` when all are allowed. */
export function forbiddenPermission(org: Org, holder: Holder, permissionSet: RecordFields): string | undefined {
  if (holder.licence !== integrationLicenceName || holder.hasIntegrationLicence) return undefined;
  const permission = forbiddenUserPermission(permissionSet);
  if (permission !== undefined) return permission;
  const [object] = org.records
    .find("ObjectPermissions", { ParentId: permissionSet.Id ?? "" })
    .filter((row) => row.PermissionsRead === true);
  return object === undefined ? undefined : `Read ${object.SobjectType}`;
}

/** The permission sets of a user that name a permission set licence, or hold what the user may have only with it. */
export function setsNeeding(org: Org, user: RecordFields, permissionSetLicenceId: unknown): RecordFields[] {
  const without = holderOf(org, user, { permissionSetLicenceId });
  return assignedSets(org, user).filter((set) => needs(org, without, set, permissionSetLicenceId));
}

/** Takes from a user the permission set licences that go with a permission set, which is not assigned any more. */
export function releaseLicences(org: Org, userId: unknown, permissionSetId: unknown): void {
  const { licenceRelease } = org.settings;
  const user = org.records.get("User", String(userId));
  const gone = org.records.get("PermissionSet", String(permissionSetId));
  if (user === undefined || gone === undefined || licenceRelease === "kept") return;
  const isLast = assignedSets(org, user).length === 0;
  const released = org.records
    .find("PermissionSetLicenseAssign", { AssigneeId: String(user.Id) })
    .filter(({ PermissionSetLicenseId: id }) => {
      if (licenceRelease === "withAllSets") return isLast;
      const without = holderOf(org, user, { permissionSetLicenceId: id });
      return needs(org, without, gone, id) && setsNeeding(org, user, id).length === 0;
    });
  for (const { Id, PermissionSetLicenseId } of released) {
    org.records.remove("PermissionSetLicenseAssign", String(Id));
    recountPermissionSetLicence(org, PermissionSetLicenseId);
  }
}

function needs(org: Org, without: Holder, permissionSet: RecordFields, permissionSetLicenceId: unknown): boolean {
  return (
    permissionSet.LicenseId === permissionSetLicenceId || forbiddenPermission(org, without, permissionSet) !== undefined
  );
}

/** Those of profiles are none: they come with the profile. */
function assignedSets(org: Org, user: RecordFields): RecordFields[] {
  return org.records
    .find("PermissionSetAssignment", { AssigneeId: String(user.Id) })
    .map(({ PermissionSetId }) => org.records.get("PermissionSet", String(PermissionSetId)))
    .filter((permissionSet) => permissionSet !== undefined)
    .filter(({ IsOwnedByProfile }) => IsOwnedByProfile !== true);
}

/** Writes what is used of a permission set licence. */
export function recountPermissionSetLicence(org: Org, permissionSetLicenceId: unknown): void {
  const id = String(permissionSetLicenceId);
  const used = org.records.find("PermissionSetLicenseAssign", { PermissionSetLicenseId: id }).length;
  org.records.update("PermissionSetLicense", id, { UsedLicenses: used });
}

/**
 * Demands that the licence Salesforce Integration allows what a permission set or a profile of that licence turns on.
 *
 * @param permissions fields `PermissionsXxx`
 */
export function requireAllowedByLicence(org: Org, licenceId: unknown, permissions: RecordFields): void {
  if (org.records.get("UserLicense", String(licenceId))?.Name !== integrationLicenceName) return;
  const permission = forbiddenUserPermission(permissions);
  if (permission !== undefined) throw licenceForbids(permission);
}

/** Demands that everybody to whom a permission set is assigned may have what is in it now. */
export function requireAllowedForAssignees(org: Org, permissionSetId: unknown): void {
  const permissionSet = org.records.get("PermissionSet", String(permissionSetId));
  if (permissionSet === undefined) return;
  requireAllowedByLicence(org, permissionSet.LicenseId, permissionSet);
  for (const { AssigneeId } of org.records.find("PermissionSetAssignment", {
    PermissionSetId: String(permissionSet.Id),
  })) {
    const user = org.records.get("User", String(AssigneeId));
    const forbidden = user === undefined ? undefined : forbiddenPermission(org, holderOf(org, user), permissionSet);
    if (forbidden !== undefined) throw licenceForbids(forbidden);
  }
}

function forbiddenUserPermission(permissions: RecordFields): string | undefined {
  const name = administratorPermissions.find((permission) => permissions[`Permissions${permission}`] === true);
  return name === undefined ? undefined : permissionLabel(name);
}

/** `ViewSetup` → `View Setup`, as errors of a save name a permission. */
export function permissionLabel(name: string): string {
  return objectNamed("PermissionSet").fields.get(`Permissions${name}`)?.label ?? name;
}
