/** External client apps: what a deploy accepts, what the org makes of it, and how it goes away. */
import {
  type AppParts,
  appFiles,
  applicationId,
  closedPolicies,
  deleteApp,
  deployApp,
  globalSettings,
  newApp,
  parentElement,
  types,
} from "../apps.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectDeployed, problemOf } from "../deploys.ts";
import { expectLike, expectThat, Unaskable } from "../expectation.ts";
import type { Json } from "../http.ts";
import { type DeployResult, type Files, fileOf, listOf, manifestOf } from "../metadata.ts";
import { selfSigned } from "../selfSigned.ts";

const apps: readonly Kind[] = ["external client apps"];
const appsAndSets: readonly Kind[] = ["external client apps", "permission sets"];

async function newSet(asker: Asker): Promise<{ id: string; name: string }> {
  const name = asker.name();
  return { id: await asker.create("PermissionSet", { Name: name, Label: name }), name };
}

/** A rule about an app that is refused because of one part. */
function refusedApp(id: string, parts: AppParts, problem: RegExp): Check {
  return {
    id,
    makes: apps,
    async ask(asker) {
      expectLike(problemOf(await deployApp(asker, asker.name(), parts)), problem);
    },
  };
}

/** Deploys only an application. */
async function deployApplication(asker: Asker, name: string, elements: string): Promise<DeployResult> {
  asker.later(() => deleteApp(asker, name));
  return asker.metadata.deploy({
    "package.xml": manifestOf({ [types.application]: [name] }, asker.target.apiVersion),
    [`externalClientApps/${name}.eca`]: fileOf(types.application, elements),
  });
}

const goodApplication = "<contactEmail>conformance@example.com</contactEmail><label>Conformance</label>";

/** Deploys an app again with other parts. */
async function redeploy(asker: Asker, app: string, parts: AppParts, options = {}): Promise<DeployResult> {
  return asker.metadata.deploy(appFiles(app, asker.target.apiVersion, parts), options);
}

function policyFiles(asker: Asker, fullName: string, elements: string): Files {
  return {
    "package.xml": manifestOf({ [types.oauthPolicies]: [fullName] }, asker.target.apiVersion),
    [`extlClntAppOauthPolicies/${fullName}.ecaOauthPlcy`]: fileOf(types.oauthPolicies, elements),
  };
}

/** Ids of the permission sets that an app's access rows name. */
async function accessRows(asker: Asker, app: string): Promise<Json[]> {
  const id = await applicationId(asker, app);
  return asker.api.records(
    `SELECT ParentId, SetupEntityType FROM SetupEntityAccess WHERE SetupEntityId = '${id}' ORDER BY ParentId`,
  );
}

