import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { deployer, exported, names } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ program: { scvArguments } });
});
afterAll(() => engine?.stop());

const ownUser = `SELECT Id, IsActive, Profile.Name FROM User WHERE Username = '${scvArguments.username}'`;

test("up, destroy, up, destroy leaves one inactive user on the standard profile and nothing else", async () => {
  succeeded(await engine.up());
  const user = await deployer(engine.local).one(ownUser);
  const whole = withoutFingerprints(await exported(engine.local));

  const destroyed = succeeded(await engine.destroy());
  expect(destroyed.output).toContain("keeps its username, because Salesforce does not delete users");
  const left = await exported(engine.local);
  expect(left).toEqual({
    added: {
      User: [expect.objectContaining({ Username: scvArguments.username, ProfileId: names.standardProfile })],
      // What every user has, also an inactive one.
      UserLogin: [{ UserId: scvArguments.username }],
      PermissionSetAssignment: [
        expect.objectContaining({ PermissionSetId: `(set of the profile ${names.standardProfile})` }),
      ],
    },
    removed: {},
    externalClientApps: {},
    pendingEmails: {},
  });

  succeeded(await engine.up());
  expect(withoutFingerprints(await exported(engine.local))).toEqual(whole);
  expect(await deployer(engine.local).one(ownUser)).toMatchObject({ Id: user.Id, IsActive: true });

  succeeded(await engine.destroy());
  expect(await exported(engine.local)).toEqual(left);
  expect(await deployer(engine.local).one(ownUser)).toMatchObject({
    Id: user.Id,
    IsActive: false,
    Profile: { Name: names.standardProfile },
  });
  expect(await engine.state()).toEqual([]);
});

/** Each up that starts from nothing makes a new key, and with it another certificate. */
function withoutFingerprints(org: unknown): unknown {
  return JSON.parse(JSON.stringify(org).replace(/"certificate":"[0-9A-F:]+"/g, '"certificate":"…"'));
}
