import type { Org, RequestContext } from "../contracts.ts";
import { recordId } from "../identifiers.ts";
import { type Component, type MetadataType, sameName, type WriteResult } from "../metadata/metadataType.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import { type MetadataRecord, type MetadataTypeSchema, optional } from "../metadata/typeSchema.ts";
import { sameRecord } from "./satellites.ts";

const settingsFullName = "ExternalClientApp";
const collection = "metadata.Settings";
/** Settings have no sObject, so their key prefix is in no list; this one is chosen. */
const keyPrefix = "0xS";

const schema: MetadataTypeSchema = {
  name: "Settings",
  recordName: "ExternalClientAppSettings",
  directoryName: "settings",
  suffix: "settings",
  since: 59,
  fields: [
    optional("enableClientSecretInRestApiAccess", "boolean", 62),
    optional("enableConsumerSecretApiAccess", "boolean", 59, 63),
    optional("enablePackageEcaOauthFromDevOrg", "boolean", 62),
  ],
};

const defaults: MetadataRecord = {
  enableClientSecretInRestApiAccess: false,
  enableConsumerSecretApiAccess: false,
  enablePackageEcaOauthFromDevOrg: false,
};

/** The settings of the org for external client apps; always there, one of a kind. */
export const appSettingsType: MetadataType = {
  schema,
  writePermission: "CustomizeApplication",
  all: (org) => [stored(org)],
  find: (org, fullName) => (sameName(fullName, settingsFullName) ? stored(org) : undefined),
  write,
  remove() {
    throw new ComponentProblem("entity type Settings does not support delete", "INVALID_TYPE_FOR_OPERATION");
  },
};

/** Whether secrets of apps may be read over REST. */
export function mayReadSecretsOverRest(org: Org): boolean {
  return stored(org).record.enableClientSecretInRestApiAccess === true;
}

function stored(org: Org): Component {
  const kept = org.documents.get<Component>(collection, settingsFullName);
  if (kept) return kept;
  const { userId } = org.deployer;
  const never = new Date(0).toISOString();
  return {
    id: recordId(keyPrefix, org.organizationId.slice(3, 5), 1),
    fullName: settingsFullName,
    record: defaults,
    createdById: userId,
    createdDate: never,
    lastModifiedById: userId,
    lastModifiedDate: never,
  };
}

/** Settings that a file leaves out stay as they are, whichever way they are written. */
function write({ org, userId }: RequestContext, fullName: string, given: MetadataRecord): WriteResult {
  if (!sameName(fullName, settingsFullName))
    throw new ComponentProblem(`The local org does not have settings ${fullName}`);
  const before = stored(org);
  const record = { ...before.record, ...given };
  const changed = !sameRecord(before.record, record);
  if (changed) {
    const lastModifiedDate = org.now().toISOString();
    org.documents.set(collection, settingsFullName, { ...before, record, lastModifiedById: userId, lastModifiedDate });
  }
  return { id: before.id, created: false, changed, warnings: [] };
}
