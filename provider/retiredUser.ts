import { SalesforceError } from "../salesforce/errors.ts";
import { sameId } from "../salesforce/identifiers.ts";
import type { Org, RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { converge } from "./convergence.ts";
import type { IntegrationUserInputs } from "./integrationUserInputs.ts";
import { type Progress, Refusal } from "./lifecycle.ts";
import { userMark } from "./marks.ts";
import { type IntegrationUserOutputs, observeUser, type SeenUser } from "./observedUser.ts";
import { handBack } from "./ownership.ts";
import { licenseNameOf, noRetirementProfile, profileOn, seesProfiles } from "./profileVisibility.ts";

/** Deactivates a user, because Salesforce deletes none: takes from it what it was given, and marks it as retired. */
export async function retireUser(
  org: Org,
  id: string,
  state: IntegrationUserInputs & IntegrationUserOutputs,
  progress: Progress,
): Promise<void> {
  const { userId } = await org.identity();
  if (sameId(id, userId)) {
    throw new Refusal(`${state.username} is the user that this deployment logs in with, so it is never deactivated.`);
  }
  const what = `user ${state.username}`;
  const doing = `retiring ${what}`;
  const [seen, profiles, sees] = await Promise.all([
    observeUser(org, id, state),
    org.query(
      `SELECT Id, UserLicense.Name FROM Profile WHERE Name = ${quoted(state.retirementProfile)} ORDER BY Id`,
      doing,
    ),
    seesProfiles(org, doing),
  ]);
  if (!seen) return;
  const takeMarkAway = () => org.update("User", id, { Division: null }, `taking the mark from ${what}`);
  const markNow = async () => (await observeUser(org, id, state))?.mark;
  if (await handBack({ what, id, mark: seen.mark, takeMarkAway, markNow }, state, progress)) return;
  const profileId = (await retirementProfileOf(org, profiles, id, doing))?.Id;
  if (!profileId) {
    throw new Refusal(noRetirementProfile(state.retirementProfile, sees));
  }
  let isFirstLook = true;
  await converge<SeenUser | undefined, RetirementStep>({
    what,
    observe: async () => {
      const found = isFirstLook ? seen : await observeUser(org, id, state);
      isFirstLook = false;
      return found;
    },
    plan: (found) => (found ? plan(found, { profileId, mark: userMark(state.owner, "retired") }) : []),
    apply: async (step) => {
      if ("ids" in step) await org.deleteMany(step.ids, `taking permission sets and their licences from ${what}`);
      else await deactivate(org, id, profileId, step.fields, doing);
    },
  });
  progress.report(
    `${what} (${id}) is deactivated and keeps its username, because Salesforce does not delete users; a later create takes it back`,
  );
}

/**
 * In one save. An org may judge that save by its end, and move no inactive user to another profile: there the user is
 * moved first, to a profile with which it can do less, and then deactivated.
 */
async function deactivate(org: Org, id: string, profileId: string, fields: RecordFields, doing: string): Promise<void> {
  try {
    await org.update("User", id, { ProfileId: profileId, ...fields }, doing);
  } catch (error) {
    if (!(error instanceof SalesforceError) || !error.fields.includes("ProfileId")) throw error;
    await org.update("User", id, { ProfileId: profileId }, doing);
    await org.update("User", id, fields, doing);
  }
}

type RetirementStep = { ids: string[] } | { fields: RecordFields };

/**
 * What is left to take from a user. Permission sets come first in the one call for all: a licence stays while a set that
 * needs it is assigned.
 */
function plan(
  { record, permissionSets, licenses }: SeenUser,
  retired: { profileId: string; mark: string },
): RetirementStep[][] {
  const assignments = [...permissionSets, ...licenses];
  const isRetired =
    record.IsActive === false &&
    record.Division === retired.mark &&
    sameId(String(record.ProfileId ?? ""), retired.profileId);
  return [
    assignments.length > 0 ? [{ ids: assignments.map(({ rowId }) => rowId) }] : [],
    isRetired ? [] : [{ fields: { IsActive: false, Division: retired.mark } }],
  ];
}

/** Of several profiles of one name the one on the licence that the user has already; a user may change to no other. */
async function retirementProfileOf(
  org: Org,
  profiles: SalesforceRecord[],
  userId: string,
  doing: string,
): Promise<SalesforceRecord | undefined> {
  if (profiles.length < 2) return profiles[0];
  const [user] = await org.query(`SELECT Profile.UserLicense.Name FROM User WHERE Id = ${quoted(userId)}`, doing);
  // It is null for a user whose profile the deployer does not see.
  const profile = user?.Profile as SalesforceRecord | null | undefined;
  return profileOn(profiles, licenseNameOf(profile ?? undefined));
}