const parts: readonly Check[] = [
  {
    id: "eca.api-name",
    makes: apps,
    async ask(asker) {
      for (const name of ["1App", "App Name", "App_", "App-Name"])
        expectLike(
          problemOf(await deployApplication(asker, name, goodApplication)),
          /API Name can only contain underscores and alphanumeric characters\. It must be unique, begin with a letter/,
        );
    },
  },
  {
    id: "eca.api-name-length",
    makes: apps,
    async ask(asker) {
      const name = asker.name().padEnd(81, "x");
      expectLike(problemOf(await deployApplication(asker, name, goodApplication)), /too long.*80/);
      expectLike((await deployApplication(asker, name.slice(0, 80), goodApplication)).status, "Succeeded");
    },
  },
  {
    id: "eca.api-name-namespace",
    makes: apps,
    async ask(asker) {
      const result = await deployApplication(asker, `nobody__${asker.name()}`, goodApplication);
      expectLike(problemOf(result), "Cannot create a new component with the namespace: nobody");
    },
  },
  {
    id: "eca.label-required",
    makes: apps,
    async ask(asker) {
      const elements = "<contactEmail>conformance@example.com</contactEmail>";
      expectLike(problemOf(await deployApplication(asker, asker.name(), elements)), /MasterLabel/);
    },
  },
  {
    id: "eca.contact-email-required",
    makes: apps,
    async ask(asker) {
      const missing = await deployApplication(asker, asker.name(), "<label>Conformance</label>");
      expectLike(problemOf(missing), /ContactEmail/);
      const malformed = "<contactEmail>nobody</contactEmail><label>Conformance</label>";
      expectLike(problemOf(await deployApplication(asker, asker.name(), malformed)), /invalid email address: nobody/);
    },
  },
  {
    id: "eca.callback-required",
    makes: apps,
    async ask(asker) {
      expectLike(problemOf(await deployApp(asker, asker.name(), { callback: "" })), /callbackUrl/);
      const urls = "https://one.example/cb\nhttps://two.example/cb";
      const app = await newApp(asker, { callback: `<callbackUrl>${urls}</callbackUrl>` });
      expectLike((await globalSettings(asker, app)).callbackUrl, urls);
    },
  },
  refusedApp("eca.scope-names", { scopes: "api,refresh_token" }, /problem with your scope.*Api.*RefreshToken/s),
  {
    id: "eca.scope-order",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, { scopes: "OpenID,RefreshToken,Api,Basic" });
      const settings = await asker.metadata.read(types.oauthSettings, `${app}_oauth`);
      expectLike(settings?.commaSeparatedOauthScopes, "Basic, Api, RefreshToken, OpenID");
    },
  },
  refusedApp("eca.certificate-refused", { global: "<certificate>not a certificate!</certificate>" }, /certificate/i),
  {
    id: "eca.certificate-format",
    makes: apps,
    async ask(asker) {
      const { certificatePem } = selfSigned();
      const lines = certificatePem.trim().split("\n").slice(1, -1);
      const app = await newApp(asker, { global: `<certificate>${certificatePem}</certificate>` });
      for (const form of [certificatePem, lines.join("\n"), lines.join(""), lines.join("\r\n")]) {
        await expectDeployed(redeploy(asker, app, { global: `<certificate>${form}</certificate>` }));
        expectLike((await globalSettings(asker, app)).certificate, lines.join("\n"));
      }
    },
  },
  {
    id: "eca.org-scoped-values",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker);
      const organization = (await asker.api.one("SELECT Id FROM Organization")).Id.slice(0, 15);
      const application = await asker.metadata.read(types.application, app);
      expectLike(application?.orgScopedExternalApp, `${organization}:${app}`);
      const settings = await asker.metadata.read(types.oauthSettings, `${app}_oauth`);
      expectLike(settings?.oauthLink, new RegExp(`^${organization}:888\\w{12}$`));
      const foreign = `<orgScopedExternalApp>00D000000000001:${app}</orgScopedExternalApp>`;
      expectLike((await redeploy(asker, app, { application: foreign })).status, "Failed");
    },
  },
  {
    id: "eca.global-needs-oauth-settings",
    makes: apps,
    async ask(asker) {
      const app = asker.name();
      asker.later(() => deleteApp(asker, app));
      const { [`extlClntAppOauthSettings/${app}_oauth.ecaOauth`]: _settings, ...files } = appFiles(
        app,
        asker.target.apiVersion,
      );
      const members = { [types.application]: [app], [types.globalSettings]: [`${app}_glbloauth`] };
      files["package.xml"] = manifestOf(members, asker.target.apiVersion);
      expectLike(
        problemOf(await asker.metadata.deploy(files)),
        "The external client app configured in your global OAuth Settings doesn't have a valid OAuth settings configuration.",
      );
    },
  },
  {
    id: "eca.parent-must-exist",
    async ask(asker) {
      const name = asker.name();
      const result = await asker.metadata.deploy({
        "package.xml": manifestOf({ [types.oauthSettings]: [name] }, asker.target.apiVersion),
        [`extlClntAppOauthSettings/${name}.ecaOauth`]: fileOf(types.oauthSettings, parentElement(`No${name}`)),
      });
      expectLike(problemOf(result), new RegExp(`No${name}`));
    },
  },
  {
    id: "eca.version-elements",
    makes: apps,
    async ask(asker) {
      const app = asker.name();
      const policies = "<isEnabled>true</isEnabled><startPage>None</startPage>";
      const older = await deployApp(asker, app, { policies, version: "62.0" });
      expectLike(problemOf(older), /startPage invalid at this location in type ExtlClntAppConfigurablePolicies/);
      await expectDeployed(redeploy(asker, app, { policies, version: "63.0" }));
    },
  },
];

