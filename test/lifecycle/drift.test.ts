import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { selfSigned } from "../local-org-oauth/selfSigned.ts";
import { accessInOrg, changeComponent, deployer, exported, names } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

const proofLine = `${scvArguments.username} logs in by JWT`;

/** Does what an administrator does by hand in Setup. */
async function byHand(engine: Engine) {
  const client = deployer(engine.local);
  const { one, call } = client;
  const permissionSet = await one(`SELECT Id FROM PermissionSet WHERE Name = '${names.permissionSet}'`);
  const user = await one(`SELECT Id, ProfileId FROM User WHERE Username = '${scvArguments.username}'`);
  const change = async (method: string, path: string, body?: object) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  };
  return {
    tickPermission: (name: string) =>
      change("PATCH", `/sobjects/PermissionSet/${permissionSet.Id}`, { [`Permissions${name}`]: true }),
    setRefreshTokenPolicy: (policy: string) =>
      changeComponent(engine.local, "ExtlClntAppOauthConfigurablePolicies", `${names.app}_oauthPlcy`, {
        refreshTokenPolicyType: policy,
      }),
    uploadCertificate: (certificate: string) =>
      changeComponent(engine.local, "ExtlClntAppGlobalOauthSettings", `${names.app}_glbloauth`, { certificate }),
    async unassignPermissionSet() {
      const row = await one(`SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = '${permissionSet.Id}'`);
      await change("DELETE", `/sobjects/PermissionSetAssignment/${row.Id}`);
    },
    async grantClassToProfile() {
      const apexClass = await one("SELECT Id FROM ApexClass WHERE Name = 'ServiceRouting'");
      const owned = await one(`SELECT Id FROM PermissionSet WHERE ProfileId = '${user.ProfileId}'`);
      await client.create("SetupEntityAccess", { ParentId: owned.Id, SetupEntityId: apexClass.Id });
      return `ApexClass ${apexClass.Id}`;
    },
    deactivateUser: () => change("PATCH", `/sobjects/User/${user.Id}`, { IsActive: false }),
  };
}

describe("what somebody changes in the org by hand", () => {
  let engine: Engine;
  let asDeclared: unknown;

  beforeAll(async () => {
    engine = await Engine.start({ program: { scvArguments } });
    succeeded(await engine.up());
    asDeclared = await exported(engine.local);
  });
  afterAll(() => engine?.stop());

  test("one permission: the preview names it alone and leaves it, up --refresh takes it away and proves the access again", async () => {
    await (await byHand(engine)).tickPermission("ViewSetup");
    const drifted = await exported(engine.local);

    const preview = await engine.preview(["--refresh", "--expect-no-changes", "--diff"]);
    expect(preview.exitCode).toBe(7);
    expect(preview.drift).toEqual({ "scv-permission-set": ["userPermissions[2]"] });
    expect(preview.output).toContain('- [2]: "ViewSetup"');
    expect(preview.changes).toEqual({ "scv-permission-set": "update", "scv-proof": "update" });
    expect(await exported(engine.local)).toEqual(drifted);

    const repair = succeeded(await engine.up(["--skip-preview", "--refresh"]));
    expect(repair.changes).toEqual({ "scv-permission-set": "update", "scv-proof": "update" });
    expect(repair.output).toContain(proofLine);
    expect(await exported(engine.local)).toEqual(asDeclared);

    const next = succeeded(await engine.up());
    expect(next.changes).toEqual({});
  });

  test("policy, certificate, assignment and profile at once: each is named by its path and repaired in one run", async () => {
    const hand = await byHand(engine);
    await hand.setRefreshTokenPolicy("Infinite");
    await hand.uploadCertificate(selfSigned().certificatePem);
    await hand.unassignPermissionSet();
    await hand.grantClassToProfile();

    const preview = await engine.previewDrift();
    expect(preview.exitCode).toBe(7);
    expect(preview.drift).toEqual({
      "scv-policy": ["refreshTokenPolicy"],
      "scv-app": ["certificatePem"],
      "scv-user": ["permissionSetIds[0]"],
      "scv-profile": ["otherGrants[0]"],
    });

    const repair = succeeded(await engine.up(["--skip-preview", "--refresh"]));
    expect(repair.changes).toEqual({
      "scv-policy": "update",
      "scv-app": "update",
      "scv-user": "update",
      "scv-profile": "update",
      "scv-proof": "update",
    });
    expect(repair.output).toContain(proofLine);
    expect(await exported(engine.local)).toEqual(asDeclared);

    succeeded(await engine.previewDrift());
  });

  test("a user who was deactivated comes back only with reactivate", async () => {
    await (await byHand(engine)).deactivateUser();

    const refused = await engine.up(["--skip-preview", "--refresh"]);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.drift["scv-user"]).toEqual(["isActive"]);
    expect(refused.output).toContain("reactivate");
    expect((await accessInOrg(engine.local, scvArguments.username)).user.isActive).toBe(false);

    await engine.declare({ ...scvArguments, user: { reactivate: true } });
    const allowed = succeeded(await engine.up(["--skip-preview", "--refresh"]));
    expect(allowed.output).toContain(proofLine);
    expect(await exported(engine.local)).toEqual(asDeclared);
  });
});
