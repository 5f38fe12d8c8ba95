import type { Org, RecordFields } from "../contracts.ts";
import { permissionSetsOf } from "../effectivePermissions.ts";
import { isSpreading } from "../externalClientApps/propagation.ts";
import type { MetadataValue } from "../metadata/typeSchema.ts";

/** Whether a user may log in through an app, and which rule says no. */
export type AppAccess = "approved" | "notApproved" | "notAdminApproved";

/**
 * What the permitted-users policy of an app says about a user. Where users authorize themselves they must have done
 * so before, in a browser; nobody can here. Where administrators pre-authorize, one of the user's permission sets or
 * the profile must be on the app, by grants that have spread.
 */
export function appAccess(
  org: Org,
  applicationId: string,
  permittedUsersPolicyType: MetadataValue | undefined,
  userId: string,
): AppAccess {
  if (permittedUsersPolicyType !== "AdminApprovedPreAuthorized") return "notApproved";
  const settled = (row: RecordFields) => !isSpreading(org, String(row.SystemModstamp));
  const granted = new Set(
    org.records
      .find("SetupEntityAccess", { SetupEntityId: applicationId })
      .filter(settled)
      .map((row) => String(row.ParentId)),
  );
  const assigned = new Set(
    org.records
      .find("PermissionSetAssignment", { AssigneeId: userId })
      .filter(settled)
      .map((row) => String(row.PermissionSetId)),
  );
  const approved = permissionSetsOf(org, userId).some(
    ({ id, isOwnedByProfile }) => granted.has(id) && (isOwnedByProfile || assigned.has(id)),
  );
  return approved ? "approved" : "notAdminApproved";
}