const keys: readonly Check[] = [
  {
    id: "eca.consumer-key-generated",
    makes: apps,
    async ask(asker) {
      const { consumerKey } = await globalSettings(asker, await newApp(asker));
      expectLike(consumerKey, /^3MVG9[A-Za-z0-9._]{80}$/);
    },
  },
  {
    id: "eca.consumer-key-stable",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker);
      const { consumerKey } = await globalSettings(asker, app);
      await expectDeployed(
        redeploy(asker, app, { global: `<certificate>${selfSigned().certificatePem}</certificate>` }),
      );
      expectLike((await globalSettings(asker, app)).consumerKey, consumerKey);
    },
  },
  {
    id: "eca.consumer-key-self-chosen",
    makes: apps,
    async ask(asker) {
      const chosen = `${asker.name()}${asker.name()}`;
      const parts = { global: `<consumerKey>${chosen}</consumerKey>` };
      const app = asker.name();
      await expectDeployed(deployApp(asker, app, parts));
      expectLike((await globalSettings(asker, app)).consumerKey, chosen);
      expectLike(problemOf(await deployApp(asker, asker.name(), parts)), /consumer key is already taken/i);
    },
  },
  {
    id: "eca.consumer-key-fixed",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker);
      const { consumerKey } = await globalSettings(asker, app);
      await expectDeployed(redeploy(asker, app, { global: `<consumerKey>${consumerKey}</consumerKey>` }));
      const other = { global: `<consumerKey>${asker.name()}${asker.name()}</consumerKey>` };
      expectLike((await redeploy(asker, app, other)).status, "Failed");
      expectLike((await globalSettings(asker, app)).consumerKey, consumerKey);
    },
  },
  {
    id: "eca.consumer-key-rotation",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker);
      const { consumerKey } = await globalSettings(asker, app);
      const rotation = { global: "<shouldRotateConsumerKey>true</shouldRotateConsumerKey>" };
      expectLike((await redeploy(asker, app, rotation)).status, "Failed");
      expectLike((await globalSettings(asker, app)).consumerKey, consumerKey);
      await expectDeployed(redeploy(asker, app, rotation, { ignoreWarnings: true }));
      const settings = await globalSettings(asker, app);
      expectLike(settings, { consumerKey: /^3MVG9/, shouldRotateConsumerKey: "false" });
      expectThat(settings.consumerKey !== consumerKey, "another consumer key", "the same one");
    },
  },
  {
    id: "eca.consumer-secret-hidden",
    makes: apps,
    async ask(asker) {
      expectLike(await globalSettings(asker, await newApp(asker)), { consumerKey: /./, consumerSecret: undefined });
    },
  },
];

const readBack: readonly Check[] = [
  {
    id: "eca.certificate-omitted-clears",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, { global: `<certificate>${selfSigned().certificatePem}</certificate>` });
      expectLike((await globalSettings(asker, app)).certificate, /^MII/);
      await expectDeployed(redeploy(asker, app, {}));
      expectLike((await globalSettings(asker, app)).certificate, undefined);
    },
  },
  {
    id: "eca.omitted-elements-reset",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, {
        global:
          "<isConsumerSecretOptional>true</isConsumerSecretOptional><isSecretRequiredForRefreshToken>false</isSecretRequiredForRefreshToken>",
      });
      const given = { isConsumerSecretOptional: "true", isSecretRequiredForRefreshToken: "false" };
      expectLike(await globalSettings(asker, app), given);
      await expectDeployed(redeploy(asker, app, {}));
      const defaults = { isConsumerSecretOptional: "false", isSecretRequiredForRefreshToken: "true" };
      expectLike(await globalSettings(asker, app), defaults);
    },
  },
  {
    id: "eca.crud-update-omitted",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, { global: `<certificate>${selfSigned().certificatePem}</certificate>` });
      const change = `<fullName>${app}_glbloauth</fullName>${parentElement(app)}<callbackUrl>https://new.example/cb</callbackUrl>`;
      const call = `<updateMetadata><metadata xsi:type="${types.globalSettings}">${change}</metadata></updateMetadata>`;
      expectLike((await asker.metadata.call(call)).result, { success: "true" });
      expectLike(await globalSettings(asker, app), {
        callbackUrl: "https://new.example/cb",
        certificate: undefined,
      });
    },
  },
  {
    id: "eca.pkce-kept",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, { global: "<isPkceRequired>false</isPkceRequired>" });
      expectLike((await globalSettings(asker, app)).isPkceRequired, "false");
    },
  },
];

