import { SalesforceError } from "../salesforce/errors.ts";
import type { Org, RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import {
  type AdoptingLifecycle,
  type AdoptionInputs,
  adoptionAsDeclared,
  adoptionInputNames,
  adoptionInputs,
  type FoundRecord,
  lastModified,
  lastModifiedFields,
} from "./adoption.ts";
import { setDifference } from "./comparison.ts";
import { guardDeployerAccess } from "./deployerGuard.ts";
import { underCurrentNames, withFormerNames } from "./formerNames.ts";
import { allowedHighPrivilege } from "./highPrivilege.ts";
import { InputReader } from "./inputReader.ts";
import { type Progress, Refusal, type ResourceState, type Values } from "./lifecycle.ts";
import { descriptionBesideMark, type Mark, ownerInDescription, ownershipOf, splitMark, withMark } from "./marks.ts";
import { bringAbout, countsAsAdopted, handBack, type LastRun } from "./ownedRecord.ts";
import { enabledPermissions, permissionFields } from "./permissionFields.ts";
import { hiddenProfiles, licenseNameOf, profileOn, seesProfiles } from "./profileVisibility.ts";
import { atMost, userPermissionName } from "./rules.ts";

export interface IntegrationProfileInputs extends AdoptionInputs {
  name: string;
  description: string;
  userLicense: string;
  sourceProfile: string;
  userPermissions: string[];
  /** Always declared empty: whatever the profile grants besides user permissions is drift and is removed. */
  otherGrants: string[];
  /** High privileges that are declared on purpose; absent: none. */
  allowHighPrivilege?: string[];
  owner: string;
}

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

/** What the org holds. */
interface Seen {
  record: SalesforceRecord;
  mark?: Mark;
  description: string;
  userLicense?: string;
  grants: Grant[];
}

/** What a create needs to know of other profiles; nothing after it. */
interface LookedUp {
  /** The profile that a new one has its licence from; absent where the org shows none of that name. */
  source?: { userLicenseId: string; userLicense: string };
  /** False where profiles are hidden from the deployer. */
  seesProfiles?: boolean;
}

/** What the last run knew of the profile. */
type Before = LastRun & { id: string } & Pick<IntegrationProfileOutputs, "licenseForcedPermissions">;

type Step =
  | { do: "create"; fields: RecordFields }
  | { do: "change"; fields: RecordFields }
  | { do: "switchOff"; permissions: string[] }
  | { do: "revoke"; ids: string[] };

const lifecycle: AdoptingLifecycle<IntegrationProfileInputs, IntegrationProfileOutputs> = {
  inputNames: [
    "name",
    "description",
    "userLicense",
    "sourceProfile",
    "userPermissions",
    "otherGrants",
    "allowHighPrivilege",
    ...adoptionInputNames,
    "owner",
  ],
  createOnly: ["userLicense"],
  nameInput: "name",

  check(olds, news) {
    const read = new InputReader(news);
    const owner = read.text("owner", ownerInDescription);
    const userPermissions = read.names("userPermissions", userPermissionName);
    const adoption = adoptionInputs(read);
    const inputs: IntegrationProfileInputs = {
      name: read.text("name", atMost(255)),
      description: read.textOr("description", "", descriptionBesideMark(owner, adoption.adopt ? "adopted" : "made")),
      userLicense: read.textOr("userLicense", "Salesforce Integration"),
      sourceProfile: read.textOr("sourceProfile", "Minimum Access - API Only Integrations"),
      userPermissions,
      ...allowedHighPrivilege(read, { userPermissions }, olds),
      otherGrants: [],
      ...adoption,
      owner,
    };
    return { inputs, failures: read.failures };
  },

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, id, state) {
    const seen = await observe(org, id, state);
    return seen && stateOf(seen, state, state.licenseForcedPermissions ?? [], countsAsAdopted(seen.mark, state));
  },

  update(org, id, olds, news, progress) {
    return reconcile(
      org,
      news,
      { ...olds, id, licenseForcedPermissions: olds.licenseForcedPermissions ?? [] },
      progress,
    );
  },

  async survey(org, inputs) {
    const found = await find(org, inputs);
    const seen = found && (await observe(org, found.id, inputs));
    return found && seen && { found, inputs: stateOf(seen, inputs, [], false).inputs };
  },

  async delete(org, id, state, progress) {
    const what = `profile ${state.name}`;
    const doing = `looking up who has ${what}`;
    const [users, [found]] = await Promise.all([
      org.query(`SELECT Id, Username, IsActive FROM User WHERE ProfileId = ${quoted(id)}`, doing),
      org.query(`SELECT Id, Description FROM Profile WHERE Id = ${quoted(id)}`, doing),
    ]);
    const { text, mark } = splitMark(found?.Description);
    const takeMarkAway = () => org.update("Profile", id, { Description: text || null }, `taking the mark from ${what}`);
    if (found && (await handBack({ what, id, mark, takeMarkAway }, state, progress))) return;
    if (users.length > 0) {
      // A profile that any user has, also an inactive one, cannot be deleted, and moving other people's users is not
      // ours to do: the profile stays, and the state lets go of it.
      const names = users.map((user) => `${String(user.Username)}${user.IsActive ? "" : " (inactive)"}`);
      progress.report(
        `profile ${state.name} (${id}) is kept in the org, because other users have it: ${names.join(", ")}. Move them to another profile and delete it in Setup.`,
      );
      return;
    }
    await org.delete("Profile", id, `deleting ${what}`);
  },
};

