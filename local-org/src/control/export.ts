/**
 * The org in canonical form: what differs from a new org, with names instead of ids, without times and generated
 * values, sorted. Two orgs are equal when their exports are.
 */
import { X509Certificate } from "node:crypto";
import type { FieldValue, Org, RecordFields } from "../contracts.ts";
import { type AppComponentType, allComponents } from "../externalClientApps/componentStore.ts";
import { namedReferences } from "../externalClientApps/policyReferences.ts";
import { createOrg } from "../org.ts";
import { pendingEmails } from "../rules/user.ts";
import type { ObjectDefinition } from "../schema/definitions.ts";
import { objectOfId, objects } from "../schema/index.ts";

type CanonicalRecord = { [field: string]: FieldValue | string[] };
type RecordsByType = { [sObject: string]: CanonicalRecord[] };

export interface OrgExport {
  /** Records that a new org does not have, or has otherwise. */
  added: RecordsByType;
  /** Records of a new org that this one does not have, or has otherwise. */
  removed: RecordsByType;
  /** External client apps as metadata, by metadata type and full name. Certificates as SHA-256 fingerprints. */
  externalClientApps: { [metadataType: string]: { [fullName: string]: unknown } };
  /** E-mail addresses that wait for their confirmation, by username. */
  pendingEmails: { [username: string]: string };
}

export function exportOrg(org: Org): OrgExport {
  const { namespace } = org.settings;
  const fresh = createOrg({ settings: { namespace } });
  try {
    const own = canonicalRecords(org);
    const seeds = canonicalRecords(fresh);
    return {
      added: difference(own, seeds),
      removed: difference(seeds, own),
      externalClientApps: canonicalApps(org),
      pendingEmails: Object.fromEntries(
        org.documents
          .list<string>(pendingEmails)
          .map(({ key, value }) => [recordName(org, key), value] as const)
          .sort(byFirst),
      ),
    };
  } finally {
    fresh.close();
  }
}

/** Identity of the org, what is computed for each caller, and the org's record of who has logged in and how often. */
const leftOut = new Set(["Organization", "UserPermissionAccess", "LoginHistory"]);
const auditFields = new Set(["Id", "CreatedById", "LastModifiedById"]);
/** Values that the org makes, other ones in each org. */
const generatedFields = new Set(["OauthLink", "OrgScopedExternalApp"]);
const generatedElements = new Set(["consumerKey", "consumerSecret", "oauthLink", "orgScopedExternalApp"]);

function canonicalRecords(org: Org): RecordsByType {
  const all: RecordsByType = {};
  for (const object of objects) {
    if (leftOut.has(object.name)) continue;
    all[object.name] = org.records.find(object.name).map((record) => canonicalRecord(org, object, record));
  }
  return all;
}

function canonicalRecord(org: Org, object: ObjectDefinition, record: RecordFields): CanonicalRecord {
  const canonical: CanonicalRecord = {};
  const permissions: string[] = [];
  for (const { name, type } of object.fields.values()) {
    const value = record[name] ?? null;
    if (auditFields.has(name) || generatedFields.has(name) || type === "datetime" || !isSomething(value)) continue;
    if (/^Permissions[A-Z]/.test(name)) permissions.push(name.slice("Permissions".length));
    else canonical[name] = type === "reference" ? recordName(org, String(value)) : withoutOrg(org, value);
  }
  if (permissions.length > 0) canonical.permissions = permissions;
  if (object.name === "User") canonical.Username = recordName(org, String(record.Id));
  if (/^User\d{20}$/.test(String(canonical.CommunityNickname))) canonical.CommunityNickname = "(generated)";
  if (record.IsOwnedByProfile === true) {
    // Name and label of such a set are made of the profile's id.
    canonical.Name = recordName(org, String(record.Id));
    delete canonical.Label;
  }
  return canonical;
}

function isSomething(value: FieldValue): boolean {
  return value !== null && value !== false && value !== "";
}

/** The users that every org has are called after its id. */
function withoutOrg({ organizationId }: Org, value: FieldValue): FieldValue {
  return typeof value === "string" ? value.replaceAll(organizationId.toLowerCase(), "(org)") : value;
}

/** What a person would call the record. */
function recordName(org: Org, id: string): string {
  const object = objectOfId(id);
  const record = object === undefined ? undefined : org.records.get(object.name, id);
  if (object === undefined || record === undefined) return "(unknown)";
  if (object.name === "User")
    return id === org.deployer.userId ? "(deployer)" : String(withoutOrg(org, record.Username ?? null));
  if (record.IsOwnedByProfile === true) return `(set of the profile ${recordName(org, String(record.ProfileId))})`;
  const nameField = [...object.fields.values()].find((field) => field.nameField)?.name ?? "Id";
  const name = String(record[nameField]);
  const namespace = record.NamespacePrefix ?? null;
  return namespace === null ? name : `${namespace}__${name}`;
}

function difference(these: RecordsByType, those: RecordsByType): RecordsByType {
  const result: RecordsByType = {};
  for (const [type, records] of Object.entries(these)) {
    const others = (those[type] ?? []).map((record) => JSON.stringify(record));
    const rest = records.filter((record) => {
      const position = others.indexOf(JSON.stringify(record));
      if (position !== -1) others.splice(position, 1);
      return position === -1;
    });
    if (rest.length > 0)
      result[type] = rest
        .map((record) => [JSON.stringify(record), record] as const)
        .sort(byFirst)
        .map(([, record]) => record);
  }
  return result;
}

const appComponentTypes: readonly AppComponentType[] = [
  "ExternalClientApplication",
  "ExtlClntAppConfigurablePolicies",
  "ExtlClntAppGlobalOauthSettings",
  "ExtlClntAppOauthConfigurablePolicies",
  "ExtlClntAppOauthSecuritySettings",
  "ExtlClntAppOauthSettings",
];

function canonicalApps(org: Org): OrgExport["externalClientApps"] {
  const all: OrgExport["externalClientApps"] = {};
  for (const type of appComponentTypes) {
    const components = allComponents(org, type).map(
      ({ fullName, record }) => [fullName, canonicalElements(namedReferences(org, record))] as const,
    );
    if (components.length > 0) all[type] = Object.fromEntries([...components].sort(byFirst));
  }
  return all;
}

function canonicalElements(record: object): object {
  const elements = Object.entries(record)
    .filter(([name, value]) => !generatedElements.has(name) && value !== undefined && value !== null && value !== false)
    .map(([name, value]) => [name, name === "certificate" ? fingerprint(String(value)) : value] as const);
  return Object.fromEntries([...elements].sort(byFirst));
}

function fingerprint(certificate: string): string {
  const body = certificate.replace(/-----[^-]+-----|\s/g, "");
  return new X509Certificate(Buffer.from(body, "base64")).fingerprint256;
}

function byFirst([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
