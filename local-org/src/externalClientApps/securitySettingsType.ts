import type { Org, RequestContext } from "../contracts.ts";
import type { MetadataType, WriteOptions, WriteResult } from "../metadata/metadataType.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { type AppComponent, dropWithRow, putWithRow } from "./componentStore.ts";
import { givenOver, sameRecord, satelliteTarget } from "./satellites.ts";
import { satelliteType } from "./satelliteType.ts";
import { oauthSecuritySettingsSchema } from "./schemas.ts";

const typeName = "ExtlClntAppOauthSecuritySettings";

/** From where an app may ask for tokens, and the certificate that it shows for that. No org makes them by itself. */
export const securitySettingsType: MetadataType = satelliteType({
  typeName,
  schema: oauthSecuritySettingsSchema,
  writePermission: "ExternalClientAppDeveloper",
  write,
  forget: removeSecuritySettings,
});

/** Forgets the settings and their row. */
export function removeSecuritySettings(org: Org, component: AppComponent): void {
  dropWithRow(org, typeName, typeName, component.id);
}

function write(context: RequestContext, written: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org } = context;
  const { application, existing, fullName } = satelliteTarget(org, typeName, written, given, options.channel);
  const { externalClientApplication: _parent, ...rest } = givenOver(existing, given, options);
  const record: MetadataRecord = { label: fullName, ...rest };
  const changed = !existing || !sameRecord(existing.record, record);
  if (!changed) return { id: existing.id, created: false, changed, warnings: [] };
  const row = {
    DeveloperName: fullName,
    MasterLabel: String(record.label),
    Language: "en_US",
    ExternalClientApplicationId: application.id,
  };
  const component = { fullName, applicationId: application.id, record };
  const id = putWithRow(context, typeName, typeName, existing, component, row);
  return { id, created: !existing, changed, warnings: [] };
}
