import { sameId } from "../salesforce/identifiers.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { adoptionAsDeclared, type FoundRecord, lastModified } from "./adoption.ts";
import { Refusal, type ResourceState } from "./lifecycle.ts";
import { type Mark, splitMark } from "./marks.ts";
import { type EntityIds, type Grants, lookUpEntities, readGrants } from "./observedGrants.ts";
import { enabledPermissions } from "./permissionFields.ts";
import { inputsOfGrants } from "./permissionSetGrants.ts";
import type { PermissionSetInputs } from "./permissionSetInputs.ts";
import { type Ask, asking } from "./runMemory.ts";
import { permissionSetsNamed } from "./takenNames.ts";

export interface PermissionSetOutputs {
  /** Grants of kinds that are not modelled, as `kind (how many)`; they are reported and left alone. */
  unmanagedGrants: string[];
  /** Whether it was there before and was taken over. */
  isAdopted: boolean;
}

/** What the org holds of a permission set. */
export interface SeenPermissionSet {
  record: SalesforceRecord;
  mark?: Mark;
  description: string;
  grants: Grants;
}

/** What declared names stand for in this org. */
export interface PermissionSetLookUp {
  entities: EntityIds;
  /** Id of the declared licence; absent where none is declared, and where the set is there already. */
  licenseId?: string;
}

/** Looks for what is declared by name. `isThere`: whether the set exists, so that its licence is settled. */
export async function lookUpPermissionSet(
  org: Org,
  inputs: PermissionSetInputs,
  isThere: boolean,
  ask: Ask = asking,
): Promise<PermissionSetLookUp> {
  const doing = `reading permission set ${inputs.apiName}`;
  const [entities, licenseId] = await Promise.all([
    lookUpEntities(org, inputs, doing, ask),
    isThere ? undefined : licenseIdOf(org, inputs.license, doing),
  ]);
  return { entities, ...(licenseId && { licenseId }) };
}

/** A licence is a user licence by its name, or a permission set licence by its label or developer name. */
export async function licenseIdOf(org: Org, license: string, doing: string): Promise<string | undefined> {
  if (license === "") return undefined;
  const [userLicenses, permissionSetLicenses] = await Promise.all([
    org.query(`SELECT Id FROM UserLicense WHERE Name = ${quoted(license)}`, doing),
    org.query(
      `SELECT Id FROM PermissionSetLicense WHERE MasterLabel = ${quoted(license)} OR DeveloperName = ${quoted(license)}`,
      doing,
    ),
  ]);
  const found = [...userLicenses, ...permissionSetLicenses][0];
  if (!found)
    throw new Refusal(
      `license: there is no licence named ${license} in this org (Setup, Company Information lists them).`,
    );
  return found.Id;
}

/** The permission set that has the declared name already: ours of an interrupted run, or somebody else's. */
export async function findPermissionSet(
  org: Org,
  inputs: PermissionSetInputs,
  lookedUp: Promise<PermissionSetLookUp>,
): Promise<FoundRecord | undefined> {
  const [[record], { licenseId }] = await Promise.all([
    permissionSetsNamed(org, [inputs.apiName], `looking for permission set ${inputs.apiName}`),
    lookedUp,
  ]);
  if (!record) return undefined;
  const hasDeclaredLicense = sameId(String(record.LicenseId ?? ""), licenseId ?? "");
  return {
    what: `permission set ${inputs.apiName}`,
    id: record.Id,
    mark: splitMark(record.Description).mark,
    owner: inputs.owner,
    ...lastModified(record),
    obstacles: hasDeclaredLicense
      ? []
      : [
          "license: it has another licence than the declared one, and Salesforce cannot change the licence of a permission set.",
        ],
  };
}

/** Reads a permission set with all that it grants; undefined if the org says that it does not exist. */
export async function observePermissionSet(
  org: Org,
  id: string,
  declared: PermissionSetInputs,
  lookedUp: Promise<PermissionSetLookUp>,
): Promise<SeenPermissionSet | undefined> {
  const doing = `reading permission set ${declared.apiName}`;
  const entities = lookedUp.then((found) => found.entities);
  const [record, grants] = await Promise.all([
    org.record("PermissionSet", id, doing),
    readGrants(org, id, declared, entities, doing),
  ]);
  if (!record) {
    await confirmGone(org, doing);
    return undefined;
  }
  const { text, mark } = splitMark(record.Description);
  return { record, ...(mark && { mark }), description: text, grants };
}

/** "Not found" counts only if the same session sees several others: each profile owns one, also where others are hidden. */
async function confirmGone(org: Org, doing: string): Promise<void> {
  const known = await org.query("SELECT Id FROM PermissionSet LIMIT 2", doing);
  if (known.length < 2) {
    throw new Refusal(
      "The deployer sees no permission set except its own, so it cannot tell whether this one was deleted. Give the deployer View Setup and Configuration and run again.",
    );
  }
}

/** What the org holds, in the shape of the inputs, and what only it knows. */
export function permissionSetState(
  { record, description, grants }: SeenPermissionSet,
  declared: PermissionSetInputs,
  isAdopted: boolean,
): ResourceState<PermissionSetInputs, PermissionSetOutputs> {
  return {
    id: record.Id,
    inputs: {
      label: String(record.Label),
      apiName: String(record.Name),
      description,
      license: record.LicenseId ? declared.license : "",
      userPermissions: enabledPermissions(record, declared.userPermissions),
      ...inputsOfGrants(grants, declared),
      ...adoptionAsDeclared(declared),
      // The mark is no input of the person's: a mark that was removed is written again by the next change.
      owner: declared.owner,
      ...(declared.allowHighPrivilege && { allowHighPrivilege: declared.allowHighPrivilege }),
    },
    outputs: { unmanagedGrants: grants.unmanaged, isAdopted },
  };
}
