import { copyFile, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { appFiles, closedPolicies, deploy, deployerConnection } from "../../local-org/test/metadata/kit.ts";
import { type Client, integrationProfileName, userFields } from "../../local-org/test/rest/client.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";
import { certificate } from "../provider/kit.ts";
import { changeComponent, deployer, exported } from "./accessInOrg.ts";
import { Engine, type EngineRun, succeeded } from "./engine.ts";
import { checkout, makeProject } from "./project.ts";

jest.setTimeout(600_000);

/** What somebody has clicked together. */
interface ByHand {
  permissionSets: string[];
  profile: string;
  user: string;
  /** Fields of the user that differ from the usual. */
  userFields?: object;
  app: string;
  label: string;
  /** Whether the org has made the policies, under its own names. */
  hasPoliciesOfOrg?: boolean;
}

/** Sets an access up by REST and by the Metadata API, as from the instructions. */
async function setUp(local: LocalOrg, byHand: ByHand): Promise<void> {
  const client = deployer(local);
  const { Id: UserLicenseId } = await client.one("SELECT Id FROM UserLicense WHERE Name = 'Salesforce Integration'");
  const license = await client.one(
    "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'",
  );
  const ProfileId = await client.create("Profile", {
    Name: byHand.profile,
    UserLicenseId,
    PermissionsApiEnabled: true,
    PermissionsApiUserOnly: true,
  });
  const AssigneeId = await client.create("User", { ...userFields(byHand.user), ProfileId, ...byHand.userFields });
  await client.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId: license.Id });
  for (const name of byHand.permissionSets) {
    const PermissionSetId = await permissionSet(client, name);
    await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId });
  }
  await makeApp(local, byHand);
}

async function permissionSet(client: Client, Name: string): Promise<string> {
  const ParentId = await client.create("PermissionSet", {
    Name,
    Label: Name.replaceAll("_", " "),
    Description: "What the IVR may do",
    PermissionsApiEnabled: true,
    PermissionsApexRestServices: true,
  });
  const { Id } = await client.one(
    "SELECT Id FROM ApexClass WHERE NamespacePrefix = 'cnxscv' AND Name = 'ServiceRouting'",
  );
  await client.create("SetupEntityAccess", { ParentId, SetupEntityId: Id });
  return ParentId;
}

async function makeApp(local: LocalOrg, { app, label, permissionSets, hasPoliciesOfOrg }: ByHand): Promise<void> {
  const policies = hasPoliciesOfOrg ? {} : { oauthPolicies: closedPolicies(permissionSets.join(",")) };
  const files = appFiles({
    certificatePem: certificate("valid"),
    application: "<contactPhone>+41 44 000 00 00</contactPhone>",
    ...policies,
  });
  const renamed = JSON.stringify(files).replaceAll("WxCC_SCV", app).replaceAll("WxCC - SCV", label);
  expect((await deploy(local, JSON.parse(renamed))).errors).toEqual([]);
  if (!hasPoliciesOfOrg) return;
  const type = "ExtlClntAppOauthConfigurablePolicies";
  const [made] = [await deployerConnection(local).metadata.list([{ type }])].flat();
  await changeComponent(local, type, String(made?.fullName), {
    commaSeparatedPermissionSet: permissionSets.join(","),
    permittedUsersPolicyType: "AdminApprovedPreAuthorized",
  });
}

/** A project with the checkout's own program. */
async function ownProject(folder: string): Promise<void> {
  const program = await readFile(join(checkout, "index.ts"), "utf8");
  await makeProject(folder, program.replace("./resources/index.ts", "pulumi-salesforce-access"));
  await Promise.all([
    copyFile(join(checkout, "Pulumi.yaml"), join(folder, "Pulumi.yaml")),
    ...["resources", "salesforce", "common"].map((name) => symlink(join(checkout, name), join(folder, name))),
    symlink(join(checkout, "node_modules", "yaml"), join(folder, "node_modules", "yaml")),
  ]);
}

async function survey(local: LocalOrg, folder: string): Promise<{ code: number | undefined; output: string }> {
  const { NODE_OPTIONS: _ofJest, ...base } = process.env;
  const { accessToken, clientId } = local.org.deployer;
  const env = {
    ...base,
    SALESFORCE_INSTANCE_URL: local.url,
    SALESFORCE_ACCESS_TOKEN: accessToken,
    SALESFORCE_CLIENT_ID: clientId,
  };
  const program = [join(checkout, "operations", "main.ts"), "survey", "--stack", "dev", "--folder", folder];
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, program, { env });
  return { code: exitCode, output: stdout + stderr };
}

/** The export of an org without the marks; it leaves out what is empty. */
async function withoutMarks(local: LocalOrg): Promise<unknown> {
  const mark = / ?\[pulumi-adopted:[^\]]+\]$|^pulumi-adopted:.+$/;
  return JSON.parse(JSON.stringify(await exported(local)), (_key, value) => {
    if (typeof value !== "string" || !mark.test(value)) return value;
    const text = value.replace(mark, "");
    return text === "" ? undefined : text;
  });
}

const marksIn = async (local: LocalOrg) => JSON.stringify(await exported(local)).match(/pulumi-adopted:/g)?.length ?? 0;

