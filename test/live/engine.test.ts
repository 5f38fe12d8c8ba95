import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Org } from "../../salesforce/org.ts";
import { quoted } from "../../salesforce/soql.ts";
import { loginOf, openLiveOrg } from "../../tools/live/login.ts";
import { Engine, succeeded } from "../engine/engine.ts";
import { liveArguments } from "./live.ts";

/** Deploys and propagation of a live org take their time. */
jest.setTimeout(40 * 60_000);

const { names, scvArguments } = liveArguments();
const parts = ["app", "permission-set", "policy", "profile", "proof", "readiness", "user"].map((part) => `scv-${part}`);
let engine: Engine;
let org: Org;

beforeAll(async () => {
  org = await openLiveOrg(process.env);
  engine = await Engine.start({ program: { scvArguments }, login: loginOf(process.env) });
});
afterAll(async () => {
  // What a failed test has left in the org.
  await engine?.destroy();
  await engine?.stop();
});

const found = async (type: string, condition: string) =>
  (await org.query(`SELECT Id FROM ${type} WHERE ${condition}`, "looking")).map(({ Id }) => Id);
const user = async () => {
  const fields = "Id, IsActive, Profile.Name";
  const [record] = await org.query(`SELECT ${fields} FROM User WHERE Username = ${quoted(names.username)}`, "looking");
  return record;
};

test("the access is built, and its login is proved", async () => {
  const run = succeeded(await engine.up([]));
  for (const part of parts) expect(run.changes).toHaveProperty(part, "create");
  expect(run.output).toContain(`${names.username} logs in by JWT`);
  expect((await user())?.IsActive).toBe(true);
});

test("nothing differs afterwards", async () => {
  expect(succeeded(await engine.up()).changes).toEqual({});
  const refreshed = succeeded(await engine.previewDrift());
  expect(refreshed.drift).toEqual({});
});

test("a permission and an assignment that somebody changes are shown, and put right", async () => {
  const [setId = ""] = await found("PermissionSet", `Name = ${quoted(names.permissionSetApiName)}`);
  await org.update("PermissionSet", setId, { PermissionsViewSetup: true, PermissionsViewRoles: true }, "ticking");
  await org.deleteMany(
    await found("PermissionSetAssignment", `PermissionSetId = ${quoted(setId)}`),
    "unassigning by hand",
  );
  const preview = await engine.previewDrift();
  expect(preview.exitCode).toBe(7);
  expect(Object.keys(preview.drift).sort()).toEqual(["scv-permission-set", "scv-user"]);

  const repair = succeeded(await engine.up(["--skip-preview", "--refresh"]));
  expect(repair.output).toContain(`${names.username} logs in by JWT`);
  expect(succeeded(await engine.previewDrift()).drift).toEqual({});
});

test("a rotation gives the app another certificate, and the login goes on with the new key", async () => {
  const before = await engine.outputs();
  await engine.declare({ ...scvArguments, certificate: { generation: 2 } });
  expect(succeeded(await engine.up()).output).toContain(`${names.username} logs in by JWT`);
  const after = await engine.outputs();
  expect(after.certificateSha256).not.toBe(before.certificateSha256);
  expect(after.webexConnector).toEqual(before.webexConnector);
});

test("a destroy leaves the deactivated user alone, and a new up takes it back", async () => {
  const { Id } = (await user()) as { Id: string };
  succeeded(await engine.destroy());
  expect(await found("PermissionSet", `Name = ${quoted(names.permissionSetApiName)}`)).toEqual([]);
  expect(await found("Profile", `Name = ${quoted(names.profile)}`)).toEqual([]);
  expect(await found("ExternalClientApplication", `DeveloperName = ${quoted(names.appApiName)}`)).toEqual([]);
  expect(await user()).toMatchObject({ Id, IsActive: false });

  succeeded(await engine.up());
  expect(await user()).toMatchObject({ Id, IsActive: true });
  succeeded(await engine.destroy());
  expect(await user()).toMatchObject({ Id, IsActive: false });
});
