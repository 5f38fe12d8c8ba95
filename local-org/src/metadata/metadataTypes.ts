import { connectedAppType } from "../connectedApps/connectedAppType.ts";
import { applicationType } from "../externalClientApps/applicationType.ts";
import { appSettingsType } from "../externalClientApps/appSettingsType.ts";
import { globalOauthSettingsType } from "../externalClientApps/globalOauthSettingsType.ts";
import { oauthPoliciesType } from "../externalClientApps/oauthPoliciesType.ts";
import { oauthSettingsType } from "../externalClientApps/oauthSettingsType.ts";
import { policiesType } from "../externalClientApps/policiesType.ts";
import { securitySettingsType } from "../externalClientApps/securitySettingsType.ts";
import type { MetadataType } from "./metadataType.ts";
import { permissionSetType } from "./permissionSetType.ts";
import { profileType } from "./profileType.ts";

/** The metadata types of the local org, in the order in which a deploy writes them; it deletes in the reverse order. */
export const metadataTypes: readonly MetadataType[] = [
  permissionSetType,
  profileType,
  applicationType,
  oauthSettingsType,
  globalOauthSettingsType,
  oauthPoliciesType,
  policiesType,
  securitySettingsType,
  connectedAppType,
  appSettingsType,
];

/** The type of that name, undefined when the local org does not have it. */
export function metadataTypeNamed(name: string): MetadataType | undefined {
  return metadataTypes.find((type) => type.schema.name === name);
}

/** The type whose records have that name, as CRUD calls say it. */
export function metadataTypeOfRecords(recordName: string): MetadataType | undefined {
  return metadataTypes.find(({ schema }) => (schema.recordName ?? schema.name) === recordName);
}
