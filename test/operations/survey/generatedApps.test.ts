import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type Components,
  deployAll,
  type Elements,
  makeWhatTheyName,
} from "../../../local-org/test/metadata/heldApps.ts";
import { findAccess } from "../../../operations/survey/findAccess.ts";
import { declareAccess, Reference } from "../../../operations/survey/stack.ts";
import { lifecycleOf } from "../../../provider/registry.ts";
import { certificate, deployerSession, withStack } from "../../provider/kit.ts";

const flag = fc.boolean();
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const body = (name: "valid" | "expired" | "rsa1024") => certificate(name).trim().split("\n").slice(1, -1).join("\n");

/** Shapes of apps that orgs take, also such as this package does not build. */
const app = fc.record({
  name: fc.stringMatching(/^[A-Z](_?[A-Za-z0-9]){0,50}$/),
  application: fc.record({
    contactEmail: fc.constantFrom("a@example.com", "Ada.Admin@example.com"),
    description: maybe(fc.constantFrom("Nightly", "ERP→CRM: stock & orders <1/2>", "x".repeat(240), "ends [pulumi-x]")),
    distributionState: fc.constantFrom("Local", "Packaged"),
    label: fc.constantFrom("App", "Depot - Bridge: ERP → CRM & more", "統合", `1 ${"long ".repeat(14)}x`),
  }),
  settings: fc.record({
    commaSeparatedOauthScopes: fc.constantFrom("Api", "Api, RefreshToken, MCP", "Basic, Api, Web"),
  }),
  global: fc.record({
    callbackUrl: fc.constantFrom(
      "https://a.example.com/cb",
      "http://localhost:*/cb\napp://done\nhttps://A.example.com/Cb",
      "sfdc://success",
    ),
    certificate: maybe(fc.constantFrom(body("valid"), body("expired"))),
    isClientCredentialsFlowEnabled: flag,
    isCodeCredFlowEnabled: flag,
    isDeviceFlowEnabled: flag,
    isTokenExchangeEnabled: flag,
    isPkceRequired: flag,
    isIntrospectAllTokens: flag,
    isConsumerSecretOptional: flag,
  }),
  oauthPolicies: fc
    .tuple(
      fc.record({
        commaSeparatedPermissionSet: maybe(fc.constantFrom("One_Set", "One_Set,Other_Set")),
        commaSeparatedProfile: maybe(fc.constantFrom("Systemverwalter,Lecture seule : partenaires", "A - B")),
        ipRelaxationPolicyType: fc.constantFrom("Enforce", "Bypass", "Enforce_relaxrefresh"),
        isGuestCodeCredFlowEnabled: flag,
        isTokenExchangeFlowEnabled: flag,
        permittedUsersPolicyType: fc.constantFrom("AdminApprovedPreAuthorized", "AllSelfAuthorized"),
        requiredSessionLevel: fc.constantFrom("STANDARD", "LOW"),
        sessionTimeoutInMinutes: maybe(fc.constantFrom(15, 120, 1440)),
      }),
      fc.constantFrom<Elements[]>(
        { refreshTokenPolicyType: "Zero", refreshTokenValidityPeriod: 0 },
        { refreshTokenPolicyType: "Infinite" },
        {
          refreshTokenPolicyType: "SpecificLifetime",
          refreshTokenValidityPeriod: 12,
          refreshTokenValidityUnit: "Months",
        },
      ),
    )
    .map(([policies, lifetime]): Elements => ({ ...policies, ...lifetime })),
  policies: fc.constantFrom<Elements[]>(
    { isEnabled: true, startPage: "None" },
    { isEnabled: false, startPage: "OAuth", startUrl: "https://a.example.com/home" },
    { isEnabled: true, startPage: "Custom", startUrl: "https://a.example.com/start" },
  ),
});

/** The reasons for which an app of these shapes is left out. */
const reasons =
  /is left out: (no permission set or profile|it has no certificate|everybody may log in|its policy names no|it holds what a program cannot declare: description: )/;

test("whatever apps an org holds, what the survey writes is accepted by check as it stands, and the rest has a reason", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(app, { minLength: 6, maxLength: 6, selector: ({ name }) => name.toLowerCase() }),
      (apps) =>
        withStack(async ({ local }) => {
          const packages = apps.map(({ name, application, settings, global, oauthPolicies, policies }) => {
            const parent = { externalClientApplication: name };
            const components: Components = {
              ExternalClientApplication: { [name]: application },
              ExtlClntAppOauthSettings: { [`${name}_oauth`]: { ...parent, label: "x", ...settings } },
              ExtlClntAppGlobalOauthSettings: { [`${name}_glbloauth`]: { ...parent, label: "x", ...global } },
              ExtlClntAppOauthConfigurablePolicies: {
                [`${name}_oauthPlcy`]: { ...parent, label: "x", ...oauthPolicies },
              },
              ExtlClntAppConfigurablePolicies: { [`${name}_plcy`]: { ...parent, label: "x", ...policies } },
            };
            return { version: 67, components };
          });
          await makeWhatTheyName(local, packages);
          for (const { errors } of await deployAll(local, packages)) expect(errors).toEqual([]);
          const org = await deployerSession(local);
          const access = await findAccess(org);
          const leftOut = access.notes.filter((note) => /^App \w+ is left out/.test(note));
          expect(leftOut.length + access.apps.length).toBe(apps.length);
          for (const note of leftOut) expect(note).toMatch(reasons);
          for (const { kind, name, inputs } of await declareAccess(access)) {
            const ids = { appId: "0xI000000000001EAA", permissionSetIds: ["0PS000000000001GAA"] };
            const known = Object.entries(inputs).map(([input, value]) => [
              input,
              [value].flat().some((item) => item instanceof Reference) ? ids[input as keyof typeof ids] : value,
            ]);
            const given = { ...Object.fromEntries(known), adopt: true, owner: `project/stack/${name}` };
            const { failures } = await lifecycleOf(kind).check({}, given, () =>
              Promise.reject(new TypeError("no org")),
            );
            expect(failures).toEqual([]);
          }
        }),
    ),
    { numRuns: 5 },
  );
}, 120_000);
