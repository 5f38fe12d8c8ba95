import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { deployer, names } from "./accessInOrg.ts";
import { Engine, engineTimeout, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

/** The parts without the look at the org beforehand, which would have stopped the run. */
const program = `
import { IntegrationProfile, IntegrationUser, PermissionSet } from "pulumi-salesforce-access";

const permissionSet = new PermissionSet("set", {
  label: "IVR Access to SCV Apex Classes",
  apexClasses: ["cnxscv.ServiceRouting"],
  userPermissions: ["ApexRestServices", "ApiEnabled"],
});
const profile = new IntegrationProfile("profile", {
  name: "SCV Integration",
  userPermissions: ["ApiEnabled", "ApiUserOnly"],
});
new IntegrationUser("user", {
  username: "scv.integration@engine.example.com",
  email: "platform-team@example.com",
  lastName: "Integration User",
  profileId: profile.id,
  permissionSetLicenses: ["${names.permissionSetLicense}"],
  permissionSetIds: [permissionSet.id],
});
`;

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ program: { text: program } });
});
afterAll(() => engine?.stop());

test("a create that fails for want of a seat is finished by the next up, and nothing is made twice", async () => {
  const { records } = engine.local.org;
  const seats = (
    type: "UserLicense" | "PermissionSetLicense",
    where: Record<string, string>,
    TotalLicenses: number,
  ) => {
    for (const { Id } of records.find(type, where)) records.update(type, String(Id), { TotalLicenses });
  };
  const { query } = deployer(engine.local);
  const users = () => query("SELECT Id, IsActive FROM User WHERE Username = 'scv.integration@engine.example.com'");
  seats("UserLicense", { Name: "Salesforce Integration" }, 0);
  seats("PermissionSetLicense", { DeveloperName: names.permissionSetLicense }, 0);

  const first = await engine.up();
  expect(first.exitCode).not.toBe(0);
  expect(first.output).toMatch(/IntegrationUser "user" .*LICENSE_LIMIT_EXCEEDED/);
  expect(first.output).toContain("deactivate a user that holds one, or ask Salesforce for more seats");
  expect(first.changes).toEqual({ set: "create", profile: "create", user: "create" });
  expect(await users()).toEqual([]);

  seats("UserLicense", { Name: "Salesforce Integration" }, 5);
  const second = await engine.up();
  expect(second.exitCode).not.toBe(0);
  expect(second.output).toMatch(/IntegrationUser "user" .*giving permission set licences .*LICENSE_LIMIT_EXCEEDED/);
  expect(second.changes).toEqual({ user: "create" });
  const [halfMade] = await users();
  const kept = (await engine.state()).find(({ urn }) => urn.endsWith("::user"));
  expect(kept).toMatchObject({ id: halfMade.Id, initErrors: [expect.stringContaining("LICENSE_LIMIT_EXCEEDED")] });

  seats("PermissionSetLicense", { DeveloperName: names.permissionSetLicense }, 5);
  const third = succeeded(await engine.up());
  expect(third.changes).toEqual({ user: "update" });
  expect(await users()).toEqual([expect.objectContaining({ Id: halfMade.Id, IsActive: true })]);
  const assigned = (type: string) => query(`SELECT Id FROM ${type} WHERE AssigneeId = '${halfMade.Id}'`);
  expect(await assigned("PermissionSetLicenseAssign")).toHaveLength(1);
  // The second one is the profile's own.
  expect(await assigned("PermissionSetAssignment")).toHaveLength(2);
  expect(await query(`SELECT Id FROM PermissionSet WHERE Name = '${names.permissionSet}'`)).toHaveLength(1);
  expect(await query("SELECT Id FROM Profile WHERE Name = 'SCV Integration'")).toHaveLength(1);

  succeeded(await engine.previewDrift());
});
