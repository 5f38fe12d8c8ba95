/** The deployer's own access is made by a login that somebody has, and a stack logs in with it. */
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import { selfSigned } from "../../../local-org/test/oauth/selfSigned.ts";
import { CommandError } from "../../../operations/commandLine.ts";
import { deployer as operation } from "../../../operations/deployer/command.ts";
import { explainingOrgErrors } from "../../../operations/orgErrors.ts";
import { changeComponent } from "../../engine/accessInOrg.ts";
import { Administrator } from "../../provider/kit.ts";
import { runOperation } from "../runOperation.ts";
import { salesforceCli } from "../salesforceCli.ts";

const username = "pulumi@mycompany.example";

let folder: string;
let local: LocalOrg;
let administrator: Administrator;
let keyFile: string;

beforeEach(async () => {
  [folder, local] = await Promise.all([
    mkdtemp(join(tmpdir(), "deployer-")),
    createLocalOrg({ settings: { deployMs: 0 } }),
  ]);
  administrator = new Administrator(local);
  keyFile = join(folder, "deployer.key");
});
afterEach(async () => {
  await local.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the operation in this process, which is faster than a Node.js for each; it says everything by console.log. */
async function deployer(...more: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const { PATH } = process.env;
  const print = console.log;
  const said: string[] = [];
  console.log = (line) => said.push(String(line));
  Object.assign(process.env, await salesforceCli(folder, { local, clientId: "PlatformCLI" }));
  try {
    const run = () => operation.run(["--sf-alias", "desk", "--key", keyFile, ...more]);
    return { exitCode: await explainingOrgErrors(run), stdout: said.join("\n"), stderr: "" };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { exitCode: error.exitCode, stdout: said.join("\n"), stderr: error.message };
  } finally {
    console.log = print;
    process.env.PATH = PATH;
  }
}

const makeUser = () => administrator.createUser("pulumi", "Minimum Access - Salesforce");

/** What the org holds, without its log. */
const contents = async () => (await fetch(`${local.url}/_local/export`)).json();

describe("without --apply", () => {
  test("nothing is changed, and everything that would be done is said", async () => {
    await makeUser();
    const before = await contents();
    const { exitCode, stdout } = await deployer("--user", username);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/a production org.* by the login desk of the Salesforce CLI/);
    expect(stdout).toMatch(/permission set Access_Deployer is made, with ApiEnabled, /);
    expect(stdout).toContain("user pulumi@mycompany.example is given the permission set");
    expect(stdout).toContain("Nothing was changed. To do this, run it again with --apply.");
    expect(await contents()).toEqual(before);
    await expect(stat(keyFile)).rejects.toThrow("ENOENT");
  });
});

describe("with --apply", () => {
  /** Makes the stack whose settings the command has printed. */
  async function makeStack(stdout: string): Promise<void> {
    const settings = [...stdout.matchAll(/pulumi config set (\S+) (\S+)/g)].map(
      ([, key, value]) => `  ${key}: "${value}"`,
    );
    await writeFile(join(folder, "Pulumi.yaml"), "name: access\nruntime: nodejs\n");
    await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n${settings.join("\n")}\n`);
  }

  const checkConnection = () =>
    runOperation(["check-connection", "--stack", "prod", "--folder", folder], { SALESFORCE_PRIVATE_KEY_FILE: keyFile });

  test("a user without any right is a deployer afterwards: a stack logs in by the key, and lacks nothing", async () => {
    await makeUser();
    const { exitCode, stdout } = await deployer("--user", username, "--apply");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Done. The settings of the stack:")]);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect(stdout).not.toContain("PRIVATE KEY");
    await makeStack(stdout);
    const checked = await checkConnection();
    expect([checked.exitCode, checked.stdout]).toEqual([0, expect.stringContaining("Ready: the deployer has all")]);
    expect(checked.stdout).toContain(`Deployer: ${username}`);
  });

  test("its key is rotated as docs/rotation.md says: by a certificate in Setup, with the same settings", async () => {
    await makeUser();
    await makeStack((await deployer("--user", username, "--apply")).stdout);
    expect((await checkConnection()).exitCode).toBe(0);
    const next = selfSigned();
    await changeComponent(local, "ExtlClntAppGlobalOauthSettings", "Access_Deployer_glbloauth", {
      certificate: next.certificatePem,
    });
    const between = await checkConnection();
    expect([between.exitCode, between.stderr]).toEqual([1, expect.stringMatching(/invalid_(client|grant)/)]);
    await writeFile(keyFile, next.privateKeyPem, { mode: 0o600 });
    expect((await checkConnection()).exitCode).toBe(0);
    // The command goes on with the new key, which it takes for the app's own.
    expect((await deployer("--user", username, "--apply")).exitCode).toBe(0);
  });

  test("a second run changes nothing, and keeps the key", async () => {
    await makeUser();
    expect((await deployer("--user", username, "--apply")).exitCode).toBe(0);
    const [before, key] = [await contents(), await readFile(keyFile, "utf8")];
    const again = await deployer("--user", username, "--apply");
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining("has the permission set already")]);
    expect(await contents()).toEqual(before);
    expect(await readFile(keyFile, "utf8")).toBe(key);
  });

  test("a permission that was added by hand is taken away, and one that was lost is given again", async () => {
    expect((await deployer("--apply")).exitCode).toBe(0);
    const id = await administrator.idOf("PermissionSet", "Name = 'Access_Deployer'");
    await administrator.change("PermissionSet", id, {
      PermissionsViewAllData: true,
      PermissionsAssignPermissionSets: false,
    });
    expect((await deployer("--apply")).exitCode).toBe(0);
    const [set] = await administrator.query(
      `SELECT PermissionsViewAllData, PermissionsAssignPermissionSets FROM PermissionSet WHERE Id = '${id}'`,
    );
    expect(set).toMatchObject({ PermissionsViewAllData: false, PermissionsAssignPermissionSets: true });
  });

  test("a permission set that others have made is refused, and nothing is made", async () => {
    await administrator.create("PermissionSet", { Name: "Access_Deployer", Label: "Access Deployer" });
    const before = await contents();
    const { exitCode, stderr } = await deployer("--apply");
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/was not made by this command; nothing was changed\. Rename/),
    ]);
    expect(await contents()).toEqual(before);
    await expect(stat(keyFile)).rejects.toThrow("ENOENT");
  });

  test("an app with the certificate of another key is refused, with what to do", async () => {
    expect((await deployer("--apply")).exitCode).toBe(0);
    await rm(keyFile);
    const { exitCode, stderr } = await deployer("--apply");
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/certificate of another key .*Name the file of that key/),
    ]);
  });

  test.each([
    [
      "a user that is not there",
      async () => {},
      /There is no user pulumi@mycompany\.example in this org\. Make the user/,
    ],
    [
      "an inactive user",
      async () => administrator.change("User", await makeUser(), { IsActive: false }),
      /is inactive\. Activate/,
    ],
    [
      "a key that others may read",
      async () => {
        await makeUser();
        await writeFile(keyFile, local.org.deployer.privateKeyPem(), { mode: 0o644 });
      },
      /Others may read the key file .*chmod 600/,
    ],
    [
      "a file that holds no key",
      async () => {
        await makeUser();
        await writeFile(keyFile, "hello", { mode: 0o600 });
      },
      /The key file .* must be an unencrypted RSA private key as PEM/,
    ],
  ])("%s is refused before anything is made", async (_what, prepare, refusal) => {
    await prepare();
    const before = await contents();
    const { exitCode, stderr } = await deployer("--user", username, "--apply");
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(refusal)]);
    expect(await contents()).toEqual(before);
  });
});

test.each([[[]], [["--sf-alias", "-x"]], [["--sf-alias", "desk", "--unknown"]]])(
  "%j are wrong arguments",
  async (wrong) => {
    const { exitCode, stderr } = await runOperation(["deployer", ...wrong]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("Usage: pulumi-salesforce-access deployer")]);
  },
);
