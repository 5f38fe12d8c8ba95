import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { clientOf, userWith } from "../../local-org/test/rest/client.ts";
import { declaredReadiness } from "../../operations/checkConnection/declaredReadiness.ts";
import { readStackFolder } from "../../operations/stackFolder.ts";
import { root } from "../../tools/commands/checkout.ts";
import { exported } from "../engine/accessInOrg.ts";
import { loginTo, runOperation } from "./runOperation.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-connection-"));
  await copyFile(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const configure = (text: string) => writeFile(join(folder, "Pulumi.production.yaml"), text);
const username = "  scv-integration:username: scv@mycompany.example\n";

describe("check-connection", () => {
  let local: LocalOrg;
  beforeEach(async () => {
    local = await createLocalOrg();
  });
  afterEach(() => local.stop());

  const check = async (environment: Record<string, string> = {}, stack = "production") => {
    const options = ["check-connection", "--stack", stack, "--folder", folder];
    const { exitCode, stdout, stderr } = await runOperation(options, { ...loginTo(local), ...environment });
    return { exitCode, output: stdout + stderr };
  };

  test("says who is logged in where, and that the org is ready, with no state and no write", async () => {
    await configure(`config:\n${username}`);
    const before = await exported(local);
    const { exitCode, output } = await check();
    expect([exitCode, output]).toEqual([0, expect.stringContaining("Ready: the deployer has all 9 permissions")]);
    expect(output).toContain(local.org.organizationId);
    expect(output).toContain(local.org.deployer.username);
    expect(output).toContain("is a production org, and this stack has no permission to change it");
    expect(output).not.toContain(local.org.deployer.accessToken);
    expect(await exported(local)).toEqual(before);
    expect((await readdir(folder)).sort()).toEqual(["Pulumi.production.yaml", "Pulumi.yaml"]);
  });

  test("names everything that is missing at once, of the org and of the deployer, and ends with 3", async () => {
    const overrides = "  scv-integration:overrides:\n    permissionSet:\n      apexClasses: [other.Routing]\n";
    await configure(`config:\n${username}${overrides}`);
    const client = clientOf(local, local.org.deployer.accessToken);
    await userWith(client, "clerk", [
      "ApiEnabled",
      "ViewSetup",
      "ViewAllProfiles",
      "ManageInternalUsers",
      "ManageProfilesPermissionsets",
      "AssignPermissionSets",
    ]);
    const { Id: userId } = await client.one("SELECT Id FROM User WHERE LastName = 'clerk'");
    const accessToken = local.org.sessions.open({ userId, clientId: "test", scopes: ["api"] });
    const { exitCode, output } = await check({ SALESFORCE_ACCESS_TOKEN: accessToken });
    expect([exitCode, output]).toEqual([
      3,
      expect.stringContaining("! apexClasses: other.Routing is not in this org."),
    ]);
    expect(output).toContain('! The deployer lacks the permission "Modify Metadata Through Metadata API Functions"');
    expect(output).toMatch(/The login works, but 4 things are in the way/);
  });

  test("names what is taken, by whom and since when; with adopt it says what would change, and asks about the key", async () => {
    await configure(`config:\n${username}`);
    const client = clientOf(local, local.org.deployer.accessToken);
    await client.create("PermissionSet", { Name: "IVR_Access_to_SCV_Apex_Classes", Label: "By hand" });
    const refused = await check();
    expect([refused.exitCode, refused.output]).toEqual([
      3,
      expect.stringMatching(
        /! The permission set IVR_Access_to_SCV_Apex_Classes \(0PS\w+, last changed by .* already exists/,
      ),
    ]);
    await configure(`config:\n${username}  scv-integration:adopt: true\n`);
    const adopted = await check();
    expect([adopted.exitCode, adopted.output]).toEqual([
      0,
      expect.stringMatching(/permission set IVR_Access_to_SCV_Apex_Classes .* would be adopted; would change/),
    ]);
  });

  test("takes what carries the stack's own mark for its own, with the word of ownerTag", async () => {
    const client = clientOf(local, local.org.deployer.accessToken);
    const Description = "[pulumi:scv-integration/production@emea/scv-permission-set]";
    await client.create("PermissionSet", { Name: "IVR_Access_to_SCV_Apex_Classes", Label: "Ours", Description });
    const tag = "  pulumi-nodejs:salesforce.ownerTag: emea\n";
    await configure(`config:\n${username}${tag}`);
    expect((await check()).exitCode).toBe(0);
    await configure(`config:\n${username}`);
    expect((await check()).output).toContain("belongs to another stack: scv-integration/production@emea/");
  });

  test("works before anything is configured, and says what it could not know", async () => {
    const { exitCode, output } = await check({}, "acme/scv-integration/staging");
    expect([exitCode, output]).toEqual([0, expect.stringContaining("There is no ")]);
    expect(output).toContain("Pulumi.staging.yaml: the connection is that of the environment alone");
    expect(output).toMatch(/ A new one is made by \S.* stack init acme\/scv-integration\/staging; then settings/);
    expect(output).toContain("No username is configured yet");
  });

  test("asks for the defaults where the program is another one", async () => {
    await writeFile(join(folder, "Pulumi.yaml"), "name: consumer\nruntime: nodejs\n");
    const { exitCode, output } = await check();
    expect([exitCode, output]).toEqual([0, expect.stringContaining("This project has a program of its own")]);
  });

  test("an org that is not the stack's is refused", async () => {
    await configure("config:\n  pulumi-nodejs:salesforce.orgId: 00D000000000001AAA\n");
    const { exitCode, output } = await check();
    expect([exitCode, output]).toEqual([
      1,
      expect.stringContaining("says that this stack belongs to 00D000000000001AAA"),
    ]);
  });

  test("settings of earlier versions are refused with the commands that move them", async () => {
    await configure("config:\n  salesforce:orgId: 00D000000000001AAA\n");
    const { exitCode, output } = await check();
    expect([exitCode, output]).toEqual([1, expect.stringContaining("pulumi config rm-all --stack production")]);
  });

  test("a token that the org refuses is an error with the next step, and is not printed", async () => {
    const token = `${local.org.organizationId}!expired.token`;
    const { exitCode, output } = await check({ SALESFORCE_ACCESS_TOKEN: token });
    expect([exitCode, output]).toEqual([1, expect.stringContaining("INVALID_SESSION_ID")]);
    expect(output).not.toContain(token);
  });
});

describe("what the org is asked for", () => {
  const declared = async (text: string) => {
    await configure(text);
    return declaredReadiness(await readStackFolder(folder, "production"));
  };

  test("is what the program declares by default", async () => {
    expect((await declared(`config:\n${username}`)).inputs).toMatchObject({
      apexClasses: ["cnxscv.ServiceRouting"],
      userPermissions: ["ApexRestServices", "ApiEnabled", "ApiUserOnly"],
      sourceProfile: "Minimum Access - API Only Integrations",
      userLicense: "Salesforce Integration",
      permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
      username: "scv@mycompany.example",
    });
  });

  test("takes what the configuration overrides, as YAML or as JSON", async () => {
    const overrides = { profile: { sourceProfile: "Ours", userPermissions: [] }, user: { permissionSetLicenses: [] } };
    const json = JSON.stringify(overrides);
    for (const value of [json, `'${json}'`]) {
      const { inputs, failures } = await declared(`config:\n${username}  scv-integration:overrides: ${value}\n`);
      expect(failures).toEqual([]);
      expect(inputs).toMatchObject({
        sourceProfile: "Ours",
        userPermissions: ["ApexRestServices", "ApiEnabled"],
        permissionSetLicenses: [],
      });
    }
  });

  test("is told under which names the program makes its resources, and whether a new key is confirmed", async () => {
    const overrides =
      '  scv-integration:overrides: {"app": {"label": "Ours", "adopt": true}, "profile": {"name": "Calls"}}\n';
    const { inputs, isRotationConfirmed } = await declared(
      `config:\n${username}${overrides}  scv-integration:confirmRotation: 1\n`,
    );
    expect(isRotationConfirmed).toBe(true);
    expect(inputs.adoptions).toEqual([
      { kind: "ExternalClientApp", name: "scv-app", inputs: expect.objectContaining({ label: "Ours" }) },
    ]);
    expect(inputs.creations).toEqual(
      expect.arrayContaining([
        { kind: "IntegrationProfile", name: "scv-profile", inputs: { name: "Calls" } },
        {
          kind: "IntegrationUser",
          name: "scv-user",
          inputs: expect.objectContaining({ locale: "en_US", timeZone: "GMT" }),
        },
      ]),
    );
    expect((await declared(`config:\n${username}`)).isRotationConfirmed).toBe(false);
  });

  test("names keys of the program's own that are misspelt, or are meant for the connection", async () => {
    const { failures } = await declared(
      `config:\n${username}  scv-integration:usernam: x\n  scv-integration:orgId: x\n`,
    );
    expect(failures.map(({ reason }) => reason)).toEqual([
      "The stack's configuration has no usernam; did you mean username?",
      "The stack's configuration has no orgId; did you mean pulumi-nodejs:salesforce.orgId?",
    ]);
  });

  test("names an input that is wrong, but not a username that is still to come", async () => {
    const wrong = "  scv-integration:overrides:\n    permissionSet:\n      apexClasses: ServiceRouting\n";
    expect((await declared(`config:\n${wrong}`)).failures).toEqual([
      { property: "apexClasses", reason: expect.stringContaining("apexClasses") },
    ]);
  });
});
