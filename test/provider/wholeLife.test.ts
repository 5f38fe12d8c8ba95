import { expect, test } from "@jest/globals";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { integrationUsername, makeAccess, proofOf } from "./access.ts";
import { type Deployed, ownerOf, type Scene, type Stack, withStack } from "./kit.ts";

/** Makes the whole access, in the order in which the resources depend on each other. */
async function up(stack: Stack, signed: SelfSigned): Promise<Deployed[]> {
  const readiness = await stack.create("OrgReadiness", "readiness", {
    apexClasses: ["cnxscv.ServiceRouting"],
    userPermissions: ["ApexRestServices", "ApiEnabled", "ApiUserOnly"],
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    username: integrationUsername,
  });
  const access = await makeAccess(stack, signed);
  const { set, profile, user, app, policy } = access;
  const proof = await stack.create("AccessProof", "proof", proofOf(access, signed));
  return [readiness, set, profile, user, app, policy, proof];
}

async function down(stack: Stack, resources: Deployed[]): Promise<void> {
  for (const resource of [...resources].reverse()) await stack.delete(resource);
}

/** Everything that can be left in the org, as lists of names. */
async function holdings({ local, administrator }: Scene) {
  const names = (type: string, field: string) => local.org.records.find(type).map((record) => String(record[field]));
  return {
    permissionSets: names("PermissionSet", "Name"),
    profiles: names("Profile", "Name"),
    users: names("User", "Username"),
    access: names("SetupEntityAccess", "SetupEntityId"),
    permissionSetLicenses: names("PermissionSetLicenseAssign", "AssigneeId"),
    assignments: local.org.records
      .find("PermissionSetAssignment")
      .filter(
        ({ PermissionSetId }) =>
          local.org.records.get("PermissionSet", String(PermissionSetId))?.IsOwnedByProfile !== true,
      ),
    apps: await administrator.query("SELECT Id FROM ExternalClientApplication"),
    policies: await administrator.query("SELECT Id FROM ExtlClntAppOauthPlcyCnfg"),
  };
}

test("up, destroy, up, destroy leaves exactly one inactive user on the standard profile, and nothing else", () =>
  withStack(async (scene) => {
    const { stack, local, administrator } = scene;
    const key = selfSigned();
    const before = await holdings(scene);

    const first = await up(stack, key);
    for (const resource of first) expect(await stack.drift(resource)).toEqual({});
    await down(stack, first);
    expect(await holdings(scene)).toEqual({ ...before, users: [...before.users, "scv@mycompany.example"] });

    const second = await up(stack, key);
    for (const resource of second) expect(await stack.drift(resource)).toEqual({});
    expect(second[3]?.id).toBe(first[3]?.id);
    await down(stack, second);

    expect(await holdings(scene)).toEqual({ ...before, users: [...before.users, "scv@mycompany.example"] });
    const [user] = local.org.records.find("User", { Username: "scv@mycompany.example" });
    expect(user).toMatchObject({
      IsActive: false,
      ProfileId: await administrator.idOf("Profile", "Name = 'Minimum Access - API Only Integrations'"),
      Division: `pulumi-retired:${ownerOf("user")}`,
    });
  }));
