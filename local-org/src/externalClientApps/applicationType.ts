import type { Org, RequestContext } from "../contracts.ts";
import { shortId } from "../identifiers.ts";
import type { MetadataType, WriteOptions, WriteResult } from "../metadata/metadataType.ts";
import { withoutOwnNamespace } from "../metadata/ownNamespace.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { checkApiName } from "./apiName.ts";
import {
  type AppComponent,
  allComponents,
  componentNamed,
  componentOf,
  dropWithRow,
  putWithRow,
} from "./componentStore.ts";
import { removeGlobalOauthSettings } from "./globalOauthSettingsType.ts";
import { removeOauthPolicies } from "./oauthPoliciesType.ts";
import { removeOauthSettings } from "./oauthSettingsType.ts";
import { permittedParentIds, removePermittedEntities } from "./permittedEntities.ts";
import { makeDefaultPolicies, removePolicies } from "./policiesType.ts";
import { forgetChanges, noteChange } from "./propagation.ts";
import { givenOver, sameRecord } from "./satellites.ts";
import { externalClientApplicationSchema } from "./schemas.ts";
import { removeSecuritySettings } from "./securitySettingsType.ts";
import { defaultApplication } from "./settingsDefaults.ts";

const typeName = "ExternalClientApplication";

/** The application itself: basic information, and the parent of everything else. */
export const applicationType: MetadataType = {
  schema: externalClientApplicationSchema,
  writePermission: "ExternalClientAppDeveloper",
  all: (org) => allComponents(org, typeName),
  find: (org, fullName) => componentNamed(org, typeName, fullName),
  write,
  remove,
  finishDeploy(context, fullNames) {
    for (const fullName of fullNames) {
      const application = componentNamed(context.org, typeName, fullName);
      if (application) makeDefaultPolicies(context, application);
    }
  },
};

function write(context: RequestContext, fullName: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org } = context;
  const existing = componentNamed(org, typeName, fullName);
  const name = existing?.fullName ?? withoutOwnNamespace(org, fullName);
  if (!existing) checkApiName(name, "External Client App");
  const record = normalizedApplication(org, name, givenOver(existing, given, options));
  const changed = !existing || !sameRecord(existing.record, record);
  if (!changed) return { id: existing.id, created: false, changed, warnings: [] };
  const row = rowOf(org, name, record);
  const id = putWithRow(context, typeName, typeName, existing, { fullName: name, record }, row);
  if (!existing) noteChange(org, id, { createdAt: org.now().toISOString() });
  return { id, created: !existing, changed, warnings: [] };
}

function normalizedApplication(org: Org, fullName: string, given: MetadataRecord): MetadataRecord {
  const missing = [...(given.label ? [] : ["MasterLabel"]), ...(given.contactEmail ? [] : ["ContactEmail"])];
  if (missing.length > 0)
    throw new ComponentProblem(`Required fields are missing: [${missing.join(", ")}]`, "REQUIRED_FIELD_MISSING");
  if (!/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(String(given.contactEmail)))
    throw new ComponentProblem(`Contact Email: invalid email address: ${given.contactEmail}`, "INVALID_EMAIL_ADDRESS");
  const orgScopedExternalApp = `${shortId(org.organizationId)}:${fullName}`;
  if (given.orgScopedExternalApp !== undefined && given.orgScopedExternalApp !== orgScopedExternalApp)
    throw new ComponentProblem(
      `The orgScopedExternalApp ${given.orgScopedExternalApp} does not belong to this org`,
      "INVALID_CROSS_REFERENCE_KEY",
    );
  return { ...defaultApplication, ...given, orgScopedExternalApp };
}

function rowOf(org: Org, fullName: string, record: MetadataRecord): Record<string, string | null> {
  const text = (name: string) => (record[name] === undefined ? null : String(record[name]));
  return {
    DeveloperName: fullName,
    MasterLabel: text("label"),
    ContactEmail: text("contactEmail"),
    ContactPhone: text("contactPhone"),
    Description: text("description"),
    DistributionState: text("distributionState"),
    IconUrl: text("iconUrl"),
    InfoUrl: text("infoUrl"),
    LogoUrl: text("logoUrl"),
    ManagedType: text("managedType"),
    OrgScopedExternalApp: text("orgScopedExternalApp"),
    NamespacePrefix: org.settings.namespace,
    ManageableState: "unmanaged",
    Language: "en_US",
  };
}

/** Deletes an app with everything that belongs to it: satellites, access rows, sessions. */
function remove(context: RequestContext, fullName: string): boolean {
  const { org } = context;
  const application = componentNamed(org, typeName, fullName);
  if (!application) return false;
  removeSatellites(org, application);
  if (permittedParentIds(org, application.id).length > 0) removePermittedEntities(org, application.id);
  forgetChanges(org, application.id);
  dropWithRow(org, typeName, typeName, application.id);
  return true;
}

function removeSatellites(org: Org, application: AppComponent): void {
  const oauthPolicies = componentOf(org, "ExtlClntAppOauthConfigurablePolicies", application.id);
  if (oauthPolicies) removeOauthPolicies(org, oauthPolicies);
  const policies = componentOf(org, "ExtlClntAppConfigurablePolicies", application.id);
  if (policies) removePolicies(org, policies);
  const globalSettings = componentOf(org, "ExtlClntAppGlobalOauthSettings", application.id);
  if (globalSettings) removeGlobalOauthSettings(org, globalSettings);
  const settings = componentOf(org, "ExtlClntAppOauthSettings", application.id);
  if (settings) removeOauthSettings(org, settings);
  const securitySettings = componentOf(org, "ExtlClntAppOauthSecuritySettings", application.id);
  if (securitySettings) removeSecuritySettings(org, securitySettings);
}
