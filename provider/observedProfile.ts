import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { adoptionAsDeclared, type FoundRecord, lastModified, lastModifiedFields } from "./adoption.ts";
import type { IntegrationProfileInputs } from "./integrationProfileInputs.ts";
import { Refusal, type ResourceState } from "./lifecycle.ts";
import { type Mark, ownershipOf, splitMark } from "./marks.ts";
import { enabledPermissions } from "./permissionFields.ts";
import { hiddenProfiles, licenseNameOf, profileOn, seesProfiles } from "./profileVisibility.ts";
import { appTypes } from "./setupEntities.ts";

export interface IntegrationProfileOutputs {
  /** User permissions that are on although they are not declared, because the licence forces them. */
  licenseForcedPermissions: string[];
  /** Whether it was there before and was taken over. */
  isAdopted: boolean;
}

/** A grant that the profile must not have, by a name for people. */
interface Grant {
  rowId: string;
  name: string;
}

/** What the org holds of a profile. */
export interface SeenProfile {
  record: SalesforceRecord;
  mark?: Mark;
  description: string;
  userLicense?: string;
  grants: Grant[];
}

/** The profile that has the declared name already: ours of an interrupted run, or somebody else's. */
export async function findProfile(org: Org, inputs: IntegrationProfileInputs): Promise<FoundRecord | undefined> {
  const what = `profile ${inputs.name}`;
  const records = await org.query(
    `SELECT Id, Description, UserLicense.Name, ${lastModifiedFields} FROM Profile WHERE Name = ${quoted(inputs.name)}`,
    `looking for ${what}`,
  );
  const isOurs = ({ Description }: SalesforceRecord) =>
    ownershipOf(splitMark(Description).mark, inputs.owner) === "ours";
  const record = records.find(isOurs) ?? profileOn(records, inputs.userLicense);
  if (!record) return undefined;
  const userLicense = licenseNameOf(record);
  return {
    what,
    id: record.Id,
    mark: splitMark(record.Description).mark,
    owner: inputs.owner,
    ...lastModified(record),
    obstacles:
      userLicense === inputs.userLicense
        ? []
        : [
            `userLicense: it has the licence ${userLicense}, not ${inputs.userLicense}, and Salesforce cannot change the licence of a profile.`,
          ],
  };
}

/** Without parentheses, so that the queries for many profiles become one. */
const ofNoApp = appTypes.map((type) => ` AND SetupEntityType <> ${quoted(type)}`).join("");

/** Reads a profile with all that it grants; undefined if the org says that it does not exist. */
export async function observeProfile(
  org: Org,
  id: string,
  declared: IntegrationProfileInputs,
): Promise<SeenProfile | undefined> {
  const doing = `reading profile ${declared.name}`;
  const [record, licenses, objects, fields, access] = await Promise.all([
    org.record("Profile", id, doing),
    org.query(`SELECT UserLicense.Name FROM Profile WHERE Id = ${quoted(id)}`, doing),
    org.query(`SELECT Id, SobjectType FROM ObjectPermissions WHERE Parent.ProfileId = ${quoted(id)}`, doing),
    org.query(`SELECT Id, Field FROM FieldPermissions WHERE Parent.ProfileId = ${quoted(id)}`, doing),
    org.query(
      `SELECT Id, SetupEntityId, SetupEntityType FROM SetupEntityAccess WHERE Parent.ProfileId = ${quoted(id)}${ofNoApp}`,
      doing,
    ),
  ]);
  if (!record) {
    await confirmGone(org, doing);
    return undefined;
  }
  const userLicense = licenseNameOf(licenses[0]);
  const { text, mark } = splitMark(record.Description);
  return {
    record,
    ...(mark && { mark }),
    description: text,
    ...(userLicense && { userLicense }),
    grants: [
      ...objects.map((row) => ({ rowId: row.Id, name: `object ${String(row.SobjectType)}` })),
      ...fields.map((row) => ({ rowId: row.Id, name: `field ${String(row.Field)}` })),
      ...access.map((row) => ({
        rowId: row.Id,
        name: `${String(row.SetupEntityType)} ${String(row.SetupEntityId)}`,
      })),
    ],
  };
}

/** "Not found" counts only if the same session sees profiles beside the deployer's own. */
async function confirmGone(org: Org, doing: string): Promise<void> {
  if (!(await seesProfiles(org, doing))) throw new Refusal(hiddenProfiles);
}

/** What the org holds, in the shape of the inputs, and what only it knows. */
export function profileState(
  { record, description, userLicense, grants }: SeenProfile,
  declared: IntegrationProfileInputs,
  forced: string[],
  isAdopted: boolean,
): ResourceState<IntegrationProfileInputs, IntegrationProfileOutputs> {
  const enabled = enabledPermissions(record, declared.userPermissions);
  const isForced = (permission: string) =>
    forced.includes(permission) && !declared.userPermissions.includes(permission);
  return {
    id: record.Id,
    inputs: {
      name: String(record.Name),
      description,
      userLicense: userLicense ?? declared.userLicense,
      sourceProfile: declared.sourceProfile,
      userPermissions: enabled.filter((permission) => !isForced(permission)),
      otherGrants: grants.map(({ name }) => name).sort(),
      ...adoptionAsDeclared(declared),
      owner: declared.owner,
      ...(declared.allowHighPrivilege && { allowHighPrivilege: declared.allowHighPrivilege }),
    },
    outputs: { licenseForcedPermissions: enabled.filter(isForced), isAdopted },
  };
}
