import type { Org, RequestContext } from "../contracts.ts";
import { laterValues } from "../metadata/laterElements.ts";
import type { MetadataType, WriteOptions, WriteResult } from "../metadata/metadataType.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { type AppComponent, applicationById, componentOf, dropWithRow, putWithRow } from "./componentStore.ts";
import { attributeRows, dropPartRows, type PartRows, putPartRows } from "./partRows.ts";
import { permittedLists, removePermittedEntities, writePermittedEntities } from "./permittedEntities.ts";
import { normalizedOauthPolicies } from "./policyDefaults.ts";
import { namedReferences, storedReferences, usernameOf } from "./policyReferences.ts";
import { noteChange } from "./propagation.ts";
import { givenOver, sameRecord, satelliteTarget } from "./satellites.ts";
import { satelliteType } from "./satelliteType.ts";
import { oauthPoliciesSchema } from "./schemas.ts";

const typeName = "ExtlClntAppOauthConfigurablePolicies";
const objectName = "ExtlClntAppOauthPlcyCnfg";

/** Who may use an app over OAuth, from where and for how long. */
export const oauthPoliciesType: MetadataType = satelliteType({
  typeName,
  schema: oauthPoliciesSchema,
  writePermission: "ExternalClientAppAdmin",
  shown,
  write,
  forget: removeOauthPolicies,
});

/** The OAuth policies that hold for an app, the defaults when it has no record of its own. */
export function effectiveOauthPolicies(org: Org, applicationId: string): MetadataRecord {
  return componentOf(org, typeName, applicationId)?.record ?? normalizedOauthPolicies({});
}

/** Makes the policies that the org adds to OAuth settings which were deployed without any. */
export function makeDefaultOauthPolicies(context: RequestContext, settings: AppComponent): void {
  const { org } = context;
  const application = applicationById(org, settings.applicationId);
  if (!application || componentOf(org, typeName, application.id)) return;
  const isAsInSetup = org.settings.defaultPolicyNames === "plcy";
  const fullName = isAsInSetup ? `${application.fullName}_oauthPlcy` : `${settings.fullName}_defaultPolicy`;
  store(context, application, undefined, fullName, { ...normalizedOauthPolicies({}), label: fullName });
}

/** Forgets the policies, and with them who may use the app. */
export function removeOauthPolicies(org: Org, component: AppComponent): void {
  dropPartRows(org, attributesOf(component.id));
  removePermittedEntities(org, component.applicationId);
  dropWithRow(org, typeName, objectName, component.id);
}

let reads = 0;

function shown(org: Org, component: AppComponent): MetadataRecord {
  const { permissionSets, profiles } = permittedLists(org, component.applicationId);
  reads += 1;
  return {
    ...namedReferences(org, component.record),
    ...impliedElements(org, component),
    ...(permissionSets === "" ? {} : { commaSeparatedPermissionSet: inVaryingOrder(permissionSets) }),
    ...(profiles === "" ? {} : { commaSeparatedProfile: inVaryingOrder(profiles) }),
  };
}

/** What the org shows although nobody wrote it. */
function impliedElements(org: Org, { applicationId, record }: AppComponent): MetadataRecord {
  const settings = componentOf(org, "ExtlClntAppGlobalOauthSettings", applicationId)?.record;
  const { namedUserJwtSessionTimeoutType, guestJwtSessionTimeoutType } = record;
  const issuesJwt = settings?.isNamedUserJwtEnabled === true;
  const servesGuests = record.isGuestCodeCredFlowEnabled === true;
  return {
    refreshTokenValidityPeriod: validityPeriod(org, record),
    namedUserJwtSessionTimeoutType: namedUserJwtSessionTimeoutType ?? (issuesJwt ? "UserSession" : undefined),
    guestJwtSessionTimeoutType: guestJwtSessionTimeoutType ?? (servesGuests ? "UserSession" : undefined),
  };
}

/** A policy whose refresh tokens expire at once has a period of 0 and no unit, unless the setting says otherwise. */
function validityPeriod({ settings }: Org, record: MetadataRecord): number | undefined {
  if (record.refreshTokenPolicyType === "Zero") return settings.zeroRefreshTokenPeriod === "zero" ? 0 : undefined;
  return record.refreshTokenValidityPeriod as number | undefined;
}

/** Two reads of the same state need not list in the same order; here every second one is reversed. */
function inVaryingOrder(list: string): string {
  return reads % 2 === 0 ? list : list.split(",").reverse().join(",");
}

