/** Where nobody outside Salesforce knows what an org does, a setting switches between the answers: both of each. */
import { describe, expect, test } from "@jest/globals";
import { ledger } from "../../src/ledger/index.ts";
import { changedSettings, defaultSettings } from "../../src/settings.ts";
import { appFiles, appName, closedPolicies, deploy, manifest, metadataFile, read } from "../metadata/kit.ts";
import { createUser, errorOf, integrationProfileName, profileId, userWith, withOrg } from "./client.ts";

const oauthPolicies = "ExtlClntAppOauthConfigurablePolicies";
const policies = "ExtlClntAppConfigurablePolicies";
const quick = { settings: { deployMs: 0 } };

describe("open questions of the ledger", () => {
  const open = ledger.filter((entry) => entry.open !== undefined);

  test("each is one sentence", () => {
    expect(open.length).toBeGreaterThan(30);
    for (const { open: question } of open) expect(question?.question).toMatch(/^[A-Z].*\.$/);
  });

  test("every setting that answers one exists, and what clients must survive has one", () => {
    const settings = open.flatMap(({ open: question }) => question?.setting ?? []);
    expect(settings.filter((name) => !(name in defaultSettings))).toEqual([]);
    expect(settings.sort()).toEqual([
      "acceptedAudiences",
      "acceptedAudiences",
      "assertionLeewaySeconds",
      "consumerKeySelfChosen",
      "crudUpdateOmittedFields",
      "defaultNickname",
      "defaultPolicyNames",
      "emailConfirmation",
      "expiredCertificate",
      "externalClientAppRows",
      "inactiveUserProfileChange",
      "laterElements",
      "laterElements",
      "licenceForcedProfilePermissions",
      "licenceRelease",
      "namespace",
      "newAppAnswer",
      "pkceReadsBackTrue",
      "policyUnderOtherName",
      "profileFiltering",
      "replayedAssertions",
      "retryAfterSeconds",
      "stateAndCountryPicklists",
      "userCurrency",
      "wrongAudienceAnswer",
      "zeroRefreshTokenPeriod",
    ]);
  });
});

test("[eca.default-policies] the org's own policies are called after either pattern", async () => {
  for (const [names, oauth, general] of [
    ["defaultPolicy", `${appName}_oauth_defaultPolicy`, `${appName}_defaultPolicy`],
    ["plcy", `${appName}_oauthPlcy`, `${appName}_plcy`],
  ] as const) {
    await withOrg(
      async ({ local }) => {
        await deploy(local, appFiles());
        const called = (type: string) => local.org.records.find(type).map(({ DeveloperName }) => DeveloperName);
        expect(called("ExtlClntAppOauthPlcyCnfg")).toEqual([oauth]);
        expect(called("ExtlClntAppPlcyCnfg")).toEqual([general]);
        expect(await read(local, oauthPolicies, oauth)).toMatchObject({ externalClientApplication: appName });
      },
      { settings: { deployMs: 0, defaultPolicyNames: names } },
    );
  }
});

test("[eca.one-policy-record] policies under another name rename the existing ones, or are refused", () =>
  withOrg(async ({ local }) => {
    const files = {
      "package.xml": manifest({ [oauthPolicies]: ["Other"], [policies]: ["Others"] }),
      "extlClntAppOauthPolicies/Other.ecaOauthPlcy": metadataFile(oauthPolicies, closedPolicies()),
      "extlClntAppPolicies/Others.ecaPlcy": metadataFile(
        policies,
        `<externalClientApplication>${appName}</externalClientApplication><isEnabled>true</isEnabled>`,
      ),
    };
    await deploy(local, appFiles());
    local.org.settings.policyUnderOtherName = "refused";
    expect((await deploy(local, files)).errors).toHaveLength(2);
    local.org.settings.policyUnderOtherName = "renames";
    const [row] = local.org.records.find("ExtlClntAppOauthPlcyCnfg");
    expect((await deploy(local, files)).errors).toEqual([]);
    expect(local.org.records.find("ExtlClntAppOauthPlcyCnfg")).toMatchObject([{ Id: row?.Id, DeveloperName: "Other" }]);
    expect(local.org.records.find("ExtlClntAppPlcyCnfg")).toMatchObject([{ DeveloperName: "Others" }]);
    expect(await read(local, oauthPolicies, `${appName}_oauth_defaultPolicy`)).toBeUndefined();
    expect(await read(local, oauthPolicies, "Other")).toMatchObject({
      permittedUsersPolicyType: "AdminApprovedPreAuthorized",
    });
  }, quick));