const policies: readonly Check[] = [
  {
    id: "eca.default-policies",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker);
      expectLike(await asker.metadata.read(types.policies, `${app}_defaultPolicy`), { isEnabled: "true" });
      expectLike(await asker.metadata.read(types.oauthPolicies, `${app}_oauth_defaultPolicy`), {
        permittedUsersPolicyType: "AllSelfAuthorized",
      });
    },
  },
  {
    id: "eca.one-policy-record",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, { oauthPolicies: closedPolicies() });
      await expectDeployed(
        asker.metadata.deploy(policyFiles(asker, `${app}_second`, parentElement(app) + closedPolicies())),
      );
      expectLike(await asker.metadata.read(types.oauthPolicies, `${app}_oauthPlcy`), undefined);
      expectLike(await asker.metadata.read(types.oauthPolicies, `${app}_second`), { refreshTokenPolicyType: "Zero" });
    },
  },
  {
    id: "eca.refresh-token-validity",
    makes: apps,
    async ask(asker) {
      const policies = (type: string) =>
        `<refreshTokenPolicyType>${type}</refreshTokenPolicyType><refreshTokenValidityPeriod>4</refreshTokenValidityPeriod><refreshTokenValidityUnit>Hours</refreshTokenValidityUnit>`;
      const app = await newApp(asker, { oauthPolicies: policies("SpecificInactivity") });
      const read = () => asker.metadata.read(types.oauthPolicies, `${app}_oauthPlcy`);
      expectLike(await read(), { refreshTokenValidityPeriod: "4", refreshTokenValidityUnit: "Hours" });
      await expectDeployed(redeploy(asker, app, { oauthPolicies: policies("Zero") }));
      expectLike(await read(), { refreshTokenPolicyType: "Zero", refreshTokenValidityUnit: undefined });
    },
  },
  {
    id: "eca.policy-permission-set-names",
    makes: appsAndSets,
    async ask(asker) {
      const { id, name } = await newSet(asker);
      for (const wrong of [id, `${name}_not`])
        expectLike(
          problemOf(await deployApp(asker, asker.name(), { oauthPolicies: closedPolicies(wrong) })),
          `We couldn't find permission sets called ${wrong}`,
        );
      await newApp(asker, { oauthPolicies: closedPolicies(name) });
    },
  },
  {
    id: "eca.policy-list-format",
    makes: appsAndSets,
    async ask(asker) {
      const names = [(await newSet(asker)).name, (await newSet(asker)).name];
      const app = await newApp(asker, { oauthPolicies: closedPolicies(names.join(", ")) });
      const policies = await asker.metadata.read(types.oauthPolicies, `${app}_oauthPlcy`);
      expectLike(policies?.commaSeparatedPermissionSet?.split(",").toSorted(), names.toSorted());
    },
  },
  {
    id: "eca.policy-access-rows",
    makes: appsAndSets,
    async ask(asker) {
      const [one, other] = [await newSet(asker), await newSet(asker)];
      const app = await newApp(asker, { oauthPolicies: closedPolicies(one.name) });
      expectLike(await accessRows(asker, app), [{ ParentId: one.id, SetupEntityType: "ExternalClientApplication" }]);
      await asker.create("SetupEntityAccess", { ParentId: other.id, SetupEntityId: await applicationId(asker, app) });
      const policies = await asker.metadata.read(types.oauthPolicies, `${app}_oauthPlcy`);
      const names = [one.name, other.name].toSorted();
      expectLike(policies?.commaSeparatedPermissionSet?.split(",").toSorted(), names);
    },
  },
  {
    id: "eca.policy-list-omitted",
    makes: appsAndSets,
    async ask(asker) {
      const app = await newApp(asker, { oauthPolicies: closedPolicies((await newSet(asker)).name) });
      const files = policyFiles(asker, `${app}_oauthPlcy`, parentElement(app) + closedPolicies());
      expectLike((await accessRows(asker, app)).length, 1);
      await expectDeployed(asker.metadata.deploy(files));
      expectLike(await accessRows(asker, app), []);
      const policies = await asker.metadata.read(types.oauthPolicies, `${app}_oauthPlcy`);
      expectLike(policies, { permittedUsersPolicyType: /./, commaSeparatedPermissionSet: undefined });
    },
  },
  {
    id: "eca.policy-profile-labels",
    makes: apps,
    async ask(asker) {
      const policies = (profile: string) =>
        `<commaSeparatedProfile>${profile}</commaSeparatedProfile>${closedPolicies()}`;
      const wrong = await deployApp(asker, asker.name(), { oauthPolicies: policies("Admin") });
      expectLike(problemOf(wrong), /couldn't find profiles called Admin/);
      const [profile] = await asker.api.records("SELECT Name FROM Profile WHERE Name LIKE 'Minimum Access%' LIMIT 1");
      if (profile === undefined) throw new Unaskable("The org has no profile of the name.");
      const app = await newApp(asker, { oauthPolicies: policies(profile.Name) });
      const read = await asker.metadata.read(types.oauthPolicies, `${app}_oauthPlcy`);
      expectLike(read?.commaSeparatedProfile, profile.Name);
    },
  },
  {
    id: "eca.permission-set-deleted",
    makes: appsAndSets,
    async ask(asker) {
      const { id, name } = await newSet(asker);
      const app = await newApp(asker, { oauthPolicies: closedPolicies(name) });
      expectLike((await asker.api.call("DELETE", `/sobjects/PermissionSet/${id}`)).status, 204);
      const policies = await asker.metadata.read(types.oauthPolicies, `${app}_oauthPlcy`);
      expectLike(policies, { permittedUsersPolicyType: /./, commaSeparatedPermissionSet: undefined });
      expectLike(await accessRows(asker, app), []);
    },
  },
];

