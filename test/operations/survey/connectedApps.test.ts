import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import { deployConnectedApp } from "../../../local-org/test/connectedApps/kit.ts";
import { integrationUsername } from "../../provider/access.ts";
import { type ConnectedAccess, connectedApp, loginVerdict, setUpByHand } from "../../provider/connectedAccess.ts";
import { loginTo, runOperation } from "../runOperation.ts";

let local: LocalOrg;
let access: ConnectedAccess;
let folder: string;
beforeAll(async () => {
  local = await createLocalOrg({ settings: { deployMs: 0 } });
  access = await setUpByHand(local);
});
afterAll(() => local?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "survey-"));
  await copyFile(join(import.meta.dirname, "../../../Pulumi.yaml"), join(folder, "Pulumi.yaml"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const survey = (...more: string[]) =>
  runOperation(["survey", "--stack", "dev", "--folder", folder, ...more], loginTo(local));
const stackFile = () => readFile(join(folder, "Pulumi.dev.yaml"), "utf8");
const configured = async () => (parse(await stackFile()) as { config: Record<string, unknown> }).config;

describe("a survey of an org with a connected app", () => {
  test("says who logs in through it and the two ways out, and writes nothing", async () => {
    expect(await loginVerdict(local, access)).toBe("ok");
    const { exitCode, stdout } = await survey();
    expect(exitCode).toBe(3);
    expect(stdout).toContain("support ends in Summer '27 (Salesforce Release Notes)");
    expect(stdout).toMatch(
      new RegExp(
        `^! ${connectedApp.label}: certificate until \\d{4}-\\d\\d-\\d\\d; scopes Api, RefreshToken; permission sets IVR Access to SCV Apex Classes; users ${integrationUsername} \\(last login \\d{4}-\\d\\d-\\d\\d\\)$`,
        "m",
      ),
    );
    expect(stdout).toContain("migrate it in App Manager (Migrate to External Client App)");
    expect(stdout).toContain(`--beside "${connectedApp.label}"`);
    await expect(stackFile()).rejects.toThrow(/ENOENT/);
  });

  test("writes a stack whose app stands beside it, for the same user, profile and permission set", async () => {
    const { exitCode, stdout } = await survey("--beside", connectedApp.label.toLowerCase());
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining("which stays as it is, and makes an app beside it"),
    ]);
    const written = await stackFile();
    expect(await configured()).toMatchObject({
      "scv-integration:contactEmail": "admin@example.com",
      "scv-integration:username": integrationUsername,
      "scv-integration:adopt": true,
      "scv-integration:rotationStrategy": "blueGreen",
      "scv-integration:confirmedKey": "none",
      "scv-integration:connectedApp": connectedApp.label,
    });
    expect(written).not.toMatch(/certificatePem|PRIVATE/);
    const again = await survey("--beside", connectedApp.label);
    expect(again.exitCode).toBe(0);
    expect(await stackFile()).toBe(written);
  });

  test("names those that there are where the name is another one", async () => {
    const { exitCode, stderr } = await survey("--beside", "WxCC");
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(
        `no such connected app "WxCC"; those that approved users log in through: "${connectedApp.label}"`,
      ),
    ]);
  });

  test("gives the app another name where the connected app has that of the instructions, and refuses one that admits profiles only", async () => {
    const snapshot = local.snapshot();
    local.org.settings.connectedAppCreation = "accepted";
    const { certificatePem } = access.key;
    await deployConnectedApp(local, {
      name: "Profiles_Only",
      certificatePem,
      permissionSets: [],
      profiles: ["Standard User"],
    });
    const { exitCode, stderr } = await survey("--beside", "Profiles Only");
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/Profiles Only admits others: none .*profiles Standard User/),
    ]);
    await deployConnectedApp(local, {
      name: "Renamed",
      label: "WxCC - SCV",
      certificatePem,
      permissionSets: ["IVR_Access_to_SCV_Apex_Classes"],
    });
    expect((await survey("--beside", "WxCC - SCV")).exitCode).toBe(0);
    expect(await configured()).toMatchObject({
      "scv-integration:overrides": { app: { label: "WxCC - SCV ECA" } },
    });
    local.restore(snapshot);
  });
});