test("[user.inactive-profile] the profile of an inactive user changes, or does not", () =>
  withOrg(async (client) => {
    const id = await createUser(client, "ann", integrationProfileName);
    const change = (fields: object) => client.call("PATCH", `/sobjects/User/${id}`, fields);
    await change({ IsActive: false });
    client.local.org.settings.inactiveUserProfileChange = "refused";
    const ProfileId = await profileId(client, "Standard User");
    expect(errorOf(await change({ ProfileId }))).toMatchObject({ status: 400, errorCode: "INACTIVE_OWNER_OR_USER" });
    expect((await change({ LastName: "Bell" })).status).toBe(204);
    client.local.org.settings.inactiveUserProfileChange = "accepted";
    expect((await change({ ProfileId })).status).toBe(204);
  }));

test("[eca.rows-seen] apps are seen in queries by all who see the setup, or only by who may see apps", () =>
  withOrg(async (client) => {
    await deploy(client.local, appFiles());
    const [clerk, viewer] = [
      await userWith(client, "clerk", ["ApiEnabled", "ViewSetup"]),
      await userWith(client, "viewer", ["ApiEnabled", "ViewSetup", "ExternalClientAppViewer"]),
    ];
    const { Id } = await client.one("SELECT Id FROM ExternalClientApplication");
    const types = ["ExternalClientApplication", "ExtlClntAppOauthSettings", "ExtlClntAppOauthPlcyCnfg"];
    const seenBy = async ({ query, call }: typeof client) => {
      const rows = await Promise.all(types.map((type) => query(`SELECT Id FROM ${type}`)));
      const { status } = await call("GET", `/sobjects/ExternalClientApplication/${Id}`);
      return [...rows.map(({ length }) => length), status];
    };
    expect(await seenBy(clerk)).toEqual([1, 1, 1, 200]);
    client.local.org.settings.externalClientAppRows = "viewers";
    expect(await seenBy(clerk)).toEqual([0, 0, 0, 404]);
    expect(await seenBy(viewer)).toEqual([1, 1, 1, 200]);
    expect(await seenBy(client)).toEqual([1, 1, 1, 200]);
  }, quick));

test("[fault.retry-after] answers for later have the header only when the setting says so", () =>
  withOrg(async ({ call, local }) => {
    const header = async (fault: object) => {
      await call("POST", "//_local/faults", [{ kind: "status", times: 1, ...fault }]);
      return (await call("GET", "/sobjects")).headers.get("retry-after");
    };
    expect(await header({ status: 503 })).toBeNull();
    local.org.settings.retryAfterSeconds = 7;
    expect(await header({ status: 503 })).toBe("7");
    expect(await header({ status: 403, errorCode: "REQUEST_LIMIT_EXCEEDED" })).toBe("7");
    expect(await header({ status: 400, errorCode: "UNABLE_TO_LOCK_ROW" })).toBeNull();
  }));

test("settings that answer open questions are checked", () => {
  for (const wrong of [
    { defaultPolicyNames: "other" },
    { policyUnderOtherName: true },
    { inactiveUserProfileChange: "" },
    { externalClientAppRows: "nobody" },
    { retryAfterSeconds: -1 },
  ])
    expect(() => changedSettings(defaultSettings, wrong)).toThrow(
      `In the settings of an org, ${Object.keys(wrong)[0]} takes `,
    );
});