function write(context: RequestContext, fullName: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org } = context;
  const { application, existing, fullName: name } = satelliteTarget(org, typeName, fullName, given, options.channel);
  const before = existing && permittedLists(org, application.id);
  const {
    externalClientApplication: _parent,
    commaSeparatedPermissionSet: permissionSets = options.keepOmitted ? before?.permissionSets : undefined,
    commaSeparatedProfile: profiles = options.keepOmitted ? before?.profiles : undefined,
    ...rest
  } = givenOver(existing, given, options);
  const valuesOf = (element: string) => laterValues(org, typeName, element);
  const record = { label: name, ...normalizedOauthPolicies(storedReferences(org, rest), valuesOf) };
  const recordChanged = existing?.fullName !== name || !sameRecord(existing.record, record);
  const id = recordChanged ? store(context, application, existing, name, record) : existing.id;
  const entitiesChanged = writePermittedEntities(context, application.id, {
    permissionSets: permissionSets as string | undefined,
    profiles: profiles as string | undefined,
  });
  const changed = recordChanged || entitiesChanged;
  if (changed) noteChange(org, application.id, { policiesChangedAt: org.now().toISOString() });
  if (existing && narrows(existing.record, record)) closeSessions(org, application.id);
  return { id, created: !existing, changed, warnings: [] };
}

/** Whether self-authorization ends, which takes the sessions of an app with it. */
function narrows(before: MetadataRecord, after: MetadataRecord): boolean {
  return (
    before.permittedUsersPolicyType === "AllSelfAuthorized" &&
    after.permittedUsersPolicyType === "AdminApprovedPreAuthorized"
  );
}

function closeSessions(org: Org, applicationId: string): void {
  const settings = componentOf(org, "ExtlClntAppGlobalOauthSettings", applicationId);
  if (settings) org.sessions.closeOfClient(String(settings.record.consumerKey));
}

function store(
  context: RequestContext,
  application: AppComponent,
  existing: AppComponent | undefined,
  fullName: string,
  record: MetadataRecord,
): string {
  const row = rowOf(context.org, application.id, fullName, record);
  const component = { fullName, applicationId: application.id, record };
  const id = putWithRow(context, typeName, objectName, existing, component, row);
  putPartRows(context, attributesOf(id), attributeRows(record.customAttributes));
  return id;
}

function attributesOf(parentId: string): PartRows {
  return { objectName: "ExtlClntAppOauthPlcyAttr", parentField: "ExtlClntAppOauthPlcyCnfgId", parentId };
}

function rowOf(
  org: Org,
  applicationId: string,
  fullName: string,
  record: MetadataRecord,
): Record<string, string | number | boolean | null> {
  const text = (name: string) => (record[name] === undefined ? null : String(record[name]));
  const number = (name: string) => (record[name] === undefined ? null : Number(record[name]));
  return {
    DeveloperName: fullName,
    MasterLabel: text("label"),
    Language: "en_US",
    ExternalClientApplicationId: applicationId,
    ApexHandlerId: text("apexHandler"),
    ExtlClntAppOauthSettingsId: componentOf(org, "ExtlClntAppOauthSettings", applicationId)?.id ?? null,
    ClientCredentialsFlowUser: usernameOf(org, record.clientCredentialsFlowUser),
    ExecuteHandlerAsId: text("executeHandlerAs"),
    GuestJwtSessionTimeoutType: text("guestJwtSessionTimeoutType"),
    GuestJwtTimeout: text("guestJwtTimeout"),
    IpRelaxationPolicyType: text("ipRelaxationPolicyType"),
    IsClientCredentialsFlowEnabled: record.isClientCredentialsFlowEnabled === true,
    IsGuestCodeCredFlowEnabled: record.isGuestCodeCredFlowEnabled === true,
    IsTokenExchangeFlowEnabled: record.isTokenExchangeFlowEnabled === true,
    NamedUserJwtSessionTimeoutType: text("namedUserJwtSessionTimeoutType"),
    NamedUserJwtTimeout: text("namedUserJwtTimeout"),
    PermittedUsersPolicyType: text("permittedUsersPolicyType"),
    PolicyAction: text("policyAction"),
    RefreshTokenPolicyType: text("refreshTokenPolicyType"),
    RefreshTokenValidityPeriod: validityPeriod(org, record) ?? null,
    RefreshTokenValidityUnit: text("refreshTokenValidityUnit"),
    RequiredSessionLevel: text("requiredSessionLevel"),
    SessionTimeoutInMinutes: number("sessionTimeoutInMinutes"),
    SingleLogoutUrl: text("singleLogoutUrl"),
    StartUrl: text("startUrl"),
  };
}
