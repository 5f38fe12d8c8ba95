import { expect, test } from "@jest/globals";
import { selfSigned } from "../oauth/selfSigned.ts";
import { consumerKeyOf } from "../oauth/setUp.ts";
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

const global = "ExtlClntAppGlobalOauthSettings";
const globalPath = `extlClntAppGlobalOauthSets/${appName}_glbloauth.ecaGlblOauth`;
const parent = `<externalClientApplication>${appName}</externalClientApplication>`;

function applicationFiles(fullName: string, elements: string) {
  return {
    "package.xml": manifest({ ExternalClientApplication: [fullName] }),
    [`externalClientApps/${fullName}.eca`]: metadataFile("ExternalClientApplication", elements),
  };
}

const goodApplication = "<contactEmail>admin@example.com</contactEmail><label>App</label>";

test.each([["1App"], ["App Name"], ["App_"], ["App-Name"]])(
  "[eca.api-name] the API name %p is refused",
  async (fullName) => {
    await withOrg(async (local) => {
      const result = await deploy(local, applicationFiles(fullName, goodApplication));
      expect(result.status).toBe("Failed");
      expect(firstProblem(result)).toContain(
        "API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter",
      );
    });
  },
);

test("[eca.api-name-length] an API name of more than 80 characters is too long, of other components one of more than 100", async () => {
  await withOrg(async (local) => {
    const result = await deploy(local, applicationFiles("A".repeat(81), goodApplication));
    expect(firstProblem(result)).toBe("Value too long for field: fullName maximum length is:80");
    expect((await deploy(local, applicationFiles("A".repeat(80), goodApplication))).status).toBe("Succeeded");
    const settings = (fullName: string) =>
      deploy(local, {
        "package.xml": manifest({ ExtlClntAppOauthSettings: [fullName] }),
        [`extlClntAppOauthSettings/${fullName}.ecaOauth`]: metadataFile(
          "ExtlClntAppOauthSettings",
          `<externalClientApplication>${"A".repeat(80)}</externalClientApplication>`,
        ),
      });
    expect(firstProblem(await settings("S".repeat(101)))).toBe(
      "Value too long for field: fullName maximum length is:100",
    );
    expect((await settings("S".repeat(100))).errors).toEqual([]);
  });
});

test("[eca.label-required] [eca.contact-email-required] an application names what it lacks", async () => {
  await withOrg(async (local) => {
    const missing = await deploy(local, applicationFiles("App", ""));
    expect(firstProblem(missing)).toBe("Required fields are missing: [MasterLabel, ContactEmail]");
    const malformed = await deploy(
      local,
      applicationFiles("App", "<contactEmail>admin</contactEmail><label>A</label>"),
    );
    expect(firstProblem(malformed)).toBe("Contact Email: invalid email address: admin");
  });
});

test("[eca.callback-required] global OAuth settings need a callback URL and keep several, one a line", async () => {
  await withOrg(async (local) => {
    const files = appFiles();
    files[globalPath] = metadataFile(global, parent);
    expect(firstProblem(await deploy(local, files))).toBe("Required field is missing: callbackUrl");
    files[globalPath] = metadataFile(
      global,
      `<callbackUrl>https://one.example/cb\n  https://two.example/cb\n</callbackUrl>${parent}`,
    );
    expect((await deploy(local, files)).errors).toEqual([]);
    const settings = await read(local, global, `${appName}_glbloauth`);
    expect(settings?.callbackUrl).toBe("https://one.example/cb\nhttps://two.example/cb");
  });
});

test("[eca.scope-names] OAuth's own scope names are refused with the list of the valid ones", async () => {
  await withOrg(async (local) => {
    const problem = firstProblem(await deploy(local, appFiles({ scopes: "api,refresh_token" })));
    expect(problem).toMatch(/^There's a problem with your scope\(s\): api, refresh_token/);
    expect(problem).toContain("Api");
    expect(problem).toContain("RefreshToken");
  });
});

test("[eca.consumer-key-self-chosen] a new app may bring a free key, unless the setting refuses that", async () => {
  await withOrg(async (local) => {
    const files = appFiles({ global: "<consumerKey>ourOwnKey0123456789</consumerKey>" });
    local.org.settings.consumerKeySelfChosen = "refused";
    expect((await deploy(local, files)).status).toBe("Failed");
    local.org.settings.consumerKeySelfChosen = "accepted";
    expect((await deploy(local, files)).errors).toEqual([]);
    expect(await consumerKeyOf(local)).toBe("ourOwnKey0123456789");
    const other = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path.replaceAll(appName, "Other"),
        text.replaceAll(appName, "Other"),
      ]),
    );
    expect(firstProblem(await deploy(local, other))).toBe("The consumer key is already taken");
  });
});

