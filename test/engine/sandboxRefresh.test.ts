/**
 * The documented way after a sandbox refresh, with the commands of docs/operate.md: production and a sandbox have a
 * stack each of one program.
 */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { blocksOf } from "../docs/pages.ts";
import { accessInOrg, names } from "./accessInOrg.ts";
import { Engine, type EngineRun, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(2 * engineTimeout);

const { username } = scvArguments;
const inSandbox = { ...scvArguments, username: `${username}.uat` };
const parts = ["app", "permission-set", "policy", "profile", "proof", "readiness", "user"].map((part) => `scv-${part}`);
const everything = Object.fromEntries(parts.map((part) => [part, "create"]));

let production: LocalOrg;
let engine: Engine;

/** `pulumi up` on stack `production`, by its own login. */
async function upInProduction(): Promise<EngineRun> {
  await engine.declare(scvArguments);
  return engine.run(["up", "--yes", "--skip-preview", "--stack", "production"], loginTo(production));
}

/** `pulumi up` on the sandbox's stack. */
async function upInSandbox(sandbox: LocalOrg, more: string[] = []): Promise<EngineRun> {
  await engine.declare(inSandbox);
  return engine.up(["--skip-preview", ...more], loginTo(sandbox));
}

const setOrgId = (id: string) => engine.run(["config", "set", "pulumi-nodejs:salesforce.orgId", id, "--stack", "dev"]);

/** Runs the commands that the page gives for a replaced org, on the sandbox's stack; the run of the update. */
async function moveAsDocumented(oldId: string, sandbox: LocalOrg): Promise<EngineRun> {
  const block = blocksOf("docs/operate.md", "console").find((text) => text.includes("replacedOrgId"));
  const lines = String(block)
    .replace("00D5g000004OldEAE", oldId)
    .replace("00D5g000004NewEAE", sandbox.org.organizationId)
    .split("\n")
    .map((line) => line.replace(/^\$ pulumi /, "").replace(/ *#.*$/, ""));
  let update: EngineRun | undefined;
  for (const line of lines.filter(Boolean)) {
    if (line.startsWith("config ")) succeeded(await engine.run([...line.split(" "), "--stack", "dev"]));
    else update = await upInSandbox(sandbox, line.split(" ").slice(1));
  }
  expect(lines.filter(Boolean)).toHaveLength(4);
  if (update === undefined) throw new Error(`no command of the page updates:\n${block}`);
  return succeeded(update);
}

beforeAll(async () => {
  production = await createLocalOrg();
  engine = await Engine.start({ program: { scvArguments }, local: production });
  succeeded(await engine.run(["stack", "init", "production", "--no-select"]));
});
afterAll(async () => {
  await engine?.stop();
  await production?.stop();
});

test("the copies of production's access are taken over by the sandbox's stack, with their ids; what is lost is made again", async () => {
  const old = await production.refreshSandbox({ name: "uat" });
  const oldId = old.org.organizationId;
  succeeded(await setOrgId(oldId));
  expect(succeeded(await upInSandbox(old)).changes).toMatchObject(everything);
  expect(succeeded(await upInProduction()).changes).toMatchObject(everything);
  const original = idsIn(production, username);
  const inProduction = await accessInOrg(production, username);

  const sandbox = await production.refreshSandbox({ name: "uat", inactiveUsers: [username] });
  expect(sandbox.url).toBe(old.url);
  const copied = await accessInOrg(sandbox, inSandbox.username);
  expect(copied.user).toMatchObject({ isActive: false, email: expect.stringMatching(/\.invalid$/) });

  const silent = await upInSandbox(sandbox, ["--refresh"]);
  expect(silent.exitCode).not.toBe(0);
  expect(silent.output).toContain("Nothing was touched.");
  expect(silent.output).toContain(`pulumi config set pulumi-nodejs:salesforce.replacedOrgId ${oldId}, then`);
  expect(await accessInOrg(sandbox, inSandbox.username)).toEqual(copied);

  const moved = await moveAsDocumented(oldId, sandbox);
  expect(moved.changes).toEqual(everything);
  for (const what of ["permission set", "profile", "user", "app"]) {
    expect(moved.output).toMatch(
      new RegExp(`${what} .* is a copy with the mark of scv-integration/production/.*taken over`),
    );
  }
  expect(idsIn(sandbox, inSandbox.username)).toEqual(original);
  const access = await accessInOrg(sandbox, inSandbox.username);
  expect(access.user).toMatchObject({ isActive: true, permissionSets: [names.permissionSet] });
  expect(access.user.email).not.toMatch(/\.invalid$/);
  expect(access.app.description).toContain("scv-integration/dev/");
  expect(access.globalOauthSettings.consumerKey).toBe(copied.globalOauthSettings.consumerKey);

  const settled = succeeded(await engine.preview(["--refresh"], loginTo(sandbox)));
  expect(settled.drift).toEqual({});
  expect(Object.values(settled.changes).filter((change) => change !== "same")).toEqual([]);
  expect(await accessInOrg(production, username)).toEqual(inProduction);

  // The next refresh loses the app: it is made again, and the rest is taken over.
  const again = await production.refreshSandbox({ name: "uat", apps: "gone" });
  const next = await moveAsDocumented(sandbox.org.organizationId, again);
  expect(next.changes).toEqual(everything);
  const { app: _lost, ...rest } = original;
  expect(idsIn(again, inSandbox.username)).toMatchObject(rest);
  expect(idsIn(again, inSandbox.username).app).toMatch(/^0xI/);
});

/** Ids of the records of the access. */
function idsIn({ org }: LocalOrg, ofUser: string) {
  const idOf = (type: string, where: Record<string, string | boolean>) => org.records.find(type, where)[0]?.Id;
  return {
    permissionSet: idOf("PermissionSet", { Name: names.permissionSet, IsOwnedByProfile: false }),
    profile: idOf("Profile", { Name: names.profile }),
    user: idOf("User", { Username: ofUser }),
    app: idOf("ExternalClientApplication", { DeveloperName: names.app }),
  };
}

function loginTo({ url, org }: LocalOrg): Record<string, string> {
  return {
    SALESFORCE_INSTANCE_URL: url,
    SALESFORCE_ACCESS_TOKEN: org.deployer.accessToken,
    SALESFORCE_CLIENT_ID: org.deployer.clientId,
  };
}
