import { describe, expect, test } from "@jest/globals";
import { type Client, userFields, withOrg } from "../rest/client.ts";
import { createMetadata, deployerWithout, metadataRefusal } from "./people.ts";

/** A call that needs a permission, and how it looks to somebody without: the status of REST and the code. */
interface Demand {
  /** Any of these permissions is enough, so that all must be missing. */
  missing: string[];
  what: string;
  /** The error code that the caller gets; `undefined` when there is none. */
  ask(caller: Client): Promise<string | undefined>;
  refusal: string;
}

const rest = (method: string, path: string, body?: object) => async (caller: Client) => {
  const answer = await caller.call(method, path, body);
  return answer.status < 400 ? undefined : `${answer.status} ${answer.body[0].errorCode}`;
};
const soql = (text: string) => rest("GET", `/query?q=${encodeURIComponent(text)}`);
const soap = (call: string) => async (caller: Client) =>
  (await metadataRefusal(caller.local, tokenOf(caller), call)).refusal;
const id = { user: "005000000000001", set: "0PS000000000001", licence: "0PL000000000001", entity: "01p000000000001" };
const noAccess = "403 INSUFFICIENT_ACCESS_OR_READONLY";
const eca =
  "<fullName>App</fullName><contactEmail>a@example.com</contactEmail><label>App</label><distributionState>Local</distributionState>";
const satellite =
  "<fullName>App_p</fullName><externalClientApplication>App</externalClientApplication><label>p</label>";

