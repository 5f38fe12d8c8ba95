// Runs the program of this folder against a local Salesforce org in this process. Needs the Pulumi CLI, and nothing else.
import * as assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { createLocalOrg, type LocalOrg } from "local-salesforce-org";

const username = "scv.integration@test.example.com";

let local: LocalOrg;
let folder: string;
let stack: Stack;

before(async () => {
  local = await createLocalOrg();
  folder = await mkdtemp(join(tmpdir(), "access-test-"));
  stack = await LocalWorkspace.createOrSelectStack(
    // The compiled test is in bin/.
    { stackName: "test", workDir: dirname(__dirname) },
    {
      envVars: {
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        SALESFORCE_INSTANCE_URL: local.url,
        SALESFORCE_ACCESS_TOKEN: local.org.deployer.accessToken,
        SALESFORCE_CLIENT_ID: local.org.deployer.clientId,
        // The local org is an Enterprise Edition, so it counts as production.
        SALESFORCE_ALLOW_PRODUCTION: "true",
      },
    },
  );
  await stack.setAllConfig({ contactEmail: { value: "team@example.com" }, username: { value: username } });
});

after(async () => {
  await stack?.workspace.removeStack("test", { force: true });
  await local?.stop();
  await rm(folder, { recursive: true, force: true });
});

test("the program builds access that logs in", async () => {
  const { outputs } = await stack.up();
  assert.equal(outputs.webexConnector?.value.emailId, username);
  assert.equal(outputs.privateKeyPem?.secret, true);
});

test("the integration user has the restricted profile", () => {
  const [user] = local.org.records.find("User", { Username: username });
  const [profile] = local.org.records.find("Profile", { Name: "SCV Integration" });
  assert.equal(user?.IsActive, true);
  assert.equal(user?.ProfileId, profile?.Id);
});

test("a permission that somebody takes away is drift, and the next run gives it back", async () => {
  const [permissionSet] = local.org.records.find("PermissionSet", { Label: "IVR Access to SCV Apex Classes" });
  const change = await fetch(`${local.url}/services/data/v67.0/sobjects/PermissionSet/${permissionSet?.Id}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${local.org.deployer.accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ PermissionsApexRestServices: false }),
  });
  assert.equal(change.status, 204);
  const drift = await stack.preview({ refresh: true });
  // The permission set, and the proof: it logs in again after each repair.
  assert.equal(drift.changeSummary.update, 2);
  await stack.up({ refresh: true });
  const [repaired] = local.org.records.find("PermissionSet", { Id: permissionSet?.Id });
  assert.equal(repaired?.PermissionsApexRestServices, true);
});

test("a destroy deactivates the user and deletes the rest", async () => {
  await stack.destroy();
  const [user] = local.org.records.find("User", { Username: username });
  assert.equal(user?.IsActive, false);
  assert.deepEqual(local.org.records.find("Profile", { Name: "SCV Integration" }), []);
});
