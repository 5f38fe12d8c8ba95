import type { Org, RequestContext } from "../contracts.ts";
import type { MetadataType, WriteOptions, WriteResult } from "../metadata/metadataType.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import {
  type AppComponent,
  allComponents,
  applicationReference,
  componentNamed,
  dropComponent,
  putComponent,
} from "./componentStore.ts";
import { givenOver, sameRecord, satelliteTarget } from "./satellites.ts";
import { oauthSecuritySettingsSchema } from "./schemas.ts";

const typeName = "ExtlClntAppOauthSecuritySettings";

/** From where an app may ask for tokens, and the certificate that it shows for that. No org makes them by itself. */
export const securitySettingsType: MetadataType = {
  schema: oauthSecuritySettingsSchema,
  writePermission: "ExternalClientAppDeveloper",
  all: (org) => allComponents(org, typeName).map((component) => shown(org, component)),
  find(org, fullName) {
    const component = componentNamed(org, typeName, fullName);
    return component && shown(org, component);
  },
  write,
  remove(context, fullName) {
    const component = componentNamed(context.org, typeName, fullName);
    if (!component) return false;
    removeSecuritySettings(context.org, component);
    return true;
  },
};

/** Forgets the settings and their row. */
export function removeSecuritySettings(org: Org, component: AppComponent): void {
  dropComponent(org, typeName, component.id);
  org.records.remove(typeName, component.id);
}

function shown(org: Org, component: AppComponent): AppComponent {
  const externalClientApplication = applicationReference(org, component);
  return { ...component, record: { ...component.record, externalClientApplication } };
}

function write(context: RequestContext, written: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org, userId } = context;
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
  const id = existing?.id ?? org.records.insert(typeName, row, userId);
  if (existing) org.records.update(typeName, id, row, userId);
  putComponent(org, typeName, userId, { id, fullName, applicationId: application.id, record });
  return { id, created: !existing, changed, warnings: [] };
}