const demands: Demand[] = [
  {
    missing: ["ApiEnabled"],
    what: "the data API",
    ask: rest("GET", "/sobjects"),
    refusal: "403 API_CURRENTLY_DISABLED",
  },
  { missing: ["ApiEnabled"], what: "a query", ask: soql("SELECT Id FROM User"), refusal: "403 API_CURRENTLY_DISABLED" },
  {
    missing: ["ApiEnabled"],
    what: "the Metadata API",
    ask: soap("<describeMetadata/>"),
    refusal: "API_CURRENTLY_DISABLED",
  },
  {
    missing: ["ApiEnabled"],
    what: "a deploy over REST",
    ask: rest("GET", "/metadata/deployRequest/0Af000000000001"),
    refusal: "403 API_CURRENTLY_DISABLED",
  },
  {
    missing: ["ApiEnabled"],
    what: "Apex REST",
    ask: rest("POST", "//services/apexrest/cnxscv/voice/v1/clearRouting", {}),
    refusal: "403 APEX_REST_SERVICES_DISABLED",
  },
  {
    missing: ["ApexRestServices"],
    what: "Apex REST",
    ask: rest("POST", "//services/apexrest/cnxscv/voice/v1/clearRouting", {}),
    refusal: "403 APEX_REST_SERVICES_DISABLED",
  },
  {
    missing: ["AuthorApex"],
    what: "an Apex class",
    ask: rest("POST", "//services/apexrest/cnxscv/voice/v1/clearRouting", {}),
    refusal: "403 FORBIDDEN",
  },
  { missing: ["ViewSetup"], what: "licences", ask: soql("SELECT Id FROM UserLicense"), refusal: "400 INVALID_TYPE" },
  {
    missing: ["ViewSetup"],
    what: "licences of permission sets",
    ask: soql("SELECT Id FROM PermissionSetLicense"),
    refusal: "400 INVALID_TYPE",
  },
  { missing: ["ViewSetup"], what: "the org", ask: soql("SELECT Id FROM Organization"), refusal: "400 INVALID_TYPE" },
  {
    missing: ["ViewSetup"],
    what: "apps",
    ask: soql("SELECT Id FROM ExternalClientApplication"),
    refusal: "400 INVALID_TYPE",
  },
  {
    missing: ["ViewSetup"],
    what: "class access",
    ask: rest("POST", "/sobjects/SetupEntityAccess", { ParentId: id.set, SetupEntityId: id.entity }),
    refusal: "404 NOT_FOUND",
  },
  {
    missing: ["ViewSetup"],
    what: "a describe",
    ask: rest("GET", "/sobjects/PermissionSet/describe"),
    refusal: "404 NOT_FOUND",
  },
  { missing: ["ViewSetup"], what: "the limits", ask: rest("GET", "/limits"), refusal: "403 INSUFFICIENT_ACCESS" },
  {
    missing: ["ManageUsers", "ManageInternalUsers"],
    what: "a new user",
    ask: rest("POST", "/sobjects/User", userFields("new")),
    refusal: noAccess,
  },
  {
    missing: ["ManageUsers", "ManageInternalUsers"],
    what: "a changed user",
    ask: rest("PATCH", `/sobjects/User/${id.user}`, { Title: "a" }),
    refusal: noAccess,
  },
  {
    missing: ["ManageUsers", "FreezeUsers"],
    what: "freezing",
    ask: rest("PATCH", "/sobjects/UserLogin/0Yw000000000001", { IsFrozen: true }),
    refusal: noAccess,
  },
  ...["Profile", "PermissionSet", "SetupEntityAccess", "ObjectPermissions", "FieldPermissions"].map((type) => ({
    missing: ["ManageProfilesPermissionsets"],
    what: type,
    ask: rest("POST", `/sobjects/${type}`, {}),
    refusal: noAccess,
  })),
  {
    missing: ["ManageProfilesPermissionsets"],
    what: "metadata of a permission set",
    ask: soap(createMetadata("PermissionSet", "<fullName>S</fullName><label>S</label>")),
    refusal: "INSUFFICIENT_ACCESS_OR_READONLY",
  },
  {
    missing: ["ManageProfilesPermissionsets"],
    what: "metadata of a profile",
    ask: soap(createMetadata("Profile", "<fullName>P</fullName><userLicense>Salesforce</userLicense>")),
    refusal: "INSUFFICIENT_ACCESS_OR_READONLY",
  },
  {
    missing: ["AssignPermissionSets"],
    what: "an assignment",
    ask: rest("POST", "/sobjects/PermissionSetAssignment", { AssigneeId: id.user, PermissionSetId: id.set }),
    refusal: noAccess,
  },
  {
    missing: ["AssignPermissionSets", "ManageInternalUsers"],
    what: "a licence assignment",
    ask: rest("POST", "/sobjects/PermissionSetLicenseAssign", {
      AssigneeId: id.user,
      PermissionSetLicenseId: id.licence,
    }),
    refusal: noAccess,
  },
  {
    missing: ["ModifyMetadata", "ModifyAllData"],
    what: "the Metadata API",
    ask: soap("<describeMetadata/>"),
    refusal: "INSUFFICIENT_ACCESS",
  },
  {
    missing: ["ModifyMetadata", "ModifyAllData"],
    what: "a deploy over REST",
    ask: rest("GET", "/metadata/deployRequest/0Af000000000001"),
    refusal: "403 INSUFFICIENT_ACCESS",
  },
  {
    missing: ["ExternalClientAppDeveloper"],
    what: "an app",
    ask: soap(createMetadata("ExternalClientApplication", eca)),
    refusal: "INSUFFICIENT_ACCESS_OR_READONLY",
  },
  {
    missing: ["ExternalClientAppDeveloper"],
    what: "the OAuth settings of an app",
    ask: soap(createMetadata("ExtlClntAppOauthSettings", satellite)),
    refusal: "INSUFFICIENT_ACCESS_OR_READONLY",
  },
  {
    missing: ["ExternalClientAppDeveloper"],
    what: "the key of an app",
    ask: soap(createMetadata("ExtlClntAppGlobalOauthSettings", satellite)),
    refusal: "INSUFFICIENT_ACCESS_OR_READONLY",
  },
  {
    missing: ["ExternalClientAppAdmin"],
    what: "the OAuth policies of an app",
    ask: soap(createMetadata("ExtlClntAppOauthConfigurablePolicies", satellite)),
    refusal: "INSUFFICIENT_ACCESS_OR_READONLY",
  },
  {
    missing: ["ExternalClientAppAdmin"],
    what: "the policies of an app",
    ask: soap(createMetadata("ExtlClntAppConfigurablePolicies", `${satellite}<isEnabled>true</isEnabled>`)),
    refusal: "INSUFFICIENT_ACCESS_OR_READONLY",
  },
];

