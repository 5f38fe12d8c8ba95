import { describe, expect, test } from "@jest/globals";
import { type Client, withOrg } from "../rest/client.ts";
import { createMetadata, metadataRefusal } from "./people.ts";

const versions = Array.from({ length: 11 }, (_, index) => 58 + index);

/** A type or element, and the versions that know it. Source: the facts of the Metadata API Developer Guide. */
interface Known {
  type: string;
  element?: string;
  value?: string;
  since: number;
  until?: number;
}

const known: Known[] = [
  { type: "ExternalClientApplication", since: 59 },
  { type: "ExtlClntAppOauthSettings", since: 59 },
  { type: "ExtlClntAppGlobalOauthSettings", since: 59 },
  { type: "ExtlClntAppOauthConfigurablePolicies", since: 59 },
  { type: "ExtlClntAppConfigurablePolicies", since: 60 },
  { type: "ExtlClntAppOauthSettings", element: "assetTokenAudiences", value: "a", since: 61 },
  { type: "ExtlClntAppGlobalOauthSettings", element: "certificate", value: "no certificate", since: 60 },
  { type: "ExtlClntAppGlobalOauthSettings", element: "isDeviceFlowEnabled", since: 60 },
  { type: "ExtlClntAppGlobalOauthSettings", element: "isTokenExchangeEnabled", since: 60 },
  { type: "ExtlClntAppGlobalOauthSettings", element: "isCodeCredFlowEnabled", since: 61 },
  { type: "ExtlClntAppOauthConfigurablePolicies", element: "isClientCredentialsFlowEnabled", since: 60 },
  { type: "ExtlClntAppOauthConfigurablePolicies", element: "isTokenExchangeFlowEnabled", since: 60 },
  { type: "ExtlClntAppOauthConfigurablePolicies", element: "isGuestCodeCredFlowEnabled", since: 61 },
  { type: "ExtlClntAppOauthConfigurablePolicies", element: "isNamedUserJwtEnabled", since: 61, until: 63 },
  {
    type: "ExtlClntAppOauthConfigurablePolicies",
    element: "namedUserJwtSessionTimeoutType",
    value: "UserSession",
    since: 65,
  },
  { type: "ExtlClntAppOauthConfigurablePolicies", element: "guestJwtSessionTimeoutType", value: "Custom", since: 65 },
  { type: "ExtlClntAppConfigurablePolicies", element: "isOauthPluginEnabled", since: 60 },
  { type: "ExtlClntAppConfigurablePolicies", element: "isSamlPluginEnabled", since: 63 },
  { type: "ExtlClntAppConfigurablePolicies", element: "isPushPluginEnabled", since: 63 },
  { type: "ExtlClntAppConfigurablePolicies", element: "startPage", value: "None", since: 63 },
  { type: "ExtlClntAppConfigurablePolicies", element: "isCanvasPluginEnabled", since: 66 },
];

/** Whether the org knows it in that version: an unknown type and an unknown element are each told by name. */
async function isKnown({ local }: Client, { type, element, value = "true" }: Known, version: number): Promise<boolean> {
  const parent =
    type === "ExternalClientApplication"
      ? "<contactEmail>a@example.com</contactEmail>"
      : "<externalClientApplication>No_App</externalClientApplication>";
  const enabled = type === "ExtlClntAppConfigurablePolicies" ? "<isEnabled>true</isEnabled>" : "";
  const asked = element === undefined ? "" : `<${element}>${value}</${element}>`;
  const call = createMetadata(
    type,
    `<fullName>Some_App_${version}</fullName>${parent}${enabled}${asked}<label>a</label>`,
  );
  const { text } = await metadataRefusal(local, local.org.deployer.accessToken, call, `${version}.0`);
  const unknownType = text.includes("This type of metadata is not available for this organization");
  const unknownElement =
    text.includes(`}${element} invalid at this location`) ||
    text.includes(`Property '${element}' not valid in version ${version}.0`);
  return !unknownType && !unknownElement;
}

