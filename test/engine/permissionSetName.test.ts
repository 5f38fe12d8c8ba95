import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { read } from "../../local-org/test/metadata/kit.ts";
import { deployer, names } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

const proofLine = `${scvArguments.username} logs in by JWT`;
/** The readiness knows what is declared by its names. */
const named = { "scv-readiness": "update" };

describe("the permission set of the access", () => {
  let engine: Engine;

  const permissionSets = () =>
    deployer(engine.local).query(
      "SELECT Id, Name, LicenseId FROM PermissionSet WHERE Label = 'IVR Access to SCV Apex Classes'",
    );
  const heldByUser = async () => {
    const rows = await deployer(engine.local).query(
      `SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE Assignee.Username = '${scvArguments.username}' AND PermissionSet.IsOwnedByProfile = false`,
    );
    return rows.map((row: { PermissionSet: { Name: string } }) => row.PermissionSet.Name);
  };
  const namedByPolicy = async () => {
    const policies = await read(engine.local, "ExtlClntAppOauthConfigurablePolicies", `${names.app}_oauthPlcy`);
    return policies?.commaSeparatedPermissionSet;
  };
  const declareSet = (permissionSet: object) => engine.declare({ ...scvArguments, permissionSet });

  beforeAll(async () => {
    engine = await Engine.start({ program: { scvArguments } });
    succeeded(await engine.up());
  });
  afterAll(() => engine?.stop());

  test("is renamed in place: the same record, still held by the user and named by the policy", async () => {
    const [before] = await permissionSets();
    await declareSet({ apiName: "Voice_Access" });
    const run = succeeded(await engine.up());
    expect(run.changes).toEqual({ ...named, "scv-permission-set": "update", "scv-proof": "update" });
    expect(run.output).toContain(proofLine);
    expect(await permissionSets()).toEqual([expect.objectContaining({ Id: before.Id, Name: "Voice_Access" })]);
    expect(await heldByUser()).toEqual(["Voice_Access"]);
    expect(await namedByPolicy()).toBe("Voice_Access");
    succeeded(await engine.previewDrift());
  });

  test("cannot get another licence under the same API name", async () => {
    await declareSet({ apiName: "Voice_Access", license: "Salesforce API Integration" });
    const run = await engine.preview();
    expect(run.exitCode).not.toBe(0);
    expect(run.output).toContain("license: Salesforce accepts it only at creation");
    expect(run.output).toContain("give a new apiName too");
  });

  test("is replaced under a new API name: made before the old one goes, and user, policy and proof follow", async () => {
    const [before] = await permissionSets();
    await declareSet({ apiName: "Licensed_Access", license: "Salesforce API Integration" });
    const run = succeeded(await engine.up());
    expect(run.changes).toEqual({
      ...named,
      "scv-permission-set": "create-replacement, replace, delete-replaced",
      "scv-user": "update",
      "scv-policy": "update",
      "scv-proof": "update",
    });
    expect(run.output).toContain(proofLine);
    const after = await permissionSets();
    const license = await deployer(engine.local).one(
      `SELECT Id FROM PermissionSetLicense WHERE DeveloperName = '${names.permissionSetLicense}'`,
    );
    expect(after).toEqual([expect.objectContaining({ Name: "Licensed_Access", LicenseId: license.Id })]);
    expect(after[0].Id).not.toBe(before.Id);
    expect(await heldByUser()).toEqual(["Licensed_Access"]);
    expect(await namedByPolicy()).toBe("Licensed_Access");
    succeeded(await engine.previewDrift());
  });
});
