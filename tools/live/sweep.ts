import type { Org } from "../../salesforce/org.ts";
import { quoted, quotedList } from "../../salesforce/soql.ts";
import { liveDomain, liveLabel } from "./names.ts";

/** The standard profile that retired users are moved to, so that their own can be deleted. */
const retirementProfile = "Minimum Access - API Only Integrations";

/**
 * Takes away what live tests have left in an org: apps, permission sets and profiles are deleted, users deactivated,
 * without licences. Nothing else has these names.
 *
 * @returns a line for each thing that was taken away
 */
export async function sweep(org: Org): Promise<string[]> {
  const doing = "looking for what live tests have left";
  const named = `${liveLabel} %`;
  const [apps, users, sets, profiles, [retired]] = await Promise.all([
    org.query(`SELECT Id, DeveloperName FROM ExternalClientApplication WHERE MasterLabel LIKE ${quoted(named)}`, doing),
    org.query(
      `SELECT Id, Username FROM User WHERE Username LIKE ${quoted(`%@${liveDomain}`)} AND (IsActive = true OR Profile.Name LIKE ${quoted(named)})`,
      doing,
    ),
    org.query(
      `SELECT Id, Label FROM PermissionSet WHERE IsOwnedByProfile = false AND Label LIKE ${quoted(named)}`,
      doing,
    ),
    org.query(`SELECT Id, Name FROM Profile WHERE Name LIKE ${quoted(named)}`, doing),
    org.query(`SELECT Id FROM Profile WHERE Name = ${quoted(retirementProfile)}`, doing),
  ]);
  const lines: string[] = [];
  for (const { DeveloperName } of apps) {
    const fullName = String(DeveloperName);
    const options = { apiVersion: org.login.apiVersion, report() {} };
    await org.deploy([{ type: "ExternalClientApplication", fullName }], options, `deleting app ${fullName}`);
    lines.push(`app ${fullName} deleted`);
  }
  if (users.length > 0)
    await releaseAssignments(
      org,
      users.map(({ Id }) => Id),
    );
  for (const { Id, Username } of users) {
    const doing = `deactivating user ${Username}`;
    await org.update("User", Id, { IsActive: false, ...(retired && { ProfileId: retired.Id }) }, doing);
    lines.push(`user ${Username} deactivated`);
  }
  for (const { Id, Label } of sets) {
    await org.delete("PermissionSet", Id, `deleting permission set ${Label}`);
    lines.push(`permission set ${Label} deleted`);
  }
  for (const { Id, Name } of profiles) {
    await org.delete("Profile", Id, `deleting profile ${Name}`);
    lines.push(`profile ${Name} deleted`);
  }
  return lines;
}

/** Permission sets first: a licence cannot be taken away while a set that needs it is assigned. */
async function releaseAssignments(org: Org, userIds: string[]): Promise<void> {
  const doing = "releasing what users of live tests hold";
  const [sets, licenses] = await Promise.all([
    org.query(
      `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = false AND AssigneeId IN ${quotedList(userIds)}`,
      doing,
    ),
    org.query(`SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId IN ${quotedList(userIds)}`, doing),
  ]);
  for (const rows of [sets, licenses]) {
    if (rows.length > 0)
      await org.deleteMany(
        rows.map(({ Id }) => Id),
        doing,
      );
  }
}
