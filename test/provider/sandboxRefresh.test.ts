import { expect, test } from "@jest/globals";
import { createLocalOrg } from "../../local-org/src/server.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { handOf } from "../engine/byHand.ts";
import { integrationUsername, makeAccess } from "./access.ts";
import { Administrator, failureOf, ownerOf, Stack } from "./kit.ts";

const source = (name: string) => `access/production/${name}`;

/** A sandbox as a refresh leaves it: the access of production, with its marks, and the user switched off. */
async function refreshedSandbox() {
  const local = await createLocalOrg({ settings: { deployMs: 0 }, shape: { isSandbox: true } });
  const administrator = new Administrator(local);
  const before = await makeAccess(await Stack.on(local), selfSigned());
  const description = (name: string) => ({ Description: `[pulumi:${source(name)}]` });
  await administrator.change("PermissionSet", before.set.id, description("set"));
  await administrator.change("Profile", before.profile.id, description("profile"));
  await administrator.change("User", before.user.id, {
    Division: `pulumi:${source("user")}`,
    IsActive: false,
    Email: "scv@mycompany.example.invalid",
  });
  await handOf(local).configure("ExternalClientApplication", "WxCC_SCV", {
    description: description("app").Description,
  });
  return { local, administrator, before };
}

test("the copies that a sandbox refresh makes are taken over by the stack that says so, and only by that", async () => {
  const { local, administrator, before } = await refreshedSandbox();
  const print = console.log;
  const said: string[] = [];
  console.log = (line) => said.push(String(line));
  try {
    const creations = [
      { kind: "PermissionSet", name: "set", inputs: { label: "IVR Access to SCV Apex Classes" } },
      { kind: "IntegrationProfile", name: "profile", inputs: { name: "SCV Integration" } },
      { kind: "IntegrationUser", name: "user", inputs: { username: integrationUsername } },
      { kind: "ExternalClientApp", name: "app", inputs: { label: "WxCC - SCV" } },
    ];
    const readiness = { username: integrationUsername, creations, owner: ownerOf("readiness") };
    const silent = await Stack.on(local);
    const reasons = (await silent.check("OrgReadiness", readiness)).failures.map(({ reason }) => reason);
    expect(reasons).toHaveLength(4);
    for (const reason of reasons) {
      expect(reason).toMatch(
        /belongs to another stack: access\/production\/\w+\. .*If a sandbox refresh has copied it .*replacedOrgId.*up --refresh/,
      );
    }
    expect((await failureOf(makeAccess(silent, selfSigned()))).message).toMatch(/If a sandbox refresh has copied it/);

    const suffixed = `${integrationUsername}.uat`;
    await administrator.change("User", before.user.id, { Username: suffixed });
    const { failures } = await silent.check("OrgReadiness", readiness);
    expect(failures.map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^user: username: the user ${suffixed} .* carries the mark of access/production/user: .*Declare the username ${suffixed}\\.$`,
        ),
      ),
    );
    await administrator.change("User", before.user.id, { Username: integrationUsername });

    const stack = await Stack.on(local, { replacedOrgId: "00D000000000062EAA" });
    said.length = 0;
    expect((await stack.check("OrgReadiness", readiness)).failures).toEqual([]);
    expect(said.filter((line) => line.includes("it would be taken over"))).toHaveLength(4);
    said.length = 0;
    const after = await makeAccess(stack, selfSigned());
    expect(said.filter((line) => line.includes("it is taken over"))).toHaveLength(4);
    for (const part of ["set", "profile", "user", "app"] as const) {
      expect([part, after[part].id]).toEqual([part, before[part].id]);
      expect(await stack.drift(after[part])).toEqual({});
    }
    const [user] = await administrator.query(
      `SELECT IsActive, Email, Division FROM User WHERE Username = '${integrationUsername}'`,
    );
    expect(user).toMatchObject({ IsActive: true, Email: integrationUsername, Division: "pulumi:access/test/user" });
  } finally {
    console.log = print;
    await local.stop();
  }
});
