import { sameId } from "../salesforce/identifiers.ts";
import type { Org } from "../salesforce/org.ts";
import type { AdoptingLifecycle } from "./adoption.ts";
import { composedUser } from "./composedUser.ts";
import { createAtOnce } from "./createAtOnce.ts";
import { refusedAccess } from "./grantedAccess.ts";
import {
  checkIntegrationUser,
  type IntegrationUserInputs,
  integrationUserInputNames,
} from "./integrationUserInputs.ts";
import { planUser, type UserLookUp, type UserStep } from "./integrationUserPlan.ts";
import { type Progress, Refusal, type ResourceState } from "./lifecycle.ts";
import { findUser, type IntegrationUserOutputs, observeUser, type SeenUser, userState } from "./observedUser.ts";
import { bringAbout, countsAsAdopted, type LastRun } from "./ownership.ts";
import { retireUser } from "./retiredUser.ts";
import { type Ask, asking, nameOfMade, recalling } from "./runMemory.ts";
import { spelledAs } from "./spelling.ts";
import { permissionSetLicensesNamed } from "./takenNames.ts";

export type { IntegrationUserInputs } from "./integrationUserInputs.ts";

/** What the last run knew of the user and the org does not tell. */
type Before = LastRun & { id: string } & Partial<
    Pick<IntegrationUserOutputs, "deactivatedByStack" | "pendingEmail"> &
      Pick<IntegrationUserInputs, "profileId" | "permissionSetIds">
  >;

export const integrationUser: AdoptingLifecycle<IntegrationUserInputs, IntegrationUserOutputs> = {
  inputNames: integrationUserInputNames,
  createOnly: [],
  nameInput: "username",
  check: checkIntegrationUser,
  delete: retireUser,

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, id, state) {
    const seen = await observeUser(org, id, state);
    if (!seen) return undefined;
    const { isFrozen = state.isFrozen } = seen;
    const found = userState({ ...seen, isFrozen }, state, { ...state, isAdopted: countsAsAdopted(seen.mark, state) });
    return seen.isFrozen === undefined ? { ...found, notLookedAt: ["frozenByAdministrator"] } : found;
  },

  update(org, id, olds, news, progress) {
    return reconcile(org, news, { ...olds, id }, progress);
  },

  async survey(org, inputs) {
    const found = await findUser(org, inputs);
    const seen = found && (await observeUser(org, found.id, inputs));
    return found && seen && { found, inputs: userState(seen, inputs, { isAdopted: false }).inputs };
  },
};

async function reconcile(
  org: Org,
  inputs: IntegrationUserInputs,
  last: Before | undefined,
  progress: Progress,
): Promise<ResourceState<IntegrationUserInputs, IntegrationUserOutputs>> {
  const what = `user ${inputs.username}`;
  const { userId: deployerId } = await org.identity();
  const context = {
    deployerId,
    isUpdate: last !== undefined,
    deactivatedByStack: last?.deactivatedByStack ?? false,
    pendingEmail: last?.pendingEmail ?? "",
  };
  const { seen, isAdopted } = await bringAbout<SeenUser, UserLookUp, UserStep>(
    {
      what,
      owner: inputs.owner,
      adopt: inputs.adopt === true,
      takesCopies: () => org.takesCopies(),
      createAtOnce: () =>
        createAtOnce(org, {
          owner: inputs.owner,
          lookUp: () => lookUp(org, inputs, undefined, recalling),
          plan: (lookedUp) => planUser(undefined, lookedUp, inputs, { ...context, isAdopted: false }),
          compose: (steps) => composedUser(steps, what),
          readBack: (reading, id) => observeUser(reading, id, inputs),
        }),
      lookUp: () => lookUp(org, inputs, last),
      find: () => findUser(org, inputs),
      observe: async (id) => {
        const seen = await observeUser(org, id, inputs);
        if (!seen)
          throw new Refusal(
            "The deployer cannot see this user. It still exists, because Salesforce does not delete users: give the deployer View All Users and run again.",
          );
        return seen;
      },
      plan: (seen, lookedUp, isAdopted) => planUser(seen, lookedUp, inputs, { ...context, isAdopted }),
      apply: async (step, id) => {
        if (step.do === "create") return org.create("User", step.fields, `creating ${what}`);
        await apply(org, String(id), step, what);
        // An org that wants a confirmation keeps the old address until the link in the mail is followed.
        if (step.do === "change" && step.fields.Email !== undefined) context.pendingEmail = inputs.email;
      },
    },
    last,
    progress,
  );
  const state = userState(seen, inputs, {
    deactivatedByStack: !inputs.isActive,
    pendingEmail: context.pendingEmail,
    isAdopted,
  });
  if (state.outputs.pendingEmail !== "" && state.outputs.pendingEmail !== last?.pendingEmail) {
    progress.report(
      `the new e-mail address of ${inputs.username} waits to be confirmed: follow the link that was sent to ${inputs.email}`,
    );
  }
  if (state.outputs.isFrozen) {
    progress.report(`${what} is frozen and cannot log in; an administrator must unfreeze it (Setup, Users)`);
  }
  return state;
}

async function apply(org: Org, id: string, step: Exclude<UserStep, { do: "create" }>, what: string): Promise<void> {
  switch (step.do) {
    case "change":
      return org.update("User", id, step.fields, `changing ${what}`);
    case "unassign":
      return org.deleteMany(step.ids, `taking ${step.what} from ${what}`);
    case "assignLicenses":
      return org.createMany(
        "PermissionSetLicenseAssign",
        step.ids.map((PermissionSetLicenseId) => ({ AssigneeId: id, PermissionSetLicenseId })),
        `giving permission set licences to ${what}`,
      );
    case "assignPermissionSets":
      return org.createMany(
        "PermissionSetAssignment",
        step.ids.map((PermissionSetId) => ({ AssigneeId: id, PermissionSetId })),
        `giving permission sets to ${what}`,
      );
  }
}

async function lookUp(
  org: Org,
  inputs: IntegrationUserInputs,
  last: Before | undefined,
  ask: Ask = asking,
): Promise<UserLookUp> {
  // What this process has made was judged where it was declared.
  const isMade = (id: string) => nameOfMade(org, id) !== undefined;
  const had = { profileId: last?.profileId ?? "", permissionSetIds: last?.permissionSetIds ?? [] };
  const given = {
    profileId: sameId(had.profileId, inputs.profileId) || isMade(inputs.profileId) ? undefined : inputs.profileId,
    permissionSetIds: inputs.permissionSetIds.filter(
      (id) => !isMade(id) && !had.permissionSetIds.some((old) => sameId(old, id)),
    ),
    allowHighPrivilege: inputs.allowHighPrivilege ?? [],
    owner: inputs.owner,
  };
  const [licenseIds, refused] = await Promise.all([
    lookUpLicenses(org, inputs, ask),
    refusedAccess(org, given, `reading what user ${inputs.username} is given`),
  ]);
  return { licenseIds, refused };
}

async function lookUpLicenses(
  org: Org,
  { permissionSetLicenses: names, username }: IntegrationUserInputs,
  ask: Ask,
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await permissionSetLicensesNamed(org, names, `reading user ${username}`, ask);
  return new Map(rows.map((row) => [spelledAs(names, String(row.DeveloperName)), row.Id]));
}