const formerNames = { cloneOf: "sourceProfile", licenceForcedPermissions: "licenseForcedPermissions" };

export const integrationProfile = withFormerNames(lifecycle, formerNames);

/** Inputs of a profile under the names that they have now. */
export const currentProfileNames = (inputs: Values) => underCurrentNames(inputs, formerNames);

async function reconcile(
  org: Org,
  inputs: IntegrationProfileInputs,
  last: Before | undefined,
  progress: Progress,
): Promise<ResourceState<IntegrationProfileInputs, IntegrationProfileOutputs>> {
  const what = `profile ${inputs.name}`;
  const forcedBefore = last?.licenseForcedPermissions ?? [];
  const forced = new Set(forcedBefore);
  const { seen, isAdopted } = await bringAbout<Seen, LookedUp, Step>(
    {
      what,
      owner: inputs.owner,
      adopt: inputs.adopt === true,
      takesCopies: () => org.takesCopies(),
      lookUp: async () => (last ? {} : lookUpSource(org, inputs)),
      find: () => find(org, inputs),
      observe: (id) => observe(org, id, inputs),
      plan: (seen, lookedUp, isAdopted) => plan(seen, lookedUp, inputs, forced, isAdopted),
      apply: async (step, id) => {
        if (step.do === "create") return org.create("Profile", step.fields, `creating ${what}`);
        await apply(org, String(id), step, what);
        // Whether a licence lets a permission go shows only by trying: what is on at the next look, stays on.
        if (step.do === "switchOff") for (const permission of step.permissions) forced.add(permission);
      },
    },
    last,
    progress,
  );
  const state = stateOf(seen, inputs, [...forced], isAdopted);
  const { licenseForcedPermissions } = state.outputs;
  if (licenseForcedPermissions.length > 0 && forcedBefore.length === 0) {
    progress.report(
      `${what} keeps ${licenseForcedPermissions.join(", ")}: the licence ${inputs.userLicense} does not let it be switched off`,
    );
  }
  return state;
}

async function apply(org: Org, id: string, step: Exclude<Step, { do: "create" }>, what: string): Promise<void> {
  if (step.do === "change") return org.update("Profile", id, step.fields, `changing ${what}`);
  if (step.do === "revoke") return org.deleteMany(step.ids, `removing grants of ${what}`);
  await guardDeployerAccess(org, `PermissionSet.ProfileId = ${quoted(id)}`, what);
  await switchOff(org, id, step.permissions, what);
}

/** Switches permissions off one call for all, and one by one when the org refuses some of them. */
async function switchOff(org: Org, id: string, permissions: string[], what: string): Promise<void> {
  const doing = `switching off permissions of ${what}`;
  try {
    await org.update("Profile", id, permissionFields(permissions, false), doing);
  } catch (error) {
    if (!isRefusedByLicence(error)) throw error;
    if (permissions.length === 1) return;
    for (const permission of permissions) await switchOff(org, id, [permission], what);
  }
}

