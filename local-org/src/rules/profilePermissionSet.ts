/** Each profile owns a permission set, which carries its permissions, and which each of its users is assigned. */
import type { RecordFields, RecordsOf } from "../contracts.ts";

export function permissionSetOfProfile(org: RecordsOf, profileId: unknown): RecordFields | undefined {
  return org.records.find("PermissionSet", { ProfileId: String(profileId) })[0];
}

/**
 * @param isCustom false for the standard profiles of a new org
 * @param template what such a set is called after instead of its profile's id
 */
export function createProfilePermissionSet(
  org: RecordsOf,
  profile: RecordFields,
  isCustom: boolean,
  template = String(profile.Id),
): void {
  org.records.insert("PermissionSet", {
    Name: `X${template}`,
    Label: template,
    LicenseId: profile.UserLicenseId ?? null,
    IsCustom: isCustom,
    IsOwnedByProfile: true,
    ProfileId: profile.Id ?? null,
    Type: "Profile",
    ...permissionFields(profile, true),
  });
}

/** @param onlyOn leaves out what is off, for a new record that starts with everything off */
export function permissionFields(record: RecordFields, onlyOn = false): RecordFields {
  return Object.fromEntries(
    Object.entries(record).filter(([name, value]) => /^Permissions[A-Z]/.test(name) && (!onlyOn || value === true)),
  );
}

export function assignProfilePermissionSet(org: RecordsOf, user: RecordFields): void {
  const permissionSet = permissionSetOfProfile(org, user.ProfileId);
  if (permissionSet === undefined) return;
  org.records.insert("PermissionSetAssignment", {
    AssigneeId: user.Id ?? null,
    PermissionSetId: permissionSet.Id ?? null,
  });
}

/** After a change of the profile: the assignment of the old profile's set becomes that of the new one's. */
export function moveProfilePermissionSet(org: RecordsOf, user: RecordFields): void {
  for (const assignment of org.records.find("PermissionSetAssignment", { AssigneeId: user.Id ?? "" })) {
    const permissionSet = org.records.get("PermissionSet", String(assignment.PermissionSetId));
    if (permissionSet?.IsOwnedByProfile === true) org.records.remove("PermissionSetAssignment", String(assignment.Id));
  }
  assignProfilePermissionSet(org, user);
}
