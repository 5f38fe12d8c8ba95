import type { InputReader } from "./inputReader.ts";
import { userPermissionName } from "./rules.ts";
import { isUnknown } from "./unknowns.ts";

/**
 * User permissions that reach beyond what an integration needs, each with what it opens: all data of the org, its
 * code and configuration, its users, or its security settings. Names: Metadata API Developer Guide, PermissionSet,
 * `userPermissions`; what they open: their descriptions in Setup.
 */
export const highPrivileges: Readonly<Record<string, string>> = {
  ModifyAllData: "changes all data of the org",
  ViewAllData: "reads all data of the org",
  ViewEncryptedData: "reads encrypted fields in clear",
  BulkApiHardDelete: "deletes data past the recycle bin",
  TransferAnyEntity: "gives records to other owners",
  AuthorApex: "writes and runs Apex code",
  CustomizeApplication: "changes the configuration of the org",
  ModifyMetadata: "changes the configuration of the org by the Metadata API",
  InstallPackaging: "installs packages",
  ManageUsers: "makes users and changes what they may",
  ManageInternalUsers: "makes users and changes what they may",
  ManageProfilesPermissionsets: "changes what users may",
  AssignPermissionSets: "gives permission sets to users, to itself as well",
  ManageSessionPermissionSets: "activates permission sets of sessions",
  ManageRoles: "changes the role hierarchy",
  ManageSharing: "changes who sees which records",
  ResetPasswords: "resets passwords of users",
  FreezeUsers: "shuts users out",
  ManageTwoFactor: "changes multi-factor authentication of users",
  ManagePasswordPolicies: "changes the password policies",
  ManageLoginAccessPolicies: "changes who may log in as whom",
  ManageIpAddresses: "changes the trusted IP ranges",
  ManageAuthProviders: "changes identity providers",
  ManageCertificates: "changes certificates and keys of the org",
  ManageRemoteAccess: "changes connected apps",
  ManageDataIntegrations: "sees and ends bulk jobs and log-ins of other integrations",
  ExternalClientAppAdmin: "changes policies of all external client apps",
  ExternalClientAppDeveloper: "makes and deletes external client apps",
};

const byLowerCase = new Map(Object.keys(highPrivileges).map((name) => [name.toLowerCase(), name]));

/**
 * Reads the input `allowHighPrivilege` and reports each declared permission that is a high privilege and not named
 * there. Answers nothing to keep where the input is absent, so that a state without it stays as it is.
 */
export function allowedHighPrivilege(
  read: InputReader,
  userPermissions: readonly string[],
): { allowHighPrivilege?: string[] } {
  const allowed = read.texts("allowHighPrivilege", userPermissionName);
  if (isUnknown(allowed)) return { allowHighPrivilege: allowed };
  if (!isUnknown(userPermissions) && !allowed.some(isUnknown)) {
    const names = new Set(allowed.map((name) => name.toLowerCase()));
    for (const declared of userPermissions) {
      if (isUnknown(declared) || names.has(declared.toLowerCase())) continue;
      const name = byLowerCase.get(declared.toLowerCase());
      if (name === undefined) continue;
      read.fail(
        "userPermissions",
        `${name} ${highPrivileges[name]}, more than an integration should be able to. Leave it out; or, if it must be, name it in allowHighPrivilege too.`,
      );
    }
  }
  return allowed.length > 0 ? { allowHighPrivilege: allowed } : {};
}
