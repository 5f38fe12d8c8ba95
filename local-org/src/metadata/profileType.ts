import type { Org, RecordFields, RequestContext } from "../contracts.ts";
import { createRecord, updateRecord } from "../rules/save.ts";
import { permissionColumns, readGrants, refuseForeignElements, writeGrants } from "./grants.ts";
import { type MetadataType, sameName, type WriteOptions } from "./metadataType.ts";
import { profileSchema } from "./permissionSchemas.ts";
import { permissionSetType } from "./permissionSetType.ts";
import { ComponentProblem } from "./recordReader.ts";
import { recordType } from "./recordType.ts";
import type { MetadataRecord } from "./typeSchema.ts";

const objectName = "Profile";

/** Standard profiles whose metadata name is not their label. */
const metadataNames: readonly (readonly [label: string, fullName: string])[] = [
  ["System Administrator", "Admin"],
  ["Standard User", "Standard"],
  ["Standard Platform User", "StandardAul"],
  ["Marketing User", "MarketingProfile"],
  ["Contract Manager", "ContractManager"],
  ["Solution Manager", "SolutionManager"],
];

/** Profiles. A written profile lies over what is there: only what it names changes. */
export const profileType: MetadataType = recordType({
  objectName,
  schema: profileSchema,
  writePermission: permissionSetType.writePermission as string,
  rows: (org) => org.records.find(objectName),
  rowNamed: (org, fullName) => org.records.find(objectName).find((row) => sameName(nameOf(row), fullName)),
  fullNameOf: (_org, row) => nameOf(row),
  recordOf,
  save,
  refuseRename(org, row) {
    if (ownedSet(org, String(row.Id)).IsCustom !== true)
      throw new ComponentProblem("Cannot rename standard profile", "FIELD_INTEGRITY_EXCEPTION");
  },
});

function nameOf(row: RecordFields): string {
  return metadataNames.find(([label]) => label === row.Name)?.[1] ?? String(row.Name);
}

function ownedSet(org: Org, profileId: string): RecordFields {
  const [set] = org.records.find("PermissionSet", { ProfileId: profileId });
  if (!set) throw new Error(`The profile ${profileId} has no permission set of its own`);
  return set;
}

function recordOf(org: Org, row: RecordFields): MetadataRecord {
  const licence = org.records.get("UserLicense", String(row.UserLicenseId));
  const owned = ownedSet(org, String(row.Id));
  return {
    ...readGrants({ org }, owned),
    custom: owned.IsCustom === true,
    description: row.Description === null ? undefined : String(row.Description),
    userLicense: licence && String(licence.Name),
  };
}

function save(
  context: RequestContext,
  fullName: string,
  given: MetadataRecord,
  { apiVersion }: WriteOptions,
  existing: RecordFields | undefined,
): string {
  const { org } = context;
  refuseForeignElements(given, ["custom", "description", "userLicense"]);
  const fields = {
    ...permissionColumns(given, "overlay"),
    ...(given.description === undefined ? {} : { Description: given.description }),
  };
  const id = existing
    ? String(existing.Id)
    : createRecord(context, objectName, { ...newProfile(org, fullName, given, apiVersion), ...fields });
  if (existing && Object.keys(fields).length > 0) updateRecord(context, objectName, id, fields);
  writeGrants(context, String(ownedSet(org, id).Id), given, "overlay");
  return id;
}

/** API version from which a new profile without permissions starts from the profile with the fewest. */
const minimumAccessSince = 60;

function newProfile(org: Org, fullName: string, given: MetadataRecord, apiVersion: number): Record<string, unknown> {
  const name = String(given.userLicense ?? "Salesforce");
  const [licence] = org.records.find("UserLicense", { Name: name });
  if (!licence) throw new ComponentProblem(`no UserLicense named ${name} found`, "INVALID_CROSS_REFERENCE_KEY");
  const start = { Name: fullName, UserLicenseId: String(licence.Id) };
  if (given.userPermissions !== undefined) return start;
  const template = apiVersion >= minimumAccessSince ? "Minimum Access - Salesforce" : "Standard User";
  const [source] = org.records.find(objectName, { Name: template, UserLicenseId: String(licence.Id) });
  const enabled = Object.entries(source ?? {}).filter(
    ([column, on]) => /^Permissions[A-Z]/.test(column) && on === true,
  );
  return { ...Object.fromEntries(enabled), ...start };
}
