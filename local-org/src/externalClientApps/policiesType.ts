import type { Org, RequestContext } from "../contracts.ts";
import type { MetadataType, WriteOptions, WriteResult } from "../metadata/metadataType.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { type AppComponent, componentOf, dropWithRow, putWithRow } from "./componentStore.ts";
import { normalizedPolicies } from "./policyDefaults.ts";
import { noteChange } from "./propagation.ts";
import { givenOver, sameRecord, satelliteTarget } from "./satellites.ts";
import { satelliteType } from "./satelliteType.ts";
import { configurablePoliciesSchema } from "./schemas.ts";

const typeName = "ExtlClntAppConfigurablePolicies";
const objectName = "ExtlClntAppPlcyCnfg";

/** Plugin flags that the org keeps but does not write back. */
const hiddenFlags = [
  "isAttestPluginEnabled",
  "isCanvasPluginEnabled",
  "isMobilePluginEnabled",
  "isNotificationPluginEnabled",
  "isPushPluginEnabled",
  "isSamlPluginEnabled",
];

/** Whether an app is on, which of its plugins are, and its start page. */
export const policiesType: MetadataType = satelliteType({
  typeName,
  schema: configurablePoliciesSchema,
  writePermission: "ExternalClientAppAdmin",
  shown: withoutHiddenFlags,
  write,
  forget: removePolicies,
});

/** The general policies that hold for an app, the defaults when it has no record of its own. */
export function effectivePolicies(org: Org, applicationId: string): MetadataRecord {
  return componentOf(org, typeName, applicationId)?.record ?? normalizedPolicies({});
}

/** Makes the policies that the org adds to an app which was deployed without any. */
export function makeDefaultPolicies(context: RequestContext, application: AppComponent): void {
  const { org } = context;
  if (componentOf(org, typeName, application.id)) return;
  const fullName = `${application.fullName}_${org.settings.defaultPolicyNames}`;
  store(context, application, undefined, fullName, { ...normalizedPolicies({}), label: fullName });
}

/** Forgets the policies of an app. */
export function removePolicies(org: Org, component: AppComponent): void {
  dropWithRow(org, typeName, objectName, component.id);
}

function withoutHiddenFlags(_org: Org, { record }: AppComponent): MetadataRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !hiddenFlags.includes(name)));
}

function write(context: RequestContext, fullName: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org } = context;
  const { application, existing, fullName: name } = satelliteTarget(org, typeName, fullName, given, options.channel);
  const { externalClientApplication: _parent, ...rest } = givenOver(existing, given, options);
  const record = { label: name, ...normalizedPolicies(rest) };
  if (existing?.fullName === name && sameRecord(existing.record, record))
    return { id: existing.id, created: false, changed: false, warnings: [] };
  const id = store(context, application, existing, name, record);
  noteChange(org, application.id, { policiesChangedAt: org.now().toISOString() });
  return { id, created: !existing, changed: true, warnings: [] };
}

function store(
  context: RequestContext,
  application: AppComponent,
  existing: AppComponent | undefined,
  fullName: string,
  record: MetadataRecord,
): string {
  const row = {
    DeveloperName: fullName,
    MasterLabel: String(record.label),
    Language: "en_US",
    ExternalClientApplicationId: application.id,
    IsEnabled: record.isEnabled === true,
    OauthPluginStatus: pluginStatus(record.isOauthPluginEnabled),
    SamlPluginStatus: pluginStatus(record.isSamlPluginEnabled),
    CanvasPluginStatus: pluginStatus(record.isCanvasPluginEnabled),
    MobilePluginStatus: pluginStatus(record.isMobilePluginEnabled),
    NotifPluginStatus: pluginStatus(record.isNotificationPluginEnabled),
    PushPluginStatus: pluginStatus(record.isPushPluginEnabled),
    StartPage: String(record.startPage),
    StartUrl: record.startUrl === undefined ? null : String(record.startUrl),
  };
  const component = { fullName, applicationId: application.id, record };
  return putWithRow(context, typeName, objectName, existing, component, row);
}

function pluginStatus(flag: MetadataRecord[string]): string {
  if (flag === undefined) return "Notinstalled";
  return flag === true ? "Enabled" : "Disabled";
}
