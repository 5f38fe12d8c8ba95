import type { Org, RecordFields, RequestContext } from "../contracts.ts";
import { createRecord, deleteRecord, updateRecord } from "../rules/save.ts";
import { permissionColumns, readGrants, refuseForeignElements, writeGrants } from "./grants.ts";
import type { Component, MetadataType, WriteOptions, WriteResult } from "./metadataType.ts";
import { profileSchema } from "./permissionSchemas.ts";
import { permissionSetType } from "./permissionSetType.ts";
import { recordComponent } from "./recordComponents.ts";
import { ComponentProblem } from "./recordReader.ts";
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
export const profileType: MetadataType = {
  schema: profileSchema,
  writePermission: permissionSetType.writePermission as string,
  all: (org) => org.records.find(objectName).map((row) => shown(org, row)),
  find(org, fullName) {
    const row = rowNamed(org, fullName);
    return row && shown(org, row);
  },
  write,
  remove(context, fullName) {
    const row = rowNamed(context.org, fullName);
    if (!row) return false;
    deleteRecord(context, objectName, String(row.Id));
    return true;
  },
  rename(context, fullName, newFullName) {
    const row = rowNamed(context.org, fullName);
    if (!row) return false;
    if (ownedSet(context.org, String(row.Id)).IsCustom !== true)
      throw new ComponentProblem("Cannot rename standard profile", "FIELD_INTEGRITY_EXCEPTION");
    updateRecord(context, objectName, String(row.Id), { Name: newFullName });
    return true;
  },
};

function fullNameOf(row: RecordFields): string {
  return metadataNames.find(([label]) => label === row.Name)?.[1] ?? String(row.Name);
}

function rowNamed(org: Org, fullName: string): RecordFields | undefined {
  return org.records.find(objectName).find((row) => fullNameOf(row).toLowerCase() === fullName.toLowerCase());
}

function ownedSet(org: Org, profileId: string): RecordFields {
  const [set] = org.records.find("PermissionSet", { ProfileId: profileId });
  if (!set) throw new Error(`The profile ${profileId} has no permission set of its own`);
  return set;
}

function shown(org: Org, row: RecordFields): Component {
  const licence = org.records.get("UserLicense", String(row.UserLicenseId));
  const owned = ownedSet(org, String(row.Id));
  const record: MetadataRecord = {
    ...readGrants({ org }, owned),
    custom: owned.IsCustom === true,
    description: row.Description === null ? undefined : String(row.Description),
    userLicense: licence && String(licence.Name),
  };
  return recordComponent(row, fullNameOf(row), record);
}

function write(context: RequestContext, fullName: string, given: MetadataRecord, options: WriteOptions): WriteResult {
  const { org } = context;
  refuseForeignElements(given, ["custom", "description", "userLicense"]);
  const existing = rowNamed(org, fullName);
  const before = existing && JSON.stringify(shown(org, existing).record);
  const fields = {
    ...permissionColumns(given, "overlay"),
    ...(given.description === undefined ? {} : { Description: given.description }),
  };
  const id = existing
    ? String(existing.Id)
    : createRecord(context, objectName, { ...newProfile(org, fullName, given, options.apiVersion), ...fields });
  if (existing && Object.keys(fields).length > 0) updateRecord(context, objectName, id, fields);
  writeGrants(context, String(ownedSet(org, id).Id), given, "overlay");
  const after = org.records.get(objectName, id);
  const changed = !existing || !after || JSON.stringify(shown(org, after).record) !== before;
  return { id, created: !existing, changed, warnings: [] };
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