test("[eca.consumer-secret-hidden] a secret that was given is not read back", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles({ global: "<consumerSecret>s3cret</consumerSecret>" }));
    const settings = await read(local, global, `${appName}_glbloauth`);
    expect(settings).not.toHaveProperty("consumerSecret");
    expect(JSON.stringify(local.org.documents.list(`metadata.${global}`))).not.toContain("s3cret");
  });
});

test("[eca.certificate-refused] private keys and other text are no certificate, and the answer does not repeat them", async () => {
  await withOrg(async (local) => {
    const { privateKeyPem } = selfSigned();
    for (const text of ["abc", "not a certificate!", privateKeyPem]) {
      const result = await deploy(local, appFiles({ certificatePem: text }));
      expect(firstProblem(result)).toBe("The certificate is not a valid X.509 certificate");
    }
  });
});

test("[eca.crud-update-omitted] a CRUD update resets what it omits, or keeps it when the setting says so", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles({ certificatePem: selfSigned().certificatePem }));
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    const metadata = deployerConnection(local).metadata as any;
    const change = {
      fullName: `${appName}_glbloauth`,
      externalClientApplication: appName,
      callbackUrl: "https://new.example/cb",
    };
    local.org.settings.crudUpdateOmittedFields = "keep";
    expect(await metadata.update(global, change)).toMatchObject({ success: true });
    expect(await read(local, global, `${appName}_glbloauth`)).toMatchObject({
      callbackUrl: "https://new.example/cb",
      certificate: expect.stringMatching(/^MII/),
    });
    local.org.settings.crudUpdateOmittedFields = "reset";
    expect(await metadata.update(global, change)).toMatchObject({ success: true });
    expect(await read(local, global, `${appName}_glbloauth`)).not.toHaveProperty("certificate");
  });
});

test("[eca.pkce-kept] PKCE that was turned off stays off, unless the setting says that it reads back as on", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles({ global: "<isPkceRequired>false</isPkceRequired>" }));
    expect(await read(local, global, `${appName}_glbloauth`)).toMatchObject({ isPkceRequired: "false" });
    local.org.settings.pkceReadsBackTrue = true;
    expect(await read(local, global, `${appName}_glbloauth`)).toMatchObject({ isPkceRequired: "true" });
  });
});

test("[eca.org-scoped-values] the org makes its own links and refuses those of another org", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles());
    const orgId = local.org.organizationId.slice(0, 15);
    const application = await read(local, "ExternalClientApplication", appName);
    expect(application?.orgScopedExternalApp).toBe(`${orgId}:${appName}`);
    const settings = await read(local, "ExtlClntAppOauthSettings", `${appName}_oauth`);
    expect(settings?.oauthLink).toMatch(new RegExp(`^${orgId}:888[A-Za-z0-9]{12}$`));
    const own = appFiles({ application: `<orgScopedExternalApp>${orgId}:${appName}</orgScopedExternalApp>` });
    expect((await deploy(local, own)).errors).toEqual([]);
    const foreign = appFiles({
      application: `<orgScopedExternalApp>00D000000000001:${appName}</orgScopedExternalApp>`,
    });
    expect((await deploy(local, foreign)).status).toBe("Failed");
    const path = `extlClntAppOauthSettings/${appName}_oauth.ecaOauth`;
    const link = "<oauthLink>00D000000000001:888000000000001</oauthLink>";
    const files = { ...appFiles(), [path]: metadataFile("ExtlClntAppOauthSettings", `${parent}${link}`) };
    expect((await deploy(local, files)).errors[0]?.fullName).toBe(`${appName}_oauth`);
  });
});

test("[eca.parent-must-exist] a satellite names its application exactly", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles());
    for (const name of ["Nothing", appName.toLowerCase()]) {
      const result = await deploy(local, {
        "package.xml": manifest({ ExtlClntAppOauthSettings: ["More"] }),
        "extlClntAppOauthSettings/More.ecaOauth": metadataFile(
          "ExtlClntAppOauthSettings",
          `<externalClientApplication>${name}</externalClientApplication>`,
        ),
      });
      expect(firstProblem(result)).toBe(
        `In field: externalClientApplication - no ExternalClientApplication named ${name} found`,
      );
    }
  });
});