describe("API versions 58.0 to 68.0", () => {
  test.each(known.map((known) => ({ ...known, name: [known.type, known.element].filter(Boolean).join(".") })))(
    "[version.metadata] $name is known from $since.0 on",
    (known) =>
      withOrg(async (client) => {
        const found: number[] = [];
        for (const version of versions) if (await isKnown(client, known, version)) found.push(version);
        expect(found).toEqual(versions.filter((version) => version >= known.since && version <= (known.until ?? 68)));
      }),
  );

  test("[version.sobjects] sObjects and columns exist from their version on", () =>
    withOrg(async ({ call, create }) => {
      const ask = async (version: number, soql: string): Promise<string> => {
        const { status, body } = await call("GET", `//services/data/v${version}.0/query?q=${encodeURIComponent(soql)}`);
        return status === 200 ? "known" : body[0].errorCode;
      };
      for (const [since, soql, code] of [
        [59, "SELECT Id FROM ExternalClientApplication", "INVALID_TYPE"],
        [59, "SELECT Id FROM ExtlClntAppOauthSettings", "INVALID_TYPE"],
        [59, "SELECT PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg", "INVALID_TYPE"],
        [60, "SELECT Id FROM ExtlClntAppPlcyCnfg", "INVALID_TYPE"],
        [65, "SELECT NamedUserJwtSessionTimeoutType FROM ExtlClntAppOauthPlcyCnfg", "INVALID_FIELD"],
        [63, "SELECT PermissionsViewAllFields FROM ObjectPermissions", "INVALID_FIELD"],
        [66, "SELECT CanvasPluginStatus FROM ExtlClntAppPlcyCnfg", "INVALID_FIELD"],
      ] as const) {
        expect({
          soql,
          before: await ask(since - 1, soql),
          first: await ask(since, soql),
          now: await ask(68, soql),
        }).toEqual({
          soql,
          before: code,
          first: "known",
          now: "known",
        });
      }
      const describe = async (version: number) =>
        (await call("GET", `//services/data/v${version}.0/sobjects/ObjectPermissions/describe`)).body.fields.map(
          ({ name }: { name: string }) => name,
        );
      expect(await describe(62)).not.toContain("PermissionsViewAllFields");
      expect(await describe(63)).toContain("PermissionsViewAllFields");
      const sObjects = async (version: number) =>
        (await call("GET", `//services/data/v${version}.0/sobjects`)).body.sobjects.map(
          ({ name }: { name: string }) => name,
        );
      expect(await sObjects(58)).not.toContain("ExternalClientApplication");
      expect(await sObjects(59)).toContain("ExternalClientApplication");
      const ParentId = await create("PermissionSet", { Name: "Fields", Label: "Fields" });
      const row = { ParentId, SobjectType: "Account", PermissionsRead: true, PermissionsViewAllFields: true };
      expect((await call("POST", "//services/data/v62.0/sobjects/ObjectPermissions", row)).body).toMatchObject([
        {
          errorCode: "INVALID_FIELD",
          message: "No such column 'PermissionsViewAllFields' on sobject of type ObjectPermissions",
        },
      ]);
      expect((await call("POST", "//services/data/v63.0/sobjects/ObjectPermissions", row)).status).toBe(201);
    }));

  test("[version.metadata] describeMetadata lists the types of its version", () =>
    withOrg(async ({ local }) => {
      const names = async (version: string) => {
        const { text } = await metadataRefusal(local, local.org.deployer.accessToken, "<describeMetadata/>", version);
        return [...text.matchAll(/<xmlName>(\w+)</g)].map(([, name]) => name);
      };
      expect(await names("58.0")).not.toContain("ExternalClientApplication");
      expect(await names("59.0")).toContain("ExternalClientApplication");
      expect(await names("59.0")).not.toContain("ExtlClntAppConfigurablePolicies");
      expect(await names("60.0")).toContain("ExtlClntAppConfigurablePolicies");
    }));
});
