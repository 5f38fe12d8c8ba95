import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { userFields } from "../../local-org/test/rest/client.ts";
import { deployerPermissions, viewAllProfiles } from "../../provider/deployerPermissions.ts";
import { deployer, exported } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

/** Without these the org does not show everything; the others are for changes only. */
const neededToRead = [
  "API Enabled",
  "View Setup and Configuration",
  "Modify Metadata Through Metadata API Functions",
  "View All Profiles",
];

/** All that a deployer needs where Profile Filtering is on. */
const needed = [...deployerPermissions, viewAllProfiles];

describe("what the deployer does not see any more is not taken for deleted", () => {
  let engine: Engine;
  let users = 0;

  /** An access token of somebody who has these user permissions and no others. */
  async function tokenWith(permissions: string[]): Promise<string> {
    const client = deployer(engine.local);
    users += 1;
    const { Id: UserLicenseId } = await client.one("SELECT Id FROM UserLicense WHERE Name = 'Salesforce'");
    const on = Object.fromEntries(permissions.map((permission) => [`Permissions${permission}`, true]));
    const ProfileId = await client.create("Profile", { Name: `Deployer ${users}`, UserLicenseId, ...on });
    const userId = await client.create("User", { ...userFields(`deployer${users}`), ProfileId });
    const { sessions, deployer: owner } = engine.local.org;
    return sessions.open({ userId, clientId: owner.clientId, scopes: ["api"] });
  }

  beforeAll(async () => {
    engine = await Engine.start({ program: { scvArguments } });
    succeeded(await engine.up());
  });
  afterAll(() => engine?.stop());

  test.each(neededToRead)("without %s", async (label) => {
    const left = needed.filter((permission) => permission.label !== label);
    expect(left).toHaveLength(needed.length - 1);
    const token = await tokenWith(left.flatMap(({ names }) => names));
    const before = await exported(engine.local);
    const preview = await engine.preview(["--refresh", "--expect-no-changes"], { SALESFORCE_ACCESS_TOKEN: token });
    expect(preview.changes).toEqual({});
    expect(preview.exitCode).not.toBe(0);
    expect(preview.output).toMatch(
      /INVALID_TYPE|API_CURRENTLY_DISABLED|API_DISABLED|INSUFFICIENT_ACCESS|not supported|Profile Filtering hides/,
    );
    expect(await exported(engine.local)).toEqual(before);
  });

  test("without all the others at once, which are for changes only, everything is seen", async () => {
    const token = await tokenWith(needed.flatMap(({ label, names }) => (neededToRead.includes(label) ? names : [])));
    const before = await exported(engine.local);
    const preview = await engine.preview(["--refresh", "--expect-no-changes"], { SALESFORCE_ACCESS_TOKEN: token });
    expect([preview.changes, preview.exitCode]).toEqual([{}, 0]);
    expect(await exported(engine.local)).toEqual(before);
  });

  test("without any permission to see apps, in an org whose queries then hide them", async () => {
    engine.local.org.settings.externalClientAppRows = "viewers";
    const all = needed.flatMap(({ names }) => names);
    const token = await tokenWith(all.filter((name) => !name.startsWith("ExternalClientApp")));
    const before = await exported(engine.local);
    const preview = await engine.preview(["--refresh", "--expect-no-changes"], { SALESFORCE_ACCESS_TOKEN: token });
    expect(preview.exitCode).not.toBe(0);
    expect(preview.changes).toEqual({});
    expect(preview.output).toMatch(/queries do not show it to the deployer\. Give .*ExternalClientAppViewer/);
    expect(await exported(engine.local)).toEqual(before);
  });
});