function isRefusedByLicence(error: unknown): boolean {
  return (
    error instanceof SalesforceError &&
    ["FIELD_INTEGRITY_EXCEPTION", "INVALID_FIELD_FOR_INSERT_UPDATE", "INVALID_INPUT"].includes(error.code)
  );
}

async function lookUpSource(org: Org, inputs: IntegrationProfileInputs): Promise<LookedUp> {
  const doing = `looking for profile ${inputs.sourceProfile}`;
  const [sources, sees] = await Promise.all([
    org.query(
      `SELECT Id, UserLicenseId, UserLicense.Name FROM Profile WHERE Name = ${quoted(inputs.sourceProfile)}`,
      doing,
    ),
    seesProfiles(org, doing),
  ]);
  const source = profileOn(sources, inputs.userLicense);
  return {
    seesProfiles: sees,
    ...(source && {
      source: { userLicenseId: String(source.UserLicenseId), userLicense: String(licenseNameOf(source)) },
    }),
  };
}

/** The profile that has the declared name already: ours of an interrupted run, or somebody else's. */
async function find(org: Org, inputs: IntegrationProfileInputs): Promise<FoundRecord | undefined> {
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
            `userLicense: it has the licence ${userLicense}, not ${inputs.userLicense}, and Salesforce does not change it.`,
          ],
  };
}

async function observe(org: Org, id: string, declared: IntegrationProfileInputs): Promise<Seen | undefined> {
  const doing = `reading profile ${declared.name}`;
  const [record, licenses, objects, fields, access] = await Promise.all([
    org.record("Profile", id, doing),
    org.query(`SELECT UserLicense.Name FROM Profile WHERE Id = ${quoted(id)}`, doing),
    org.query(`SELECT Id, SobjectType FROM ObjectPermissions WHERE Parent.ProfileId = ${quoted(id)}`, doing),
    org.query(`SELECT Id, Field FROM FieldPermissions WHERE Parent.ProfileId = ${quoted(id)}`, doing),
    org.query(
      // Rows of external client apps belong to the policy of the app, which names the profile.
      `SELECT Id, SetupEntityId, SetupEntityType FROM SetupEntityAccess WHERE Parent.ProfileId = ${quoted(id)} AND SetupEntityType <> 'ExternalClientApplication'`,
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

function plan(
  seen: Seen | undefined,
  { source, seesProfiles }: LookedUp,
  inputs: IntegrationProfileInputs,
  forced: Set<string>,
  isAdopted: boolean,
): Step[][] {
  const description = withMark(inputs.description, inputs.owner, isAdopted ? "adopted" : "made");
  if (!seen) {
    if (seesProfiles === false) throw new Refusal(hiddenProfiles);
    if (!source) throw new Refusal(`sourceProfile: there is no profile named ${inputs.sourceProfile} in this org.`);
    if (source.userLicense !== inputs.userLicense) {
      throw new Refusal(
        `sourceProfile: profile ${inputs.sourceProfile} has the licence ${source.userLicense}, not ${inputs.userLicense}; a clone has the licence of its source.`,
      );
    }
    const fields: RecordFields = {
      Name: inputs.name,
      Description: description,
      UserLicenseId: source.userLicenseId,
      ...permissionFields(inputs.userPermissions, true),
    };
    return [[{ do: "create", fields }]];
  }
  const permissions = setDifference(enabledPermissions(seen.record, inputs.userPermissions), inputs.userPermissions);
  const fields: RecordFields = {
    ...(seen.record.Name !== inputs.name && { Name: inputs.name }),
    ...(seen.record.Description !== description && { Description: description }),
    ...permissionFields(permissions.missing, true),
  };
  const extra = permissions.extra.filter((permission) => !forced.has(permission));
  const types = [...new Set(seen.grants.map((grant) => grant.name.split(" ")[0]))];
  return [
    Object.keys(fields).length > 0 ? [{ do: "change", fields }] : [],
    extra.length > 0 ? [{ do: "switchOff", permissions: extra }] : [],
    // Rows of different setup types may not share a transaction.
    ...types.map((type): Step[] => [
      { do: "revoke", ids: seen.grants.filter((grant) => grant.name.startsWith(`${type} `)).map(({ rowId }) => rowId) },
    ]),
  ];
}

function stateOf(
  { record, description, userLicense, grants }: Seen,
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