/** What is left of an app, of its five components. */
async function componentsOf({ metadata }: Asker, app: string): Promise<string[]> {
  const names: [type: string, fullName: string][] = [
    [types.application, app],
    [types.oauthSettings, `${app}_oauth`],
    [types.globalSettings, `${app}_glbloauth`],
    [types.oauthPolicies, `${app}_oauthPlcy`],
    [types.policies, `${app}_plcy`],
  ];
  const found: string[] = [];
  for (const [type, fullName] of names) if (await metadata.read(type, fullName)) found.push(type);
  return found;
}

const whole: AppParts = { oauthPolicies: closedPolicies(), policies: "<isEnabled>true</isEnabled>" };

const deletions: readonly Check[] = [
  {
    id: "eca.delete-cascades",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, whole);
      expectLike((await componentsOf(asker, app)).length, 5);
      await deleteApp(asker, app);
      expectLike(await componentsOf(asker, app), []);
      await expectDeployed(deployApp(asker, app, whole));
    },
  },
  {
    id: "eca.delete-metadata-cascades",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, whole);
      expectLike((await componentsOf(asker, app)).length, 5);
      const names = `<type>${types.application}</type><fullNames>${app}</fullNames>`;
      const { result } = await asker.metadata.call(`<deleteMetadata>${names}</deleteMetadata>`);
      expectLike(listOf(result), [{ fullName: app, success: "true" }]);
      expectLike(await componentsOf(asker, app), []);
    },
  },
];

export const appChecks: readonly Check[] = [...parts, ...keys, ...readBack, ...policies, ...deletions];
