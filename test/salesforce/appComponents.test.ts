import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import {
  type AppComponent,
  closedOauthPolicy,
  componentFile,
  listed,
  setupName,
} from "../../salesforce/appComponents.ts";
import type { MetadataElements } from "../../salesforce/metadataElements.ts";

const parts: AppComponent[] = ["application", "oauthSettings", "globalOauthSettings", "oauthPolicies", "policies"];

/** The elements of a file as an independent parser sees them. */
function contentOf({ content }: { content?: string }): Record<string, unknown> {
  const { "?xml": _xml, ...document } = new XMLParser({
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
  }).parse(content ?? "");
  // A file without elements holds blanks only.
  const elements = Object.entries((Object.values(document)[0] ?? {}) as object);
  return Object.fromEntries(elements.filter(([name]) => /^[a-z]/i.test(name)));
}

/** Writes a component over what the org holds, or a new one. */
const write = (part: AppComponent, held: MetadataElements | undefined, changes: MetadataElements) =>
  componentFile(part, { fullName: setupName("WxCC_SCV", part), app: "WxCC_SCV", held }, changes);

describe("the file of a component", () => {
  test("lies where the Metadata API looks for it", () => {
    expect(parts.map((part) => write(part, undefined, {}).path)).toEqual([
      "externalClientApps/WxCC_SCV.eca",
      "extlClntAppOauthSettings/WxCC_SCV_oauth.ecaOauth",
      "extlClntAppGlobalOauthSets/WxCC_SCV_glbloauth.ecaGlblOauth",
      "extlClntAppOauthPolicies/WxCC_SCV_oauthPlcy.ecaOauthPlcy",
      "extlClntAppPolicies/WxCC_SCV_plcy.ecaPlcy",
    ]);
  });

  test("that is new refers to its app, and is labelled as Setup does it: with its own full name", () => {
    for (const part of parts.slice(1)) {
      expect(contentOf(write(part, undefined, {}))).toMatchObject({
        externalClientApplication: "WxCC_SCV",
        label: setupName("WxCC_SCV", part),
      });
    }
  });

  test("changes the elements that are to be changed and gives every other one back, known or not", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "B", "&", "<", "\r\n", "→"), minLength: 1 });
    const givenByOrg = ["fullName", "orgScopedExternalApp", "oauthLink", "consumerKey", "consumerSecret"];
    const name = fc
      .stringMatching(/^[a-z][A-Za-z]{2,12}$/)
      .filter((each) => !givenByOrg.includes(each) && !each.startsWith("shouldRotate") && !(each in {}));
    fc.assert(
      fc.property(
        fc.constantFrom(...parts),
        fc.dictionary(name, value),
        fc.dictionary(name, fc.option(value, { nil: undefined })),
        (part, held, changes) => {
          const {
            shouldRotateConsumerKey: _key,
            shouldRotateConsumerSecret: _secret,
            ...content
          } = contentOf(write(part, { ...held, fullName: "x", consumerKey: "3MVG9", oauthLink: "00D:888" }, changes));
          const expected = Object.entries({ ...held, ...changes }).filter(([, each]) => each !== undefined);
          expect(content).toEqual(Object.fromEntries(expected));
        },
      ),
    );
  });

  test("never asks for a new consumer key, whatever was read", () => {
    const read = { shouldRotateConsumerKey: "true", shouldRotateConsumerSecret: "true", consumerKey: "3MVG9" };
    for (const held of [undefined, read]) {
      const global = contentOf(write("globalOauthSettings", held, { certificate: "PEM" }));
      expect(global).toMatchObject({
        certificate: "PEM",
        shouldRotateConsumerKey: "false",
        shouldRotateConsumerSecret: "false",
      });
      expect(global).not.toHaveProperty("consumerKey");
    }
  });

  test("that is closed admits nobody", () => {
    const open = {
      permittedUsersPolicyType: "AllSelfAuthorized",
      commaSeparatedPermissionSet: "A,B",
      commaSeparatedProfile: "C",
      refreshTokenPolicyType: "SpecificLifetime",
      refreshTokenValidityPeriod: "4",
      refreshTokenValidityUnit: "Hours",
      isClientCredentialsFlowEnabled: "true",
    };
    for (const held of [undefined, open]) {
      const oauth = contentOf(write("oauthPolicies", held, closedOauthPolicy));
      expect(oauth).toMatchObject({
        permittedUsersPolicyType: "AdminApprovedPreAuthorized",
        refreshTokenPolicyType: "Zero",
        ipRelaxationPolicyType: "Enforce",
        isClientCredentialsFlowEnabled: "false",
        isGuestCodeCredFlowEnabled: "false",
        isTokenExchangeFlowEnabled: "false",
      });
      for (const open of ["commaSeparatedPermissionSet", "commaSeparatedProfile", "refreshTokenValidityPeriod"]) {
        expect(oauth).not.toHaveProperty(open);
      }
    }
  });
});

describe("names of components", () => {
  test("are those of Setup, as long as orgs take them", () => {
    expect(setupName("Warehouse_Robotics_Scheduling_Gateway", "globalOauthSettings")).toBe(
      "Warehouse_Robotics_Scheduling_Gateway_glbloauth",
    );
    expect(setupName("A".repeat(70), "globalOauthSettings")).toBe(`${"A".repeat(70)}_glbloauth`);
  });

  test("are API names of at most 80 characters that differ from app to app, however long its name is", () => {
    const long = (end: string) => `A${"b_".repeat(38)}${end}`.slice(0, 80);
    const apps = [long("c1"), long("c2"), long("d"), "A".repeat(80), "A".repeat(79), "A".repeat(71)];
    const names = apps.flatMap((app) => parts.slice(1).map((part) => setupName(app, part)));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(?=.{1,80}$)[A-Za-z](?:_?[A-Za-z0-9])*$/);
  });
});

test("a list is read with any spacing, once each, and an absent one is empty", () => {
  expect(listed("Api, RefreshToken ,,Web,Api")).toEqual(["Api", "RefreshToken", "Web"]);
  expect([undefined, null, ""].map((value) => listed(value))).toEqual([[], [], []]);
});
