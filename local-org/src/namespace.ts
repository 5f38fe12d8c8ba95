/** The org's own namespace in its records: those of its own components name it, those of packages the package's. */
import type { Org, RecordFields } from "./contracts.ts";

/** Which records of each sObject can be the org's own; the others of it belong to profiles, groups or Salesforce. */
const namespaced: { readonly [sObject: string]: Partial<RecordFields> } = {
  ApexClass: {},
  CustomPermission: {},
  ExternalClientApplication: {},
  ExtlClntAppOauthSettings: {},
  PermissionSet: { IsCustom: true, IsOwnedByProfile: false, PermissionSetGroupId: null },
};

/** Gives the org's own records another namespace, after a change of the setting. */
export function moveNamespace(org: Org, before: string | null, after: string | null): void {
  if (before === after) return;
  org.records.transaction(() => {
    for (const [sObject, where] of Object.entries(namespaced)) {
      for (const { Id } of org.records.find(sObject, { ...where, NamespacePrefix: before }, ["Id"]))
        org.records.update(sObject, String(Id), { NamespacePrefix: after });
    }
    org.records.update("Organization", org.organizationId, { NamespacePrefix: after });
  });
}