const usual: ByHand = {
  permissionSets: ["IVR_Access"],
  profile: "IVR Integration",
  user: "ivr",
  app: "Contact_Center",
  label: "Contact Center",
};

const orgs: [string, ByHand[], { isProgram: boolean; parts: number }][] = [
  ["under other names", [usual], { isProgram: false, parts: 4 }],
  [
    "with several permission sets",
    [{ ...usual, permissionSets: ["IVR_Access", "IVR_More"] }],
    { isProgram: true, parts: 5 },
  ],
  [
    "with two apps",
    [usual, { permissionSets: ["Chat_Access"], profile: "Chat Integration", user: "chat", app: "Chat", label: "Chat" }],
    { isProgram: true, parts: 8 },
  ],
  [
    "with policies that the org has named, under the names of the instructions",
    [
      {
        permissionSets: ["IVR_Access_to_SCV_Apex_Classes"],
        profile: "SCV Integration",
        user: "scv",
        app: "WxCC_SCV",
        label: "WxCC - SCV",
        hasPoliciesOfOrg: true,
      },
    ],
    { isProgram: false, parts: 4 },
  ],
  [
    "with a user of another time zone, locale and language",
    [
      {
        ...usual,
        userFields: {
          FirstName: "Iva",
          TimeZoneSidKey: "Asia/Tokyo",
          LocaleSidKey: "ja_JP",
          LanguageLocaleKey: "de",
          EmailEncodingKey: "ISO-8859-1",
          CommunityNickname: "iva",
        },
      },
    ],
    { isProgram: false, parts: 4 },
  ],
];

describe.each(orgs)("an access that was set up by hand %s", (_case, byHand, { isProgram, parts }) => {
  test("is surveyed, adopted without any change but the marks, and handed back as it was", async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "adoption-")));
    const local = await createLocalOrg({ settings: { deployMs: 0 } });
    let engine: Engine | undefined;
    try {
      for (const one of byHand) await setUp(local, one);
      const before = await exported(local);
      await ownProject(folder);

      const { code, output } = await survey(local, folder);
      expect([code, output]).toEqual([0, expect.stringContaining("Written: ")]);
      expect(await exported(local)).toEqual(before);

      engine = await Engine.start({ program: { folder: isProgram ? join(folder, "dev") : folder }, local });
      const preview = succeeded(await engine.preview());
      expect(new Set(Object.values(preview.changes))).toEqual(new Set(["create"]));
      expect(linesOf(preview)).toEqual(
        Array.from({ length: parts }, () => expect.stringMatching(/would be adopted; only the mark would change/)),
      );
      expect(await exported(local)).toEqual(before);

      succeeded(await engine.up());
      expect(await withoutMarks(local)).toEqual(before);
      // The export shows the mark of an app twice: in its record and in its component.
      expect(await marksIn(local)).toBe(parts + byHand.length);
      expect((await engine.previewDrift()).exitCode).toBe(0);

      const destroyed = succeeded(await engine.destroy());
      expect(destroyed.output).toContain("was adopted, so it is handed back: only the mark is removed");
      expect(await exported(local)).toEqual(before);
    } finally {
      await engine?.stop();
      await local.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** What the readiness says of adoptions, each line once: the engine shows them twice. */
function linesOf({ output }: EngineRun): string[] {
  return [...new Set(output.match(/OrgReadiness: .*would (?:be adopted|be made).*/g) ?? [])];
}

describe("a survey", () => {
  test("of an org without such access says so, and writes nothing", async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "adoption-")));
    const local = await createLocalOrg({ settings: { deployMs: 0 } });
    try {
      await ownProject(folder);
      const { code, output } = await survey(local, folder);
      expect(code).toBe(3);
      expect(output).toContain("There is no external client app that logs in by certificate");
    } finally {
      await local.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("leaves people and standard profiles alone, and overwrites nothing", async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "adoption-")));
    const local = await createLocalOrg({ settings: { deployMs: 0 } });
    try {
      await setUp(local, usual);
      const client = deployer(local);
      const [set, standard, people] = await Promise.all([
        client.one("SELECT Id FROM PermissionSet WHERE Name = 'IVR_Access'"),
        client.one(`SELECT Id FROM Profile WHERE Name = '${integrationProfileName}'`),
        client.one("SELECT Id FROM Profile WHERE Name = 'Standard User'"),
      ]);
      for (const [name, ProfileId] of [
        ["robot", standard.Id],
        ["person", people.Id],
      ]) {
        const AssigneeId = await client.create("User", { ...userFields(String(name)), ProfileId });
        await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: set.Id });
      }
      await ownProject(folder);
      const { code, output } = await survey(local, folder);
      expect(code).toBe(0);
      expect(output).toContain("User person@local-org.example is left out: its profile is not for the API only");
      expect(output).toContain(`Profile ${integrationProfileName} is referred to by its id: it is a standard profile.`);
      const program = await readFile(join(folder, "dev", "index.ts"), "utf8");
      expect(program).toContain(`profileId: "${standard.Id}"`);
      await writeFile(join(folder, "dev", "index.ts"), "mine");
      const again = await survey(local, folder);
      expect([again.code, again.output]).toEqual([1, expect.stringContaining("nothing is overwritten")]);
      expect(await readFile(join(folder, "dev", "index.ts"), "utf8")).toBe("mine");
    } finally {
      await local.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
