import { connectedAppWithKey } from "../connectedApps/store.ts";
import type { Org, RequestContext } from "../contracts.ts";
import type { MetadataType, WriteOptions, WriteResult } from "../metadata/metadataType.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { normalizedCertificate } from "./certificate.ts";
import {
  type AppComponent,
  allComponents,
  componentOf,
  dropComponent,
  dropWithRow,
  putComponent,
  putWithRow,
} from "./componentStore.ts";
import { isConsumerKey, newConsumerKey } from "./consumerKey.ts";
import { applicationOfRotatedKey, dropCredentials, replaceSecret } from "./credentials.ts";
import { noteChange } from "./propagation.ts";
import { givenOver, sameRecord, satelliteTarget } from "./satellites.ts";
import { satelliteType } from "./satelliteType.ts";
import { globalOauthSettingsSchema } from "./schemas.ts";
import { defaultGlobalOauthFlags } from "./settingsDefaults.ts";

const typeName = "ExtlClntAppGlobalOauthSettings";
/** The sObject of a global describe that is called "External Client App Global Oauth Consumer". */
const objectName = "ExtlClntAppOauthConsumer";

/** OAuth settings that stay in the org: callback, consumer key, certificate, flags. */
export const globalOauthSettingsType: MetadataType = satelliteType({
  typeName,
  schema: globalOauthSettingsSchema,
  writePermission: "ExternalClientAppDeveloper",
  shown,
  write,
  forget: removeGlobalOauthSettings,
});

/** Forgets the settings; whoever logged in with their consumer key is logged out. */
export function removeGlobalOauthSettings(org: Org, component: AppComponent): void {
  org.sessions.closeOfClient(String(component.record.consumerKey));
  dropCredentials(org, component.applicationId);
  dropWithRow(org, typeName, objectName, component.id);
}

/** The settings with that consumer key, in use or lately replaced, as they are stored. */
export function settingsWithConsumerKey(org: Org, consumerKey: string): AppComponent | undefined {
  const current = allComponents(org, typeName).find((component) => component.record.consumerKey === consumerKey);
  if (current) return current;
  const applicationId = applicationOfRotatedKey(org, consumerKey);
  return applicationId === undefined ? undefined : componentOf(org, typeName, applicationId);
}

/** Puts a consumer key into use that the org made before. */
export function useConsumerKey(org: Org, userId: string, settings: AppComponent, consumerKey: string): void {
  const { id, fullName, applicationId, record } = settings;
  putComponent(org, typeName, userId, { id, fullName, applicationId, record: { ...record, consumerKey } });
}

function shown(org: Org, component: AppComponent): MetadataRecord {
  return {
    ...component.record,
    ...(org.settings.pkceReadsBackTrue ? { isPkceRequired: true } : {}),
    shouldRotateConsumerKey: false,
    shouldRotateConsumerSecret: false,
  };
}

function write(context: RequestContext, fullName: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org } = context;
  const { application, existing, fullName: name } = satelliteTarget(org, typeName, fullName, given, options.channel);
  if (!componentOf(org, "ExtlClntAppOauthSettings", application.id))
    throw new ComponentProblem(
      "The external client app configured in your global OAuth Settings doesn't have a valid OAuth settings configuration.",
    );
  const record = normalizedSettings(org, application.id, existing, name, givenOver(existing, given, options));
  const rotated = existing !== undefined && existing.record.consumerKey !== record.consumerKey;
  const warnings = [
    ...(given.shouldRotateConsumerKey === true ? ["The consumer key is rotated by this deployment"] : []),
    ...(given.shouldRotateConsumerSecret === true ? ["The consumer secret is rotated by this deployment"] : []),
  ];
  if (existing && given.shouldRotateConsumerSecret === true) replaceSecret(org, application.id);
  const changed = !existing || !sameRecord(existing.record, record);
  if (!changed) return { id: existing.id, created: false, changed, warnings };
  const id = store(context, existing, { fullName: name, applicationId: application.id, record });
  if (rotated) org.sessions.closeOfClient(String(existing.record.consumerKey));
  if (existing && existing.record.certificate !== record.certificate)
    noteChange(org, application.id, {
      certificateChangedAt: org.now().toISOString(),
      ...(existing.record.certificate === undefined
        ? {}
        : { previousCertificate: String(existing.record.certificate) }),
    });
  return { id, created: !existing, changed, warnings };
}

/** Stores the settings, and a row of them that tells neither key nor secret. */
function store(
  context: RequestContext,
  existing: AppComponent | undefined,
  component: { fullName: string; applicationId: string; record: MetadataRecord },
): string {
  const { org } = context;
  const { fullName, applicationId, record } = component;
  // An earlier version of the local org kept these settings without a row.
  const shown = existing && org.records.get(objectName, existing.id) ? existing : undefined;
  if (existing && !shown) dropComponent(org, typeName, existing.id);
  return putWithRow(context, typeName, objectName, shown, component, {
    DeveloperName: fullName,
    MasterLabel: String(record.label),
    Language: "en_US",
    ExternalClientApplicationId: applicationId,
    ExtlClntAppOauthSettingsId: componentOf(org, "ExtlClntAppOauthSettings", applicationId)?.id ?? null,
  });
}

function normalizedSettings(
  org: Org,
  applicationId: string,
  existing: AppComponent | undefined,
  fullName: string,
  given: MetadataRecord,
): MetadataRecord {
  const {
    externalClientApplication: _parent,
    consumerSecret: _secret,
    shouldRotateConsumerKey: rotateKey,
    shouldRotateConsumerSecret: _rotateSecret,
    ...rest
  } = given;
  if (!String(given.callbackUrl ?? "").trim())
    throw new ComponentProblem("Required field is missing: callbackUrl", "REQUIRED_FIELD_MISSING");
  const certificate = String(given.certificate ?? "").trim();
  return {
    ...defaultGlobalOauthFlags,
    label: fullName,
    ...rest,
    callbackUrl: callbackUrls(String(given.callbackUrl)),
    certificate: certificate === "" ? undefined : normalizedCertificate(certificate),
    consumerKey: rotateKey === true && existing ? newConsumerKey() : consumerKey(org, applicationId, existing, given),
  };
}

/** One URL a line, blanks around each removed. */
function callbackUrls(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

function consumerKey(
  org: Org,
  applicationId: string,
  existing: AppComponent | undefined,
  given: MetadataRecord,
): string {
  const current = existing?.record.consumerKey as string | undefined;
  const wanted = given.consumerKey as string | undefined;
  if (!wanted || wanted === current) return current ?? newConsumerKey();
  if (existing) throw new ComponentProblem("The consumer key can't be changed", "FIELD_INTEGRITY_EXCEPTION");
  const holder = connectedAppWithKey(org, wanted);
  if (holder?.migratedTo === applicationId) return wanted;
  if (org.settings.consumerKeySelfChosen === "refused")
    throw new ComponentProblem("The consumer key can't be set", "FIELD_INTEGRITY_EXCEPTION");
  if (!isConsumerKey(wanted)) throw new ComponentProblem("The consumer key is invalid", "FIELD_INTEGRITY_EXCEPTION");
  if (wanted === org.deployer.clientId || holder || settingsWithConsumerKey(org, wanted))
    throw new ComponentProblem("The consumer key is already taken", "DUPLICATE_VALUE");
  return wanted;
}
