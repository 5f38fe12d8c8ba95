import type { Org, RecordFields, RequestContext } from "../contracts.ts";
import { createRecord, updateRecord } from "../rules/save.ts";
import { permissionColumns, readGrants, refuseForeignElements, writeGrants } from "./grants.ts";
import { type MetadataType, sameName, type WriteOptions } from "./metadataType.ts";
import { packagedName, withoutOwnNamespace } from "./ownNamespace.ts";
import { permissionSetSchema } from "./permissionSchemas.ts";
import { ComponentProblem } from "./recordReader.ts";
import { recordType } from "./recordType.ts";
import type { MetadataRecord } from "./typeSchema.ts";

const objectName = "PermissionSet";

/** Permission sets; the ones that profiles own are not among them. */
export const permissionSetType: MetadataType = recordType({
  objectName,
  schema: permissionSetSchema,
  writePermission: "ManageProfilesPermissionsets",
  rows,
  rowNamed(org, fullName) {
    const name = withoutOwnNamespace(org, fullName);
    return rows(org).find((row) => sameName(fullNameOf(org, row), name));
  },
  fullNameOf,
  recordOf,
  save,
});

/** Elements that point at what the local org does not have, and are kept as they came. */
const keptElements = ["agentAccesses", "dataspaceScopes"];
const keptCollection = "metadata.permissionSetElements";

/** Neither what profiles own, nor what Salesforce brings, nor what stands for a group. */
function rows(org: Org): RecordFields[] {
  return org.records.find(objectName, { IsOwnedByProfile: false, IsCustom: true, PermissionSetGroupId: null });
}

function fullNameOf(org: Org, row: RecordFields): string {
  return packagedName(org, row.NamespacePrefix, row.Name);
}

function recordOf(org: Org, row: RecordFields): MetadataRecord {
  const { LicenseId: licenceId } = row;
  return {
    ...readGrants({ org }, row),
    ...org.documents.get<MetadataRecord>(keptCollection, String(row.Id)),
    description: row.Description === null ? undefined : String(row.Description),
    hasActivationRequired: row.HasActivationRequired === true,
    label: String(row.Label),
    license: licenceId === null ? undefined : licenceName(org, String(licenceId)),
  };
}

function save(
  context: RequestContext,
  fullName: string,
  given: MetadataRecord,
  { keepOmitted }: WriteOptions,
  existing: RecordFields | undefined,
): string {
  const { org } = context;
  refuseForeignElements(given, [...keptElements, "description", "hasActivationRequired", "label", "license"]);
  const whole = keepOmitted && existing ? { ...recordOf(org, existing), ...given } : given;
  const licenceId = whole.license === undefined ? null : licenceIdNamed(org, String(whole.license));
  const fields = {
    Label: whole.label ?? null,
    Description: whole.description ?? null,
    HasActivationRequired: whole.hasActivationRequired === true,
    ...permissionColumns(whole, "replace"),
  };
  if (existing && existing.LicenseId !== licenceId)
    throw new ComponentProblem("You can't change the license of a permission set", "FIELD_INTEGRITY_EXCEPTION");
  const id = existing
    ? String(existing.Id)
    : createRecord(context, objectName, { Name: withoutOwnNamespace(org, fullName), LicenseId: licenceId, ...fields });
  if (existing) updateRecord(context, objectName, id, fields);
  writeGrants(context, id, whole, "replace");
  keepElements(org, id, whole);
  return id;
}

function keepElements(org: Org, id: string, record: MetadataRecord): void {
  const kept = Object.entries(record).filter(([name]) => keptElements.includes(name));
  if (kept.length > 0) org.documents.set(keptCollection, id, Object.fromEntries(kept));
  else org.documents.remove(keptCollection, id);
}

function licenceName(org: Org, id: string): string | undefined {
  const name = org.records.get("UserLicense", id)?.Name ?? org.records.get("PermissionSetLicense", id)?.DeveloperName;
  return name === undefined || name === null ? undefined : String(name);
}

function licenceIdNamed(org: Org, name: string): string {
  const [licence] = [
    ...org.records.find("UserLicense", { Name: name }),
    ...org.records.find("PermissionSetLicense", { DeveloperName: name }),
  ];
  if (!licence) throw new ComponentProblem(`no UserLicense named ${name} found`, "INVALID_CROSS_REFERENCE_KEY");
  return String(licence.Id);
}
