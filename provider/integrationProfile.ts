import type { ComposedStep } from "../salesforce/composedCreate.ts";
import { SalesforceError } from "../salesforce/errors.ts";
import type { Org } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import type { AdoptingLifecycle } from "./adoption.ts";
import { createAtOnce, makes } from "./createAtOnce.ts";
import { guardDeployerAccess } from "./deployerGuard.ts";
import { describedRecord } from "./describedRecord.ts";
import { underCurrentNames, withFormerNames } from "./formerNames.ts";
import {
  checkIntegrationProfile,
  type IntegrationProfileInputs,
  integrationProfileInputNames,
} from "./integrationProfileInputs.ts";
import { type ProfileLookUp, type ProfileStep, planProfile } from "./integrationProfilePlan.ts";
import type { Progress, ResourceState, Values } from "./lifecycle.ts";
import {
  findProfile,
  type IntegrationProfileOutputs,
  observeProfile,
  profileState,
  type SeenProfile,
} from "./observedProfile.ts";
import { bringAbout, countsAsAdopted, type LastRun } from "./ownership.ts";
import { permissionFields } from "./permissionFields.ts";
import { licensedProfiles, licenseNameOf, profileOn, seesProfiles } from "./profileVisibility.ts";
import { type Ask, asking, recalling } from "./runMemory.ts";

export type { IntegrationProfileInputs } from "./integrationProfileInputs.ts";

/** What the last run knew of the profile. */
type Before = LastRun & { id: string } & Pick<IntegrationProfileOutputs, "licenseForcedPermissions">;

const lifecycle: AdoptingLifecycle<IntegrationProfileInputs, IntegrationProfileOutputs> = {
  inputNames: integrationProfileInputNames,
  createOnly: ["userLicense"],
  nameInput: "name",
  check: checkIntegrationProfile,

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, id, state) {
    const seen = await observeProfile(org, id, state);
    return seen && profileState(seen, state, state.licenseForcedPermissions ?? [], countsAsAdopted(seen.mark, state));
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
    const found = await findProfile(org, inputs);
    const seen = found && (await observeProfile(org, found.id, inputs));
    return found && seen && { found, inputs: profileState(seen, inputs, [], false).inputs };
  },

  async delete(org, id, state, progress) {
    const what = `profile ${state.name}`;
    const doing = `looking up who has ${what}`;
    const record = describedRecord(org, "Profile", id, what);
    const [users, found] = await Promise.all([
      org.query(`SELECT Id, Username, IsActive FROM User WHERE ProfileId = ${quoted(id)}`, doing),
      record.look(doing),
    ]);
    if (await record.isHandedBack(found, state, progress)) return;
    if (users.length > 0) {
      // A profile that any user has, also an inactive one, cannot be deleted, and moving other people's users is not
      // ours to do: the profile stays, and the state lets go of it.
      const names = users.map((user) => `${String(user.Username)}${user.IsActive ? "" : " (inactive)"}`);
      progress.report(
        `profile ${state.name} (${id}) is kept in the org, because other users have it: ${names.join(", ")}. Move them to another profile and delete it in Setup.`,
      );
      return;
    }
    await record.remove();
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
  const { seen, isAdopted } = await bringAbout<SeenProfile, ProfileLookUp, ProfileStep>(
    {
      what,
      owner: inputs.owner,
      adopt: inputs.adopt === true,
      takesCopies: () => org.takesCopies(),
      createAtOnce: () =>
        createAtOnce(org, {
          owner: inputs.owner,
          lookUp: () => lookUpSource(org, inputs, recalling),
          plan: (lookedUp) => planProfile(undefined, lookedUp, inputs, forced, false),
          compose: (steps) => steps.map((step) => composed(step, what)),
          readBack: (reading, id) => observeProfile(reading, id, inputs),
        }),
      lookUp: async () => (last ? {} : lookUpSource(org, inputs)),
      find: () => findProfile(org, inputs),
      observe: (id) => observeProfile(org, id, inputs),
      plan: (seen, lookedUp, isAdopted) => planProfile(seen, lookedUp, inputs, forced, isAdopted),
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
  const state = profileState(seen, inputs, [...forced], isAdopted);
  const { licenseForcedPermissions } = state.outputs;
  if (licenseForcedPermissions.length > 0 && forcedBefore.length === 0) {
    progress.report(
      `${what} keeps ${licenseForcedPermissions.join(", ")}: the licence ${inputs.userLicense} does not allow turning it off`,
    );
  }
  return state;
}

async function apply(org: Org, id: string, step: Exclude<ProfileStep, { do: "create" }>, what: string): Promise<void> {
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

/** A step of a create as a part of one call. */
function composed(step: ProfileStep, what: string): ComposedStep {
  if (step.do === "create") return makes("Profile", step.fields, what);
  throw new TypeError(`a create does not ${step.do}`);
}

async function lookUpSource(org: Org, inputs: IntegrationProfileInputs, ask: Ask = asking): Promise<ProfileLookUp> {
  const doing = `looking for profile ${inputs.sourceProfile}`;
  const [sources, sees] = await Promise.all([
    licensedProfiles(org, inputs.sourceProfile, doing, ask),
    seesProfiles(org, doing, ask),
  ]);
  const source = profileOn(sources, inputs.userLicense);
  return {
    seesProfiles: sees,
    ...(source && {
      source: { userLicenseId: String(source.UserLicenseId), userLicense: String(licenseNameOf(source)) },
    }),
  };
}
