import type { Org } from "../contracts.ts";
import type { WriteOptions } from "../metadata/metadataType.ts";
import { withoutOwnNamespace } from "../metadata/ownNamespace.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { checkApiName, satelliteMaximumLength } from "./apiName.ts";
import {
  type AppComponent,
  type AppComponentType,
  applicationById,
  componentNamed,
  componentOf,
} from "./componentStore.ts";

/** A component that belongs to an application. */
export type SatelliteType = Exclude<AppComponentType, "ExternalClientApplication">;

/** What the org's messages call each type. */
const typeLabels: { readonly [type in SatelliteType]: string } = {
  ExtlClntAppOauthSettings: "External Client App OAuth Settings",
  ExtlClntAppGlobalOauthSettings: "External Client App Global OAuth Settings",
  ExtlClntAppOauthConfigurablePolicies: "External Client App OAuth Policies",
  ExtlClntAppConfigurablePolicies: "External Client App Policies",
  ExtlClntAppOauthSecuritySettings: "External Client App OAuth Security Settings",
};

/** Where a satellite of an app is to be written. */
export interface SatelliteTarget {
  readonly application: AppComponent;
  /** The component that is written over, when there is one. */
  readonly existing: AppComponent | undefined;
  /** How it is called from now on. */
  readonly fullName: string;
}

/**
 * Finds the app and the component that a written satellite means. Policies under another name than the app's existing
 * ones are those, renamed, when the setting says so.
 * @throws ComponentProblem when the app is missing, the name belongs to another app, or the app has another
 * component of the type
 */
export function satelliteTarget(
  org: Org,
  type: SatelliteType,
  writtenName: string,
  given: MetadataRecord,
  channel: WriteOptions["channel"],
): SatelliteTarget {
  const fullName = withoutOwnNamespace(org, writtenName);
  const existing = componentNamed(org, type, fullName);
  const named = given.externalClientApplication ?? (existing && applicationById(org, existing.applicationId)?.fullName);
  const name = withoutOwnNamespace(org, String(named ?? ""));
  const application = componentNamed(org, "ExternalClientApplication", name);
  if (application?.fullName !== name)
    throw new ComponentProblem(
      `In field: externalClientApplication - no ExternalClientApplication named ${named ?? ""} found`,
      "INVALID_CROSS_REFERENCE_KEY",
    );
  if (existing && existing.applicationId !== application.id)
    throw new ComponentProblem(
      "duplicate value found: <unknown> duplicates value on record with id: <unknown>",
      "DUPLICATE_VALUE",
    );
  if (!existing) checkApiName(fullName, typeLabels[type], satelliteMaximumLength);
  const other = componentOf(org, type, application.id);
  if (other && !existing && type.endsWith("Policies") && org.settings.policyUnderOtherName === "renames")
    return { application, existing: other, fullName };
  if (other && other.id !== existing?.id)
    throw new ComponentProblem(
      `duplicate value found: ${uniqueField(type, channel)} duplicates value on ${other.fullName}`,
      "DUPLICATE_VALUE",
    );
  return { application, existing, fullName: existing?.fullName ?? fullName };
}

/** The unique index that a second component of an app hits; the two ways to write name different ones. */
function uniqueField(type: SatelliteType, channel: WriteOptions["channel"]): string {
  const overCrud = channel === "crud" && type === "ExtlClntAppOauthConfigurablePolicies";
  return overCrud ? "ExtlClntAppOauthSettingsId" : "ExternalClientApplicationId";
}

/**
 * What a write starts from: the stored elements when omitted ones are kept, else nothing. An empty text is no value;
 * an empty list says that nobody is in it.
 */
export function givenOver(
  existing: AppComponent | undefined,
  given: MetadataRecord,
  options: WriteOptions,
): MetadataRecord {
  const all = options.keepOmitted && existing ? { ...existing.record, ...given } : given;
  const hasValue = ([name, value]: [string, unknown]) => value !== "" || name.startsWith("commaSeparated");
  return Object.fromEntries(Object.entries(all).filter(hasValue));
}

/** Whether two records say the same. Both come from JSON-like values with a stable order of elements. */
export function sameRecord(left: MetadataRecord, right: MetadataRecord): boolean {
  return canonical(left) === canonical(right);
}

function canonical(record: MetadataRecord): string {
  const names = Object.keys(record).filter((name) => record[name] !== undefined);
  return JSON.stringify(names.sort().map((name) => [name, record[name]]));
}
