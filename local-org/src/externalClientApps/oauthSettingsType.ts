import type { Org, RequestContext } from "../contracts.ts";
import { shortId } from "../identifiers.ts";
import { laterValues } from "../metadata/laterElements.ts";
import type { MetadataType, WriteOptions, WriteResult } from "../metadata/metadataType.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { type AppComponent, componentNamed, componentOf, dropWithRow, putWithRow } from "./componentStore.ts";
import { removeGlobalOauthSettings } from "./globalOauthSettingsType.ts";
import { makeDefaultOauthPolicies, removeOauthPolicies } from "./oauthPoliciesType.ts";
import { attributeRows, dropPartRows, ipRangeRows, type PartRows, putPartRows } from "./partRows.ts";
import { givenOver, sameRecord, satelliteTarget } from "./satellites.ts";
import { satelliteType } from "./satelliteType.ts";
import { oauthSettingsSchema } from "./schemas.ts";
import { normalizedScopes, scopeColumns } from "./scopes.ts";
import { defaultOauthSettings } from "./settingsDefaults.ts";

const typeName = "ExtlClntAppOauthSettings";

/** OAuth settings that may travel with a package: scopes above all. */
export const oauthSettingsType: MetadataType = satelliteType({
  typeName,
  schema: oauthSettingsSchema,
  writePermission: "ExternalClientAppDeveloper",
  write,
  forget(org, component) {
    const globalSettings = componentOf(org, "ExtlClntAppGlobalOauthSettings", component.applicationId);
    if (globalSettings) removeGlobalOauthSettings(org, globalSettings);
    const policies = componentOf(org, "ExtlClntAppOauthConfigurablePolicies", component.applicationId);
    if (policies) removeOauthPolicies(org, policies);
    removeOauthSettings(org, component);
  },
  finishDeploy(context, fullNames) {
    for (const fullName of fullNames) {
      const settings = componentNamed(context.org, typeName, fullName);
      if (settings) makeDefaultOauthPolicies(context, settings);
    }
  },
});

/** Forgets one component and its rows. */
export function removeOauthSettings(org: Org, component: AppComponent): void {
  for (const part of [attributesOf(component.id), ipRangesOf(component.id)]) dropPartRows(org, part);
  dropWithRow(org, typeName, typeName, component.id);
}

/** Scopes of an app in metadata names; empty when it has no OAuth settings. */
export function appScopes(org: Org, applicationId: string): string {
  return String(componentOf(org, typeName, applicationId)?.record.commaSeparatedOauthScopes ?? "");
}

function write(context: RequestContext, fullName: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org } = context;
  const { application, existing, fullName: name } = satelliteTarget(org, typeName, fullName, given, options.channel);
  const record = normalizedOauthSettings(org, application, name, givenOver(existing, given, options));
  const changed = !existing || !sameRecord(existing.record, record);
  if (!changed) return { id: existing.id, created: false, changed, warnings: [] };
  const row = rowOf(org, application, name, record);
  const component = { fullName: name, applicationId: application.id, record };
  const id = putWithRow(context, typeName, typeName, existing, component, row);
  putPartRows(context, attributesOf(id), attributeRows(record.customAttributes));
  putPartRows(context, ipRangesOf(id), ipRangeRows(record.trustedIpRanges));
  return { id, created: !existing, changed, warnings: [] };
}

const parentField = "ExtlClntAppOauthSettingsId";

function attributesOf(parentId: string): PartRows {
  return { objectName: "ExtlClntAppOauthSetAttr", parentField, parentId };
}

function ipRangesOf(parentId: string): PartRows {
  return { objectName: "ExtlClntAppOauthIpRange", parentField, parentId };
}

function normalizedOauthSettings(
  org: Org,
  application: AppComponent,
  fullName: string,
  given: MetadataRecord,
): MetadataRecord {
  const { externalClientApplication: _parent, ...rest } = given;
  const later = laterValues(org, typeName, "commaSeparatedOauthScopes");
  const scopes = normalizedScopes(given.commaSeparatedOauthScopes as string | undefined, later);
  const oauthLink = `${shortId(org.organizationId)}:${consumerId(application.id)}`;
  if (given.oauthLink !== undefined && given.oauthLink !== oauthLink)
    throw new ComponentProblem(
      `The oauthLink ${given.oauthLink} does not belong to this org`,
      "INVALID_CROSS_REFERENCE_KEY",
    );
  return {
    ...defaultOauthSettings,
    label: fullName,
    ...rest,
    commaSeparatedOauthScopes: scopes === "" ? undefined : scopes,
    oauthLink,
  };
}

/** Id (15 characters) of the OAuth consumer behind an app. */
export function consumerId(applicationId: string): string {
  return `888${shortId(applicationId).slice(3)}`;
}

function rowOf(
  org: Org,
  application: AppComponent,
  fullName: string,
  record: MetadataRecord,
): Record<string, string | boolean | null> {
  return {
    DeveloperName: fullName,
    MasterLabel: String(record.label),
    ExternalClientApplicationId: application.id,
    ExtlClntAppOauthOptionsFirstPartyAppEnabled: record.isFirstPartyAppEnabled === true,
    SingleLogoutUrl: record.singleLogoutUrl === undefined ? null : String(record.singleLogoutUrl),
    NamespacePrefix: org.settings.namespace,
    OauthLink: String(record.oauthLink),
    ManageableState: "unmanaged",
    Language: "en_US",
    ...scopeColumns(String(record.commaSeparatedOauthScopes ?? "")),
  };
}