const tokens = new WeakMap<Client, string>();
function tokenOf(caller: Client): string {
  return tokens.get(caller) ?? caller.local.org.deployer.accessToken;
}

async function callerWithout(client: Client, name: string, missing: string[]): Promise<Client> {
  const caller = await deployerWithout(client, name, missing);
  const { Id: userId } = await client.one(`SELECT Id FROM User WHERE LastName = '${name}'`);
  tokens.set(caller, client.local.org.sessions.open({ userId, clientId: "test", scopes: ["api"] }));
  return caller;
}

describe("a deployer without a permission", () => {
  const kinds = [...new Set(demands.map(({ missing }) => missing.join(" and ")))];
  test.each(kinds)("[access.nothing-else] without %s is refused what needs it, and only that", (kind) =>
    withOrg(async (client) => {
      const caller = await callerWithout(client, "lacking", kind.split(" and "));
      for (const { missing, what, ask, refusal } of demands) {
        if (missing.join(" and ") !== kind) continue;
        expect({ what, refusal: await ask(caller) }).toEqual({ what, refusal });
        expect({ what, refusal: await ask(client) }).not.toEqual({ what, refusal });
      }
      if (kind === "ApiEnabled") return;
      for (const { missing, what, ask, refusal } of demands) {
        // Apex REST has one refusal for two permissions.
        if (kind === "ApexRestServices" && what === "Apex REST") continue;
        if (missing.some((permission) => kind.split(" and ").includes(permission))) continue;
        expect({ what, refusal: await ask(caller) }).not.toEqual({ what, refusal });
      }
    }),
  );

  test("[access.assign-permission-sets] Modify All Data assigns nothing", () =>
    withOrg(async (client) => {
      const caller = await callerWithout(client, "modifier", ["AssignPermissionSets"]);
      expect(await caller.query("SELECT PermissionsModifyAllData FROM UserPermissionAccess")).toMatchObject([
        { PermissionsModifyAllData: true },
      ]);
      const PermissionSetId = await caller.create("PermissionSet", { Name: "New", Label: "New" });
      const assignment = { AssigneeId: client.local.org.deployer.userId, PermissionSetId };
      expect(await rest("POST", "/sobjects/PermissionSetAssignment", assignment)(caller)).toBe(noAccess);
      expect(await rest("POST", "/sobjects/PermissionSetAssignment", assignment)(client)).toBeUndefined();
    }));

  test("[access.api-disabled-org] an org without API refuses everybody", () =>
    withOrg(async (client) => {
      const { org } = client.local;
      org.records.update("Organization", org.organizationId, { OrganizationType: "Professional Edition" });
      expect((await client.call("GET", "/sobjects")).body).toEqual([
        { message: "The REST API is not enabled for this Organization.", errorCode: "API_DISABLED_FOR_ORG" },
      ]);
      const { refusal, text } = await metadataRefusal(client.local, org.deployer.accessToken, "<describeMetadata/>");
      expect(refusal).toBe("API_DISABLED_FOR_ORG");
      expect(text).toContain("API is not enabled for this Organization or Partner");
    }));

  test("a session ends with its user, its token or its scope", () =>
    withOrg(async (client) => {
      const { sessions } = client.local.org;
      const user = await deployerWithout(client, "leaving", []);
      const { Id } = await client.one("SELECT Id FROM User WHERE LastName = 'leaving'");
      expect(await rest("GET", "/sobjects")(user)).toBeUndefined();
      await client.call("PATCH", `/sobjects/User/${Id}`, { IsActive: false });
      expect(await rest("GET", "/sobjects")(user)).toBe("401 INVALID_SESSION_ID");
      const narrow = sessions.open({ userId: client.local.org.deployer.userId, clientId: "test", scopes: ["id"] });
      const answer = await fetch(`${client.local.url}/services/data/v68.0/sobjects`, {
        headers: { authorization: `Bearer ${narrow}` },
      });
      expect(await answer.json()).toMatchObject([{ errorCode: "INVALID_SESSION_ID" }]);
    }));
});
