import { SalesforceError } from "../salesforce/errors.ts";
import type { Org, RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import {
  type AdoptionInputs,
  adoptionInputNames,
  adoptionInputs,
  type FoundRecord,
  foundByDescription,
  foundFields,
  given,
  isRememberedAsAdopted,
  takeOver,
  wasAdopted,
} from "./adoption.ts";
import { setDifference } from "./comparison.ts";
import { converge } from "./convergence.ts";
import { guardDeployerAccess } from "./deployerGuard.ts";
import { refuseUpdateOfOthers } from "./foreignMarks.ts";
import { handBackByDescription } from "./handBack.ts";
import { allowedHighPrivilege } from "./highPrivilege.ts";
import { InputReader } from "./inputReader.ts";
import { type AdoptingLifecycle, deletedInOrg, type Operation, Refusal, type ResourceState } from "./lifecycle.ts";
import { roomBesideMark, splitMark, withMark } from "./ownership.ts";
import { enabledPermissions, permissionFields } from "./permissionFields.ts";
import { atMost, userPermissionName } from "./rules.ts";

export interface IntegrationProfileInputs extends AdoptionInputs {
  name: string;
  description: string;
  userLicense: string;
  cloneOf: string;
  userPermissions: string[];
  /** Always declared empty: whatever the profile grants besides user permissions is drift and is removed. */
  otherGrants: string[];
  /** High privileges that are declared on purpose; absent: none. */
  allowHighPrivilege?: string[];
  owner: string;
}

export interface IntegrationProfileOutputs {
  /** User permissions that are on although they are not declared, because the licence forces them. */
  licenceForcedPermissions: string[];
  /** Whether it was there before and was taken over. */
  isAdopted: boolean;
}

/** A grant that the profile must not have, by a name for people. */
interface Grant {
  rowId: string;
  name: string;
}

interface Observed {
  record?: SalesforceRecord;
  owner?: string;
  /** Whether the mark says that it was adopted. */
  isAdopted: boolean;
  description: string;
  grants: Grant[];
  userLicenseId?: string;
  userLicense?: string;
}

type Step =
  | { do: "create"; fields: RecordFields }
  | { do: "change"; fields: RecordFields }
  | { do: "switchOff"; permissions: string[] }
  | { do: "revoke"; ids: string[] };

export const integrationProfile: AdoptingLifecycle<IntegrationProfileInputs, IntegrationProfileOutputs> = {
  inputNames: [
    "name",
    "description",
    "userLicense",
    "cloneOf",
    "userPermissions",
    "otherGrants",
    "allowHighPrivilege",
    ...adoptionInputNames,
    "owner",
  ],
  createOnly: ["userLicense"],
  nameInput: "name",

  check(_olds, news) {
    const read = new InputReader(news);
    const owner = read.text("owner");
    const userPermissions = read.names("userPermissions", userPermissionName);
    const adoption = adoptionInputs(read);
    const inputs: IntegrationProfileInputs = {
      name: read.text("name", atMost(255)),
      description: read.textOr("description", "", roomBesideMark(owner, adoption.adopt)),
      userLicense: read.textOr("userLicense", "Salesforce Integration"),
      cloneOf: read.textOr("cloneOf", "Minimum Access - API Only Integrations"),
      userPermissions,
      ...allowedHighPrivilege(read, userPermissions),
      otherGrants: [],
      ...adoption,
      owner,
    };
    return { inputs, failures: read.failures };
  },

  create(org, inputs, operation) {
    return reconcile(org, undefined, inputs, { licenceForcedPermissions: [], isAdopted: false }, operation);
  },

  async read(org, id, state) {
    const observed = await observe(org, id, state);
    return observed.record
      ? stateOf(observed, state, state.licenceForcedPermissions ?? [], state.isAdopted)
      : undefined;
  },

  update(org, id, olds, news, operation) {
    const { licenceForcedPermissions = [] } = olds;
    const isAdopted = isRememberedAsAdopted({ ...news, isAdopted: olds.isAdopted });
    return reconcile(org, id, news, { licenceForcedPermissions, isAdopted, owner: olds.owner }, operation);
  },

  async survey(org, inputs) {
    const found = await findByName(org, inputs);
    if (!found) return undefined;
    const observed = await observe(org, found.Id, inputs);
    return { found: foundRecord(found, inputs), inputs: stateOf(observed, inputs, []).inputs };
  },

  async delete(org, id, state, operation) {
    const doing = `looking up who has profile ${state.name}`;
    const [users, [found]] = await Promise.all([
      org.query(`SELECT Id, Username, IsActive FROM User WHERE ProfileId = ${quoted(id)}`, doing),
      org.query(`SELECT Id, Description FROM Profile WHERE Id = ${quoted(id)}`, doing),
    ]);
    if (await handBackByDescription(org, "Profile", found, `profile ${state.name}`, state, operation)) return;
    if (users.length > 0) {
      // A profile that any user has, also an inactive one, cannot be deleted, and moving other people's users is not
      // ours to do: the profile stays, and the state lets go of it.
      const names = users.map((user) => `${String(user.Username)}${user.IsActive ? "" : " (inactive)"}`);
      operation.report(
        `profile ${state.name} (${id}) is kept in the org, because other users have it: ${names.join(", ")}. Move them to another profile and delete it in Setup.`,
      );
      return;
    }
    await org.delete("Profile", id, `deleting profile ${state.name}`);
  },
};

async function reconcile(
  org: Org,
  knownId: string | undefined,
  inputs: IntegrationProfileInputs,
  before: IntegrationProfileOutputs & { owner?: string },
  operation: Operation,
): Promise<ResourceState<IntegrationProfileInputs, IntegrationProfileOutputs>> {
  let id = knownId;
  let { isAdopted } = before;
  const forced = new Set(before.licenceForcedPermissions);
  const observed = await converge<Observed, Step>({
    what: `profile ${inputs.name}`,
    observe: async () => {
      if (id !== undefined) {
        const seen = await observe(org, id, inputs);
        refuseUpdateOfOthers(`profile ${inputs.name}`, seen.owner, inputs.owner, before.owner);
        return seen;
      }
      const [found, nothing] = await Promise.all([findByName(org, inputs), observe(org, undefined, inputs)]);
      if (!found) return nothing;
      isAdopted = takeOver(foundRecord(found, inputs), inputs.adopt === true, operation);
      id = found.Id;
      return observe(org, id, inputs);
    },
    plan: (seen) => plan(seen, inputs, forced, knownId !== undefined, isAdopted),
    apply: async (step, seen) => {
      if (id !== undefined) operation.made(id);
      if (step.do === "create") {
        id = await org.create("Profile", step.fields, `creating profile ${inputs.name}`);
        operation.made(id);
        return;
      }
      const profileId = String(seen.record?.Id);
      if (step.do === "change") return org.update("Profile", profileId, step.fields, `changing profile ${inputs.name}`);
      if (step.do === "revoke") return org.deleteMany(step.ids, `removing grants of profile ${inputs.name}`);
      await guardDeployerAccess(org, `PermissionSet.ProfileId = ${quoted(profileId)}`, `profile ${inputs.name}`);
      await switchOff(org, profileId, step.permissions, inputs.name);
      // Whether a licence lets a permission go shows only by trying: what is on at the next look, stays on.
      for (const permission of step.permissions) forced.add(permission);
    },
  });
  const state = stateOf(observed, inputs, [...forced], isAdopted);
  const { licenceForcedPermissions } = state.outputs;
  if (licenceForcedPermissions.length > 0 && before.licenceForcedPermissions.length === 0) {
    operation.report(
      `profile ${inputs.name} keeps ${licenceForcedPermissions.join(", ")}: the licence ${inputs.userLicense} does not let it be switched off`,
    );
  }
  return state;
}

/** Switches permissions off one call for all, and one by one when the org refuses some of them. */
async function switchOff(org: Org, id: string, permissions: string[], name: string): Promise<void> {
  const doing = `switching off permissions of profile ${name}`;
  try {
    await org.update("Profile", id, permissionFields(permissions, false), doing);
  } catch (error) {
    if (!isRefusedByLicence(error)) throw error;
    if (permissions.length === 1) return;
    for (const permission of permissions) await switchOff(org, id, [permission], name);
  }
}

function isRefusedByLicence(error: unknown): boolean {
  return (
    error instanceof SalesforceError &&
    ["FIELD_INTEGRITY_EXCEPTION", "INVALID_FIELD_FOR_INSERT_UPDATE", "INVALID_INPUT"].includes(error.code)
  );
}

async function findByName(org: Org, inputs: IntegrationProfileInputs): Promise<SalesforceRecord | undefined> {
  const [found] = await org.query(
    `SELECT ${foundFields}, UserLicense.Name FROM Profile WHERE Name = ${quoted(inputs.name)}`,
    `looking for profile ${inputs.name}`,
  );
  return found;
}

function foundRecord(record: SalesforceRecord, inputs: IntegrationProfileInputs): FoundRecord {
  const userLicense = (record.UserLicense as { Name?: string } | null)?.Name;
  return foundByDescription(
    record,
    `profile ${inputs.name}`,
    inputs.owner,
    userLicense === inputs.userLicense
      ? []
      : [
          `userLicense: it has the licence ${userLicense}, not ${inputs.userLicense}, and Salesforce does not change it.`,
        ],
  );
}

async function observe(org: Org, id: string | undefined, declared: IntegrationProfileInputs): Promise<Observed> {
  const doing = `reading profile ${declared.name}`;
  if (!id) {
    const [source] = await org.query(
      `SELECT Id, UserLicenseId, UserLicense.Name FROM Profile WHERE Name = ${quoted(declared.cloneOf)}`,
      `looking for profile ${declared.cloneOf}`,
    );
    const userLicense = (source?.UserLicense as { Name?: string } | null)?.Name;
    return {
      isAdopted: false,
      description: "",
      grants: [],
      ...(source && { userLicenseId: String(source.UserLicenseId) }),
      ...(userLicense && { userLicense }),
    };
  }
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
  if (!record) await confirmGone(org, doing);
  const userLicense = (licenses[0]?.UserLicense as { Name?: string } | null)?.Name;
  const { text, owner, isAdopted } = splitMark(record?.Description);
  return {
    ...(record && { record }),
    ...(userLicense && { userLicense }),
    ...(owner && { owner }),
    isAdopted,
    description: text,
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

/** "Not found" counts only if the same session can see profiles at all: every org has standard ones. */
async function confirmGone(org: Org, doing: string): Promise<void> {
  if ((await org.query("SELECT Id FROM Profile LIMIT 1", doing)).length === 0) {
    throw new Refusal(
      "The deployer sees no profile at all, so a missing one proves nothing. Give the deployer View Setup and Configuration and run again.",
    );
  }
}

function plan(
  seen: Observed,
  inputs: IntegrationProfileInputs,
  forced: Set<string>,
  mustExist: boolean,
  isAdopted: boolean,
): Step[][] {
  const description = withMark(inputs.description, inputs.owner, wasAdopted(seen, inputs.owner, isAdopted));
  if (!seen.record) {
    if (mustExist) throw deletedInOrg();
    if (!seen.userLicenseId) {
      throw new Refusal(`cloneOf: there is no profile named ${inputs.cloneOf} in this org.`);
    }
    if (seen.userLicense !== inputs.userLicense) {
      throw new Refusal(
        `cloneOf: profile ${inputs.cloneOf} has the licence ${seen.userLicense}, not ${inputs.userLicense}; a clone has the licence of its source.`,
      );
    }
    const fields: RecordFields = {
      Name: inputs.name,
      Description: description,
      UserLicenseId: seen.userLicenseId,
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
  seen: Observed,
  declared: IntegrationProfileInputs,
  forced: string[],
  isAdopted?: boolean,
): ResourceState<IntegrationProfileInputs, IntegrationProfileOutputs> {
  const record = seen.record as SalesforceRecord;
  const enabled = enabledPermissions(record, declared.userPermissions);
  const isForced = (permission: string) =>
    forced.includes(permission) && !declared.userPermissions.includes(permission);
  return {
    id: record.Id,
    inputs: {
      name: String(record.Name),
      description: seen.description,
      userLicense: seen.userLicense ?? declared.userLicense,
      cloneOf: declared.cloneOf,
      userPermissions: enabled.filter((permission) => !isForced(permission)),
      otherGrants: seen.grants.map(({ name }) => name).sort(),
      ...given(declared),
      owner: declared.owner,
      ...(declared.allowHighPrivilege && { allowHighPrivilege: declared.allowHighPrivilege }),
    },
    outputs: {
      licenceForcedPermissions: enabled.filter(isForced),
      isAdopted: wasAdopted(seen, declared.owner, isAdopted),
    },
  };
}
