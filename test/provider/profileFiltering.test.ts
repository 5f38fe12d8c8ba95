import { describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { unseenProfileNotices, unseenProfiles } from "../../provider/admittedProfiles.ts";
import { deployerPermissions } from "../../provider/deployerPermissions.ts";
import type { IntegrationUserInputs } from "../../provider/integrationUser.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { lifecycleOf } from "../../provider/registry.ts";
import type { Org } from "../../salesforce/org.ts";
import { openOrg } from "../../salesforce/session.ts";
import { Administrator, clerkWith, failureOf, ownerOf } from "./kit.ts";

const profile = lifecycleOf("IntegrationProfile");
const user = lifecycleOf("IntegrationUser");
const progress = { report: () => {}, made: () => {} };
const retirement = "Minimum Access - API Only Integrations";

/**
 * An org that filters profiles, as its deployer sees it, and as a user does who has every permission that a deployer
 * needs but View All Profiles: of all profiles its own, with no error.
 */
async function withFilter(work: (orgs: { org: Org; hidden: Org; local: LocalOrg }) => Promise<void>): Promise<void> {
  const local = await createLocalOrg({ settings: { deployMs: 0, profileFiltering: true } });
  try {
    const { deployer, sessions } = local.org;
    const openedWith = (accessToken: string) =>
      openOrg({
        instanceUrl: local.url,
        loginUrl: local.url,
        audience: "https://login.salesforce.com",
        apiVersion: "67.0",
        allowsProduction: true,
        clientId: deployer.clientId,
        credential: { kind: "accessToken", accessToken },
      });
    const permissions = deployerPermissions.flatMap(({ names }) => names);
    const userId = await clerkWith(new Administrator(local), permissions);
    const ofClerk = sessions.open({ userId, clientId: deployer.clientId, scopes: ["api"] });
    await work({ org: await openedWith(deployer.accessToken), hidden: await openedWith(ofClerk), local });
  } finally {
    await local.stop();
  }
}

async function declared(inputs: Values) {
  const none = () => Promise.reject(new TypeError("no org"));
  return (await profile.check({}, { userPermissions: ["ApiEnabled"], owner: ownerOf("profile"), ...inputs }, none))
    .inputs;
}

const hiding = /Profile Filtering hides other profiles.*View All Profiles \(ViewAllProfiles\)/;

describe("a deployer that sees no profile beside its own", () => {
  test("does not call a profile gone that it cannot see", () =>
    withFilter(async ({ org, hidden }) => {
      const inputs = await declared({ name: "SCV Integration" });
      const { id, outputs } = await profile.create(org, inputs, progress);
      const state = { ...inputs, ...outputs };
      const changed = { ...inputs, description: "New" };
      expect((await failureOf(profile.read(hidden, id, state))).message).toMatch(hiding);
      expect((await failureOf(profile.update(hidden, id, state, changed, progress))).message).toMatch(hiding);
      expect(await profile.read(org, id, state)).toBeDefined();
    }));

  test("does not call a name free, nor a source missing, that it cannot see", () =>
    withFilter(async ({ org, hidden, local }) => {
      const inputs = await declared({ name: "SCV Integration" });
      expect((await failureOf(profile.create(hidden, inputs, progress))).message).toMatch(hiding);
      await profile.create(org, inputs, progress);
      const before = local.org.records.find("Profile").length;
      expect((await failureOf(profile.create(hidden, inputs, progress))).message).toMatch(hiding);
      expect(local.org.records.find("Profile")).toHaveLength(before);
    }));

  test("does not call a profile missing that a policy admits", () =>
    withFilter(async ({ hidden, org }) => {
      const told = async (as: Org) => unseenProfileNotices(await unseenProfiles(as, [retirement], [], "looking"));
      expect(await told(org)).toEqual([]);
      expect(await told(hidden)).toEqual([
        expect.stringMatching(/^profileNames: the deployer cannot see a profile named Minimum Access.*ViewAllProfiles/),
      ]);
    }));

  test("does not call the profile missing that a retired user is moved to, and leaves the user as it is", () =>
    withFilter(async ({ org, hidden, local }) => {
      const [source] = local.org.records.find("Profile", { Name: retirement });
      const none = () => Promise.reject(new TypeError("no org"));
      const { inputs } = await user.check(
        {},
        {
          username: "scv@mycompany.example",
          email: "scv@mycompany.example",
          lastName: "SCV",
          profileId: source?.Id,
          owner: ownerOf("user"),
        },
        none,
      );
      const { id, outputs } = await user.create(org, inputs as IntegrationUserInputs, progress);
      const before = local.org.records.get("User", id);
      const failure = await failureOf(user.delete(hidden, id, { ...inputs, ...outputs } as never, progress));
      expect(failure.message).toMatch(/retirementProfile: the deployer cannot see a profile named Minimum Access/);
      expect(failure.message).toMatch(hiding);
      expect(local.org.records.get("User", id)).toEqual(before);
    }));
});

describe("profiles of one name on two licences", () => {
  const licence = (local: LocalOrg, Name: string) => String(local.org.records.find("UserLicense", { Name })[0]?.Id);

  test("are told apart by the declared licence, as source and where the name is looked for", () =>
    withFilter(async ({ org, local }) => {
      const [standard] = local.org.records.find("Profile", { Name: "Standard User" });
      local.org.records.update("Profile", String(standard?.Id), { Name: retirement });
      const inputs = await declared({ name: "SCV Integration" });
      const { id } = await profile.create(org, inputs, progress);
      expect(local.org.records.get("Profile", id)?.UserLicenseId).toBe(licence(local, "Salesforce Integration"));
    }));
});

test("a profile whose name is taken in the middle of a create is looked at again, and the answer keeps its code", () =>
  withFilter(async ({ org }) => {
    const inputs = await declared({ name: "SCV Integration" });
    let isTaken = true;
    const racing = new Proxy(org, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (name !== "create") return typeof value === "function" ? value.bind(target) : value;
        return async (...given: Parameters<Org["create"]>) => {
          const id = await target.create(...given);
          if (!isTaken) return id;
          isTaken = false;
          const { SalesforceError } = await import("../../salesforce/errors.ts");
          const message = "The profile name is already in use: Name";
          throw new SalesforceError("FIELD_INTEGRITY_EXCEPTION", message, given[2], ["Name"]);
        };
      },
    });
    const made = await profile.create(racing, inputs, progress);
    expect(await profile.read(org, made.id, { ...inputs, ...made.outputs })).toMatchObject({ inputs });
  }));
