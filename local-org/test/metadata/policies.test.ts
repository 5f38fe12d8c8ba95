import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { deployPermissionSet, permissionSet } from "../oauth/setUp.ts";
import {
  appFiles,
  appName,
  closedPolicies,
  deploy,
  deployerConnection,
  firstProblem,
  manifest,
  metadataFile,
  read,
  withOrg,
} from "./kit.ts";

const oauthPolicies = "ExtlClntAppOauthConfigurablePolicies";
const parent = `<externalClientApplication>${appName}</externalClientApplication>`;

function policyFiles(fullName: string, elements: string) {
  return {
    "package.xml": manifest({ [oauthPolicies]: [fullName] }),
    [`extlClntAppOauthPolicies/${fullName}.ecaOauthPlcy`]: metadataFile(oauthPolicies, elements),
  };
}

async function _accessRows(local: LocalOrg) {
  const soql =
    "SELECT ParentId, SetupEntityId, SetupEntityType FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'";
  return (await deployerConnection(local).query(soql)).records;
}

test("[eca.default-policies] an app without policies gets both, open and under the org's own names", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles());
    expect(await read(local, "ExtlClntAppConfigurablePolicies", `${appName}_defaultPolicy`)).toMatchObject({
      externalClientApplication: appName,
      isEnabled: "true",
      isOauthPluginEnabled: "true",
      startPage: "None",
    });
    expect(await read(local, oauthPolicies, `${appName}_oauth_defaultPolicy`)).toMatchObject({
      externalClientApplication: appName,
      ipRelaxationPolicyType: "Enforce",
      permittedUsersPolicyType: "AllSelfAuthorized",
      refreshTokenPolicyType: "SpecificLifetime",
      refreshTokenValidityPeriod: "365",
      refreshTokenValidityUnit: "Days",
      requiredSessionLevel: "STANDARD",
    });
  });
});

test("[eca.default-policies] policies that come with the app are the only ones", async () => {
  await withOrg(async (local) => {
    const policies = `${parent}<isEnabled>true</isEnabled><label>p</label>`;
    await deploy(local, appFiles({ oauthPolicies: closedPolicies(), policies }));
    const rows = (type: string) => local.org.records.find(type).map((row) => row.DeveloperName);
    expect(rows("ExtlClntAppOauthPlcyCnfg")).toEqual([`${appName}_oauthPlcy`]);
    expect(rows("ExtlClntAppPlcyCnfg")).toEqual([`${appName}_plcy`]);
  });
});

test("[eca.one-policy-record] where the setting refuses it, a policy under another name is a duplicate of the one that is there", async () => {
  await withOrg(async (local) => {
    local.org.settings.policyUnderOtherName = "refused";
    await deploy(local, appFiles());
    const result = await deploy(local, policyFiles(`${appName}_oauthPlcy`, closedPolicies()));
    expect(firstProblem(result)).toBe(
      `duplicate value found: ExternalClientApplicationId duplicates value on ${appName}_oauth_defaultPolicy`,
    );
    expect((await deploy(local, policyFiles(`${appName}_oauth_defaultPolicy`, closedPolicies()))).errors).toEqual([]);
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    const metadata = deployerConnection(local).metadata as any;
    const created = await metadata.create(oauthPolicies, { fullName: "Second", externalClientApplication: appName });
    expect(created).toMatchObject({
      success: false,
      errors: [
        {
          statusCode: "DUPLICATE_VALUE",
          message: `duplicate value found: ExtlClntAppOauthSettingsId duplicates value on ${appName}_oauth_defaultPolicy`,
        },
      ],
    });
  });
});

test("[eca.refresh-token-validity] what is given of a validity counts only for policies that have one", async () => {
  await withOrg(async (local) => {
    const zero = "<refreshTokenPolicyType>Zero</refreshTokenPolicyType>";
    const validity =
      "<refreshTokenValidityPeriod>4</refreshTokenValidityPeriod><refreshTokenValidityUnit>Hours</refreshTokenValidityUnit>";
    await deploy(local, appFiles({ oauthPolicies: parent + zero + validity }));
    const closed = await read(local, oauthPolicies, `${appName}_oauthPlcy`);
    expect(closed).toMatchObject({ refreshTokenPolicyType: "Zero", refreshTokenValidityPeriod: "0" });
    expect(closed).not.toHaveProperty("refreshTokenValidityUnit");
    await deploy(local, appFiles({ oauthPolicies: parent + zero.replaceAll("Zero", "Infinite") + validity }));
    expect(await read(local, oauthPolicies, `${appName}_oauthPlcy`)).not.toHaveProperty("refreshTokenValidityPeriod");
    await deploy(local, appFiles({ oauthPolicies: parent + zero.replaceAll("Zero", "SpecificInactivity") + validity }));
    expect(await read(local, oauthPolicies, `${appName}_oauthPlcy`)).toMatchObject({
      refreshTokenValidityPeriod: "4",
      refreshTokenValidityUnit: "Hours",
    });
  });
});

test("[eca.policy-list-format] the lists come back without blanks, as the same set in another order", async () => {
  await withOrg(async (local) => {
    await deployPermissionSet(local);
    local.org.records.insert("PermissionSet", { Name: "Second_Set", Label: "Second", Type: "Regular" });
    const policies = closedPolicies(`${permissionSet}, Second_Set`);
    expect((await deploy(local, appFiles({ oauthPolicies: policies }))).errors).toEqual([]);
    const seen = new Set<string>();
    for (let count = 0; count < 2; count += 1)
      seen.add(String((await read(local, oauthPolicies, `${appName}_oauthPlcy`))?.commaSeparatedPermissionSet));
    expect([...seen].sort()).toEqual([`${permissionSet},Second_Set`, `Second_Set,${permissionSet}`]);
  });
});

test("[eca.policy-profile-labels] profiles are named by label, metadata names are not found", async () => {
  await withOrg(async (local) => {
    const policies = (profile: string) =>
      `<commaSeparatedProfile>${profile}</commaSeparatedProfile>${closedPolicies()}`;
    const result = await deploy(local, appFiles({ oauthPolicies: policies("Admin") }));
    expect(firstProblem(result)).toBe("We couldn't find profiles called Admin");
    await deploy(local, appFiles({ oauthPolicies: policies("System Administrator,Standard User") }));
    const policy = await read(local, oauthPolicies, `${appName}_oauthPlcy`);
    expect(String(policy?.commaSeparatedProfile).split(",").sort()).toEqual(["Standard User", "System Administrator"]);
  });
});
