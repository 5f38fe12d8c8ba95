/** External client apps as retrieved metadata shows them: what an org takes back, and how it shows it. */
import {
  type AppParts,
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
import { expectLike, Unaskable } from "../expectation.ts";
import type { Json } from "../http.ts";
import { fileOf, manifestOf } from "../metadata.ts";

const apps: readonly Kind[] = ["external client apps"];
const securitySettings = "ExtlClntAppOauthSecuritySettings";

async function oauthPolicies({ metadata }: Asker, app: string): Promise<Json> {
  return metadata.read(types.oauthPolicies, `${app}_oauthPlcy`);
}

/** Elements and the values that they have to come back with. */
type Values = { [element: string]: string };

function elementsOf(values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");
}

const callbacks = ["http://localhost:*/done", "app://finished", "https://one.example/cb", "sfdc://success"].join("\n");
const flags: Values = {
  isClientCredentialsFlowEnabled: "true",
  isCodeCredFlowEnabled: "true",
  isPkceRequired: "false",
};
const policy: Values = {
  ipRelaxationPolicyType: "Enforce_relaxrefresh",
  permittedUsersPolicyType: "AdminApprovedPreAuthorized",
  refreshTokenPolicyType: "SpecificInactivity",
  refreshTokenValidityPeriod: "6",
  refreshTokenValidityUnit: "Months",
  startUrl: "https://one.example/start",
};
const general: Values = {
  isEnabled: "false",
  label: "A label of its own",
  startPage: "Custom",
  startUrl: "https://one.example/home",
};

const heldParts: AppParts = {
  callback: `<callbackUrl>${callbacks}</callbackUrl>`,
  global: elementsOf(flags),
  oauthPolicies: elementsOf(policy),
  policies: elementsOf(general),
};

export const heldAppChecks: readonly Check[] = [
  {
    id: "eca.held-round-trip",
    makes: apps,
    async ask(asker) {
      const app = asker.name();
      await expectDeployed(deployApp(asker, app, heldParts));
      expectLike(await globalSettings(asker, app), { ...flags, callbackUrl: callbacks });
      expectLike(await oauthPolicies(asker, app), policy);
      expectLike(await asker.metadata.read(types.policies, `${app}_plcy`), general);
    },
  },
  {
    id: "eca.zero-period",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, { oauthPolicies: closedPolicies() });
      const expected = { refreshTokenValidityPeriod: "0", refreshTokenValidityUnit: undefined };
      expectLike(await oauthPolicies(asker, app), expected);
    },
  },
  {
    id: "eca.policy-references",
    makes: apps,
    async ask(asker) {
      const nobody = "nobody.at.all@conformance.example";
      const flow = `<clientCredentialsFlowUser>${nobody}</clientCredentialsFlowUser>`;
      const result = await deployApp(asker, asker.name(), { oauthPolicies: flow + closedPolicies() });
      expectLike(problemOf(result), new RegExp(nobody));
    },
  },
  {
    id: "eca.timeout-types",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, {
        global: "<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>",
        oauthPolicies: closedPolicies(),
      });
      expectLike(await oauthPolicies(asker, app), { namedUserJwtSessionTimeoutType: "UserSession" });
    },
  },
  {
    id: "eca.relaxed-refresh-spelling",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker, {
        oauthPolicies: "<ipRelaxationPolicyType>Enforce_relaxrefresh</ipRelaxationPolicyType>",
      });
      expectLike(await oauthPolicies(asker, app), { ipRelaxationPolicyType: "Enforce_relaxrefresh" });
    },
  },
  {
    id: "eca.start-page",
    makes: apps,
    async ask(asker) {
      const start = { startPage: "OAuth", startUrl: "https://one.example/home" };
      const app = await newApp(asker, { policies: `<isEnabled>true</isEnabled>${elementsOf(start)}` });
      expectLike(await asker.metadata.read(types.policies, `${app}_plcy`), start);
    },
  },
  {
    id: "eca.security-settings",
    makes: apps,
    async ask(asker) {
      const app = await newApp(asker);
      const fullName = `${app}_defOauthSecuritySet`;
      const elements = `${parentElement(app)}<label>${app}_oauthSecurity</label>`;
      await expectDeployed(
        asker.metadata.deploy({
          "package.xml": manifestOf({ [securitySettings]: [fullName] }, asker.target.apiVersion),
          [`extlClntAppOauthSecuritySettings/${fullName}.ecaOauthSecurity`]: fileOf(securitySettings, elements),
        }),
      );
      expectLike(await asker.metadata.read(securitySettings, fullName), { externalClientApplication: app });
      await deleteApp(asker, app);
      expectLike(await asker.metadata.read(securitySettings, fullName), undefined);
    },
  },
  {
    id: "eca.unseen-elements",
    makes: apps,
    async ask(asker) {
      const ends = { singleLogoutUrl: "https://one.example/bye" };
      const limits = { requiredSessionLevel: "HIGH_ASSURANCE", sessionTimeoutInMinutes: "45" };
      const attributes =
        "<customAttributes><formula>$Organization.Country</formula><key>country</key></customAttributes>";
      const app = await newApp(asker, {
        oauthPolicies: attributes + closedPolicies() + elementsOf({ ...limits, ...ends }),
      });
      expectLike(await oauthPolicies(asker, app), {
        ...limits,
        ...ends,
        customAttributes: { formula: "$Organization.Country", key: "country" },
      });
    },
  },
  {
    id: "eca.elements-of-later-versions",
    makes: apps,
    async ask(asker) {
      if (Number(asker.target.apiVersion) < 66) throw new Unaskable("The element that is asked for came with API 66.");
      const app = await newApp(asker, { global: "<isEnforceRefreshTokenTTL>true</isEnforceRefreshTokenTTL>" });
      expectLike(await globalSettings(asker, app), { isEnforceRefreshTokenTTL: "true" });
      await expectDeployed(deployApp(asker, app, { version: "65.0" }));
      expectLike(await globalSettings(asker, app), { isEnforceRefreshTokenTTL: "false" });
    },
  },
  {
    id: "eca.org-settings",
    async ask({ metadata }) {
      const settings = await metadata.read("ExternalClientAppSettings", "ExternalClientApp", "64.0");
      const elements = Object.keys(settings ?? {}).filter((name) => name.startsWith("enable"));
      expectLike(elements.sort(), ["enableClientSecretInRestApiAccess", "enablePackageEcaOauthFromDevOrg"]);
    },
  },
];