test("[eca.soql-rows] SOQL sees the app, its settings and its policies", async () => {
  await withOrg(async (local) => {
    await deploy(local, appFiles({ oauthPolicies: closedPolicies() }));
    const connection = deployerConnection(local);
    const query = async (soql: string) => (await connection.query(soql)).records[0];
    const application = await query(
      "SELECT Id, DeveloperName, MasterLabel, ContactEmail, DistributionState FROM ExternalClientApplication",
    );
    expect(application).toMatchObject({
      Id: expect.stringMatching(/^0xI/),
      DeveloperName: appName,
      MasterLabel: "WxCC - SCV",
      ContactEmail: "admin@example.com",
      DistributionState: "Local",
    });
    const ofApp = `FROM ExtlClntAppOauthPlcyCnfg WHERE ExternalClientApplicationId = '${application?.Id}'`;
    expect(
      await query(`SELECT PermittedUsersPolicyType, RefreshTokenPolicyType, DeveloperName ${ofApp}`),
    ).toMatchObject({
      PermittedUsersPolicyType: "AdminApprovedPreAuthorized",
      RefreshTokenPolicyType: "Zero",
      DeveloperName: `${appName}_oauthPlcy`,
    });
    expect(await query("SELECT IsEnabled, OauthPluginStatus, StartPage FROM ExtlClntAppPlcyCnfg")).toMatchObject({
      IsEnabled: true,
      OauthPluginStatus: "Enabled",
      StartPage: "None",
    });
    const [settings] = local.org.records.find("ExtlClntAppOauthSettings");
    expect(settings).toMatchObject({ OauthScopesAPI: true, OauthScopesREFRESH_TOKEN: true, OauthScopesFULL: false });
  });
});

test("[eca.version-elements] an element that the version does not know is invalid, and is not written back", async () => {
  await withOrg(async (local) => {
    const policies = `${parent}<isEnabled>true</isEnabled><startPage>None</startPage>`;
    const files = (version: string) => ({
      ...appFiles(),
      "package.xml": manifest(
        { ExternalClientApplication: [appName], ExtlClntAppConfigurablePolicies: [`${appName}_plcy`] },
        version,
      ),
      [`extlClntAppPolicies/${appName}_plcy.ecaPlcy`]: metadataFile("ExtlClntAppConfigurablePolicies", policies),
    });
    const old = await deploy(local, files("62.0"), { ignoreWarnings: true });
    expect(firstProblem(old)).toBe(
      "Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}startPage invalid at this location in type ExtlClntAppConfigurablePolicies",
    );
    expect((await deploy(local, files("63.0"), { ignoreWarnings: true })).errors).toEqual([]);
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    const older = deployerConnection(local, "62.0").metadata as any;
    expect(await older.read("ExtlClntAppConfigurablePolicies", `${appName}_plcy`)).not.toHaveProperty("startPage");
    expect(await read(local, "ExtlClntAppConfigurablePolicies", `${appName}_plcy`)).toHaveProperty("startPage", "None");
  });
});

test("[eca.write-permissions] without the app permissions nothing of an app can be written", async () => {
  await withOrg(async (local) => {
    const { records } = local.org;
    const [profile] = records.find("Profile", { Name: "System Administrator" });
    const [owned] = records.find("PermissionSet", { ProfileId: String(profile?.Id) });
    records.update("PermissionSet", String(owned?.Id), { PermissionsExternalClientAppDeveloper: false });
    const result = await deploy(local, appFiles({ oauthPolicies: closedPolicies() }));
    expect(result.errors[0]).toMatchObject({
      componentType: "ExternalClientApplication",
      problem: "insufficient access rights on cross-reference id",
    });
    records.update("PermissionSet", String(owned?.Id), { PermissionsExternalClientAppDeveloper: true });
    await deploy(local, appFiles());
    records.update("PermissionSet", String(owned?.Id), { PermissionsExternalClientAppAdmin: false });
    // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
    const metadata = deployerConnection(local).metadata as any;
    const change = { fullName: `${appName}_defaultPolicy`, externalClientApplication: appName, isEnabled: false };
    expect(await metadata.update("ExtlClntAppConfigurablePolicies", change)).toMatchObject({
      success: false,
      errors: [{ statusCode: "INSUFFICIENT_ACCESS_OR_READONLY" }],
    });
  });
});
