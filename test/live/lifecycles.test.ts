import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Org } from "../../salesforce/org.ts";
import { openLiveOrg } from "../../tools/live/login.ts";
import { liveLabel, liveNames } from "../../tools/live/names.ts";
import { sweep } from "../../tools/live/sweep.ts";
import { type Deployed, Stack } from "../provider/kit.ts";
import { apexClass } from "./live.ts";

jest.setTimeout(20 * 60_000);

let stack: Stack;
let org: Org;

beforeAll(async () => {
  org = await openLiveOrg(process.env);
  stack = await Stack.configured({});
});
afterAll(async () => {
  if (org) await sweep(org);
});

/** A second look finds the same, and a second update changes nothing. */
async function expectSettled(deployed: Deployed): Promise<void> {
  expect(await stack.drift(deployed)).toEqual({});
  expect(await stack.drift(await stack.update(deployed))).toEqual({});
}

describe("a permission set", () => {
  test("is made with grants of every kind, changed and deleted", async () => {
    const { permissionSet: label, permissionSetApiName: apiName } = liveNames();
    const made = await stack.create("PermissionSet", "set", {
      label,
      apiName,
      apexClasses: [apexClass],
      userPermissions: ["ApiEnabled"],
      objectPermissions: [{ object: "Account", allowRead: true }],
      fieldPermissions: [{ field: "Account.Phone", readable: true }],
    });
    await expectSettled(made);
    const changed = await stack.update(made, {
      description: "Changed",
      apexClasses: [],
      userPermissions: ["ApiEnabled", "ApexRestServices"],
      objectPermissions: [{ object: "Account", allowRead: true, allowEdit: true }],
      fieldPermissions: [],
    });
    expect(changed.id).toBe(made.id);
    await expectSettled(changed);
    await stack.delete(changed);
    expect(await stack.read(changed)).toBeUndefined();
  });
});

describe("a profile and its user", () => {
  test("are made, changed and taken away; the user comes back when it is made again", async () => {
    const { profile: name, username } = liveNames();
    const profile = await stack.create("IntegrationProfile", "profile", {
      name,
      userPermissions: ["ApiEnabled", "ApiUserOnly"],
    });
    await expectSettled(profile);
    const declared = {
      username,
      email: username,
      lastName: liveLabel,
      profileId: profile.id,
      permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    };
    const user = await stack.create("IntegrationUser", "user", declared);
    await expectSettled(user);
    const renamed = await stack.update(user, { firstName: "Changed" });
    await expectSettled(renamed);

    await stack.delete(renamed);
    const again = await stack.create("IntegrationUser", "user", declared);
    expect(again.id).toBe(user.id);
    await stack.delete(again);
    await stack.delete(profile);
    expect(await stack.read(profile)).toBeUndefined();
  });
});

test("what a broken run leaves is swept away, and nothing else", async () => {
  const { permissionSet: label, permissionSetApiName: apiName, profile: name, username } = liveNames();
  const set = await stack.create("PermissionSet", "set", { label, apiName });
  const profile = await stack.create("IntegrationProfile", "profile", { name, userPermissions: ["ApiEnabled"] });
  await stack.create("IntegrationUser", "user", {
    username,
    email: username,
    lastName: liveLabel,
    profileId: profile.id,
    permissionSetIds: [set.id],
  });
  const others = () => org.query(`SELECT Id FROM PermissionSet WHERE (NOT Label LIKE '${liveLabel} %')`, "counting");
  // A profile owns a permission set, which goes with it.
  const owned = `SELECT Id FROM PermissionSet WHERE ProfileId = '${profile.id}'`;
  const before = (await others()).length - (await org.query(owned, "counting")).length;

  expect(await sweep(org)).toEqual([
    `user ${username} deactivated`,
    `permission set ${label} deleted`,
    `profile ${name} deleted`,
  ]);
  expect(await sweep(org)).toEqual([]);
  expect(await others()).toHaveLength(before);
});
