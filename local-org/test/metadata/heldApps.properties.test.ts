/** Packages of the shapes that orgs give out, made at random: each deploys and comes back as it was. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createLocalOrg, type LocalOrg } from "../../src/server.ts";
import { selfSigned } from "../oauth/selfSigned.ts";
import { deployAll, type Elements, type HeldPackage, losses, makeWhatTheyName } from "./heldApps.ts";

const namespace = "quayside";
const runs = 60;
/** Made once: a key takes long to make, and nothing here is about it. */
const certificates = [30, -30].map((days) =>
  selfSigned(days).certificatePem.trim().split("\n").slice(1, -1).join("\n"),
);

const flag = fc.boolean();
const often = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const word = fc.stringMatching(/^[A-Z][a-z]{2,9}$/);
const apiName = fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => words.join("_"));
const label = fc.stringMatching(/^[A-Za-zäé→業&<>"':-][A-Za-zäé→業 &<>"':/-]{0,60}[A-Za-zäé業]$/);
const url = word.map((host) => `https://${host.toLowerCase()}.example.com/start?from=org&step=1`);
const callback = fc.oneof(
  url,
  fc.constantFrom("http://localhost:*/cb", "http://localhost:1717/OauthRedirect", "app://done", "sfdc://success"),
  word.map((scheme) => `com.example.${scheme.toLowerCase()}:/oauth`),
);
const callbacks = fc.uniqueArray(callback, { minLength: 1, maxLength: 6 }).map((lines) => lines.join("\n"));
const scopes = fc
  .subarray(["Basic", "Api", "Web", "RefreshToken", "OpenID", "MCP"])
  .map((names) => [...new Set(["Api", ...names])].join(", "));
const listOf = (names: readonly string[]) =>
  fc.shuffledSubarray([...names], { minLength: 1 }).map((list) => list.join(","));
const username = word.map((name) => `${name.toLowerCase()}@integrations.example`);

const lifetimes: fc.Arbitrary<Elements> = fc.oneof(
  fc.constant({ refreshTokenPolicyType: "Infinite" }),
  fc.constant({ refreshTokenPolicyType: "Zero", refreshTokenValidityPeriod: 0 }),
  fc.record({
    refreshTokenPolicyType: fc.constantFrom("SpecificLifetime", "SpecificInactivity"),
    refreshTokenValidityPeriod: fc.integer({ min: 1, max: 1000 }),
    refreshTokenValidityUnit: fc.constantFrom("Days", "Hours", "Months"),
  }),
);

function since(version: number, first: number, elements: fc.Arbitrary<Elements>): fc.Arbitrary<Elements> {
  return version >= first ? elements : fc.constant({});
}

function merged(...parts: fc.Arbitrary<Elements>[]): fc.Arbitrary<Elements> {
  return fc.tuple(...parts).map((all) => Object.assign({}, ...all));
}

function globalSettings(version: number): fc.Arbitrary<Elements> {
  const flags = fc.record({
    isClientCredentialsFlowEnabled: flag,
    isCodeCredFlowEnabled: flag,
    isCodeCredPostOnly: flag,
    isConsumerSecretOptional: flag,
    isDeviceFlowEnabled: flag,
    isIntrospectAllTokens: flag,
    isNamedUserJwtEnabled: flag,
    isPkceRequired: flag,
    isRefreshTokenRotationEnabled: flag,
    isSecretRequiredForRefreshToken: flag,
    isSecretRequiredForTokenExchange: flag,
    isTokenExchangeEnabled: flag,
  });
  return merged(
    fc.record({ callbackUrl: callbacks, certificate: often(fc.constantFrom(...certificates)), label: often(label) }),
    flags,
    since(version, 66, fc.record({ isEnforceRefreshTokenTTL: flag })),
    since(version, 67, fc.record({ isDPopEnabled: flag })),
  );
}

function oauthPolicies(version: number): fc.Arbitrary<Elements> {
  const timeout = fc.constantFrom("UserSession", "Custom");
  return merged(
    fc.record({
      apexHandler: often(fc.constant("OrderService")),
      clientCredentialsFlowUser: often(username),
      commaSeparatedPermissionSet: often(listOf(["Held_One", "Held_Two", "Held_Three"])),
      commaSeparatedProfile: often(listOf(["System Administrator", "Held - Profile: Süd", "営業 担当"])),
      executeHandlerAs: often(username),
      ipRelaxationPolicyType: fc.constantFrom("Enforce", "Bypass", "Bypass_2factor", "Enforce_relaxrefresh"),
      isClientCredentialsFlowEnabled: flag,
      isGuestCodeCredFlowEnabled: flag,
      isTokenExchangeFlowEnabled: flag,
      label: often(label),
      permittedUsersPolicyType: fc.constantFrom("AllSelfAuthorized", "AdminApprovedPreAuthorized"),
      policyAction: often(fc.constantFrom("Block", "RaiseSessionLevel", "StepUpMFA")),
      requiredSessionLevel: fc.constantFrom("LOW", "STANDARD", "HIGH_ASSURANCE"),
      sessionTimeoutInMinutes: often(fc.integer({ min: 15, max: 1440 })),
      singleLogoutUrl: often(url),
      startUrl: often(url),
    }),
    lifetimes,
    since(
      version,
      65,
      fc.record({ guestJwtSessionTimeoutType: often(timeout), namedUserJwtSessionTimeoutType: often(timeout) }),
    ),
  );
}

const startPage: fc.Arbitrary<Elements> = fc.oneof(
  fc.constant({ startPage: "None" }),
  fc.record({ startPage: fc.constantFrom("Custom", "OAuth", "SAML"), startUrl: often(url) }),
);
const general = merged(fc.record({ isEnabled: flag, isOauthPluginEnabled: flag, label: often(label) }), startPage);

const application = fc.record({
  contactEmail: fc.constant("held@example.com"),
  contactPhone: often(fc.constant("+49 30 123456")),
  description: often(label),
  distributionState: fc.constantFrom("Local", "Packaged"),
  iconUrl: often(url),
  infoUrl: often(url),
  isProtected: flag,
  label,
  logoUrl: often(url),
});

const names = fc.constantFrom(
  { oauth: "_oauth", global: "_glbloauth", oauthPolicies: "_oauthPlcy", policies: "_plcy" },
  { oauth: "OAuth", global: "Global", oauthPolicies: "OAuth_defaultPolicy", policies: "_defaultPolicy" },
);

/** An app in one deploy, or with the policies in a later one. */
const heldApp = fc.integer({ min: 63, max: 68 }).chain((version) =>
  fc.record({
    app: apiName,
    version: fc.constant(version),
    names,
    application,
    settings: fc.record({ commaSeparatedOauthScopes: scopes, isFirstPartyAppEnabled: flag, label: often(label) }),
    global: globalSettings(version),
    oauthPolicies: oauthPolicies(version),
    general,
    security: often(fc.record({ label: often(label) })),
    isPolicyLater: flag,
  }),
);

type HeldApp = typeof heldApp extends fc.Arbitrary<infer T> ? T : never;

function packagesOf(held: HeldApp, prefix: string): HeldPackage[] {
  const { app, version, names: ends } = held;
  const parent = { externalClientApplication: `${prefix}${app}` };
  const first = {
    ExternalClientApplication: { [app]: held.application },
    ExtlClntAppOauthSettings: { [`${app}${ends.oauth}`]: { ...parent, ...held.settings } },
    ExtlClntAppGlobalOauthSettings: { [`${app}${ends.global}`]: { ...parent, ...held.global } },
    ...(version < 64 || held.security === undefined
      ? {}
      : { ExtlClntAppOauthSecuritySettings: { [`${app}_defOauthSecuritySet`]: { ...parent, ...held.security } } }),
  };
  const policies = {
    ExtlClntAppOauthConfigurablePolicies: { [`${app}${ends.oauthPolicies}`]: { ...parent, ...held.oauthPolicies } },
    ExtlClntAppConfigurablePolicies: { [`${app}${ends.policies}`]: { ...parent, ...held.general } },
  };
  return held.isPolicyLater
    ? [
        { version, components: first },
        { version, components: policies },
      ]
    : [{ version, components: { ...first, ...policies } }];
}

const orgs = new Map<string, LocalOrg>();
beforeAll(async () => {
  for (const own of [null, namespace])
    orgs.set(String(own), await createLocalOrg({ settings: { deployMs: 0, namespace: own } }));
});
afterAll(async () => {
  for (const local of orgs.values()) await local.stop();
});

test.each([
  ["an org without a namespace", null],
  ["an org with a namespace of its own", namespace],
])(
  "[eca.held-round-trip] in %s every app of these shapes comes back as it was deployed",
  async (_what, own) => {
    const local = orgs.get(String(own)) as LocalOrg;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(heldApp, async (held) => {
        count += 1;
        // Each app is one of its own, since a failed one would leave something to the next.
        const app = `${held.app.slice(0, 70)}_${count}`;
        const packages = packagesOf({ ...held, app }, own === null ? "" : `${own}__`);
        await makeWhatTheyName(local, packages);
        for (const { errors } of await deployAll(local, packages)) expect(errors).toEqual([]);
        expect(await losses(local, packages)).toEqual([]);
      }),
      { numRuns: runs },
    );
  },
  240_000,
);
