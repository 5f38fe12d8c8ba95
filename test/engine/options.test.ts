import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { deployer, exported } from "./accessInOrg.ts";
import { handOf } from "./byHand.ts";
import { Engine, engineTimeout, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

/** A permission set whose name in the program, arguments and options are given, a user who holds it, and his profile. */
const program = `
import { readFileSync } from "node:fs";
import { IntegrationProfile, IntegrationUser, PermissionSet } from "pulumi-salesforce-access";

const { name = "set", label = "Voice", options = {}, ...args } = JSON.parse(readFileSync("arguments.json", "utf8"));
const set = new PermissionSet(name, { label, apiName: "Voice", userPermissions: ["ApiEnabled"], ...args.set }, options);
const profile = new IntegrationProfile("profile", { name: "Voice", userPermissions: ["ApiEnabled"], ...args.profile });
new IntegrationUser("user", {
  username: "voice@options.example.com", email: "voice@example.com", lastName: "Voice", profileId: profile.id,
  permissionSetLicenses: ["SalesforceAPIIntegrationPsl"], permissionSetIds: [set.id],
});
`;

describe("a resource option", () => {
  let engine: Engine;
  const set = async () => {
    const [record, ...others] = await deployer(engine.local).query(
      "SELECT Id, Name, Label, Description, LicenseId FROM PermissionSet WHERE Type = 'Regular'",
    );
    expect(others).toEqual([]);
    return record;
  };
  const heldSets = async () =>
    (
      await deployer(engine.local).query(
        "SELECT PermissionSetId FROM PermissionSetAssignment WHERE Assignee.LastName = 'Voice' AND PermissionSet.IsOwnedByProfile = false",
      )
    ).map((row: { PermissionSetId: string }) => row.PermissionSetId);

  beforeAll(async () => {
    engine = await Engine.start({ program: { text: program } });
    await engine.declare({ options: { protect: true } });
    succeeded(await engine.up());
  });
  afterAll(() => engine?.stop());

  test("protect keeps the resource from a destroy", async () => {
    const before = await exported(engine.local);
    // With its preview, which stops it: without, what depends on the resource would go before it.
    const refused = await engine.run(["destroy", "--yes", "--stack", "dev"]);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toMatch(/protect/);
    expect(await exported(engine.local)).toEqual(before);
  });

  test("ignoreChanges leaves an input as it is, also when somebody changes it in the org", async () => {
    await handOf(engine.local).change("PermissionSet", "Name = 'Voice'", { Label: "By hand" });
    await engine.declare({ label: "Ignored", options: { ignoreChanges: ["label"] } });
    const run = succeeded(await engine.up(["--skip-preview", "--refresh"]));
    expect(run.changes).toEqual({});
    expect(await set()).toMatchObject({ Label: "By hand" });
  });

  test("aliases carry the record over to another name in the program, and its mark with it", async () => {
    const before = await set();
    await engine.declare({ name: "access", label: "By hand", options: { aliases: [{ name: "set" }] } });
    const run = succeeded(await engine.up());
    expect(run.changes).toEqual({ access: "update" });
    expect(await set()).toEqual({ ...before, Description: "[pulumi:scv-integration/dev/access]" });
    await engine.declare({ label: "By hand", options: { aliases: [{ name: "access" }] } });
    succeeded(await engine.up());
    expect(await set()).toEqual(before);
  });

  test("--target changes the named resource alone", async () => {
    const before = await exported(engine.local);
    await engine.declare({ set: { description: "Targeted" }, label: "By hand", profile: { description: "Later" } });
    const urn = (await engine.state()).find(({ urn }) => urn.endsWith("::set"))?.urn ?? "";
    const run = succeeded(await engine.up(["--skip-preview", "--target", urn]));
    expect(run.changes).toEqual({ set: "update" });
    expect(await set()).toMatchObject({ Description: "Targeted [pulumi:scv-integration/dev/set]" });
    expect(JSON.stringify(await exported(engine.local))).not.toContain("Later");
    await engine.declare({ label: "By hand" });
    succeeded(await engine.up());
    expect(await exported(engine.local)).toEqual(before);
  });

  test("replaceOnChanges under the same name is refused before anything is touched", async () => {
    const before = await exported(engine.local);
    await engine.declare({ label: "Other", options: { replaceOnChanges: ["label"] } });
    const refused = await engine.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output.replace(/\s+/g, " ")).toContain(
      "It cannot be replaced under the same apiName, because the replacement is created before the old record is deleted. Give a new apiName too, or set the resource option deleteBeforeReplace.",
    );
    expect(await exported(engine.local)).toEqual(before);
  });

  test("deleteBeforeReplace with it takes the same name, and the user is given the new record", async () => {
    const before = await set();
    await engine.declare({ label: "Other", options: { replaceOnChanges: ["label"], deleteBeforeReplace: true } });
    const run = succeeded(await engine.up());
    expect(run.changes).toMatchObject({ set: expect.stringMatching(/^delete-replaced.*create-replacement/) });
    const after = await set();
    expect(after).toMatchObject({ Name: "Voice", Label: "Other" });
    expect(after.Id).not.toBe(before.Id);
    expect(await heldSets()).toEqual([after.Id]);
  });

  test("deleteBeforeReplace does not spare the new name that another licence needs; the name can be changed back", async () => {
    const license = "Salesforce API Integration";
    await engine.declare({ label: "Other", set: { license }, options: { deleteBeforeReplace: true } });
    const refused = await engine.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output.replace(/\s+/g, " ")).toContain(
      "give a new apiName too. A later run can change that back, in place.",
    );
    await engine.declare({
      label: "Other",
      set: { license, apiName: "Voice2" },
      options: { deleteBeforeReplace: true },
    });
    succeeded(await engine.up());
    const replaced = await set();
    expect(await heldSets()).toEqual([replaced.Id]);
    await engine.declare({ label: "Other", set: { license }, options: { deleteBeforeReplace: true } });
    expect(succeeded(await engine.up()).changes).toEqual({ set: "update" });
    expect(await set()).toMatchObject({ Id: replaced.Id, Name: "Voice", LicenseId: expect.any(String) });
  });

  test("retainOnDelete leaves the record with its mark, and a later create takes it back", async () => {
    const license = "Salesforce API Integration";
    await engine.declare({ label: "Other", set: { license }, options: { retainOnDelete: true } });
    succeeded(await engine.up());
    const before = await set();
    const destroyed = succeeded(await engine.destroy());
    expect(destroyed.output).toContain("keeps its username, because Salesforce does not delete users");
    expect(await engine.state()).toEqual([]);
    expect(await set()).toEqual(before);
    succeeded(await engine.up());
    expect(await set()).toEqual(before);
    expect(await heldSets()).toEqual([before.Id]);
  });
});
