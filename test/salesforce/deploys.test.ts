import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { strFromU8, unzipSync } from "fflate";
import { deployArchive, metadataFile } from "../../salesforce/deploys.ts";
import {
  appFiles,
  closedPolicies,
  commaSeparated,
  policyFiles,
  setupNames,
} from "../../salesforce/externalClientApps.ts";

const namespace = "http://soap.sforce.com/2006/04/metadata";

/** Files of an archive by their path. */
function opened(archive: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(archive)).map(([path, content]) => [path, strFromU8(content)]));
}

/** XML as an independent parser sees it, with all values as texts. */
function parsed(xml: string) {
  return new XMLParser({ parseTagValue: false, trimValues: false, ignoreAttributes: false }).parse(xml);
}

describe("a metadata file", () => {
  test("holds what is set, in the namespace of metadata, and leaves out what is not", () => {
    const xml = metadataFile("ExternalClientApplication", { label: "App", isProtected: false, description: undefined });
    expect(parsed(xml).ExternalClientApplication).toMatchObject({
      "@_xmlns": namespace,
      label: "App",
      isProtected: "false",
    });
    expect(xml).not.toContain("description");
  });

  test("carries any text, whatever XML makes of its characters", () => {
    const texts = fc.string({ unit: fc.constantFrom("<", ">", "&", "'", '"', "é", "x", "]]>", "&amp;", "<!--", "🙂") });
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(text !== "");
        expect(parsed(metadataFile("T", { value: text })).T.value).toBe(text);
      }),
    );
  });
});

describe("the archive of a deploy", () => {
  const files = [
    { type: "A", fullName: "One", path: "as/One.a", content: "<A/>" },
    { type: "B", fullName: "Two & Three", path: "bs/Two.b", content: "<B/>" },
    { type: "A", fullName: "Four", path: "as/Four.a", content: "<A/>" },
  ];

  test("has the files and a manifest that names each once, grouped by type", () => {
    const entries = opened(deployArchive(files, "67.0"));
    expect(Object.keys(entries).sort()).toEqual(["as/Four.a", "as/One.a", "bs/Two.b", "package.xml"]);
    const manifest = parsed(entries["package.xml"] ?? "").Package;
    expect(manifest.version).toBe("67.0");
    expect(manifest.types).toMatchObject([
      { name: "A", members: ["One", "Four"] },
      { name: "B", members: "Two & Three" },
    ]);
  });

  test("deletes what has no content, with a manifest that installs nothing", () => {
    const entries = opened(deployArchive([{ type: "ExternalClientApplication", fullName: "App" }], "67.0"));
    expect(Object.keys(entries).sort()).toEqual(["destructiveChanges.xml", "package.xml"]);
    expect(parsed(entries["package.xml"] ?? "").Package.types).toBeUndefined();
    expect(parsed(entries["destructiveChanges.xml"] ?? "").Package.types).toMatchObject({
      name: "ExternalClientApplication",
      members: "App",
    });
  });
});

describe("the files of an external client app", () => {
  const settings = {
    label: "WxCC - SCV",
    contactEmail: "admin@example.com",
    description: "",
    distributionState: "Local",
    callbackUrls: ["http://localhost:1717/OauthRedirect", "https://example.com/callback"],
    scopes: ["Api", "RefreshToken"],
    certificatePem: "PEM",
    isConsumerSecretOptional: true,
    isPkceRequired: true,
    isSecretRequiredForRefreshToken: true,
    isIntrospectAllTokens: false,
  };
  const names = setupNames("WxCC_SCV");
  const content = (files: { path?: string; content?: string }[], suffix: string) =>
    Object.values(parsed(files.find(({ path }) => path?.endsWith(suffix))?.content ?? ""))[1] as Record<string, string>;

  test("lie where the Metadata API looks for them", () => {
    const files = [...appFiles("WxCC_SCV", names, settings), ...policyFiles("WxCC_SCV", names, "l", closedPolicies)];
    expect(files.map(({ path }) => path)).toEqual([
      "externalClientApps/WxCC_SCV.eca",
      "extlClntAppOauthSettings/WxCC_SCV_oauth.ecaOauth",
      "extlClntAppGlobalOauthSets/WxCC_SCV_glbloauth.ecaGlblOauth",
      "extlClntAppOauthPolicies/WxCC_SCV_oauthPlcy.ecaOauthPlcy",
      "extlClntAppPolicies/WxCC_SCV_plcy.ecaPlcy",
    ]);
  });

  test("carry the certificate, which is cleared by being left out, and never ask for a new consumer key", () => {
    const global = content(appFiles("WxCC_SCV", names, settings), ".ecaGlblOauth");
    expect(global).toMatchObject({
      certificate: "PEM",
      shouldRotateConsumerKey: "false",
      shouldRotateConsumerSecret: "false",
      externalClientApplication: "WxCC_SCV",
    });
    expect(global).not.toHaveProperty("consumerKey");
  });

  test("put several callback URLs on lines of one element", () => {
    expect(content(appFiles("WxCC_SCV", names, settings), ".ecaGlblOauth").callbackUrl).toBe(
      "http://localhost:1717/OauthRedirect\nhttps://example.com/callback",
    );
  });

  test("that are closed admit nobody", () => {
    const files = policyFiles("WxCC_SCV", names, "l", closedPolicies);
    const oauth = content(files, ".ecaOauthPlcy");
    expect(oauth).toMatchObject({
      permittedUsersPolicyType: "AdminApprovedPreAuthorized",
      refreshTokenPolicyType: "Zero",
      ipRelaxationPolicyType: "Enforce",
    });
    expect(oauth).not.toHaveProperty("commaSeparatedPermissionSet");
    expect(oauth).not.toHaveProperty("commaSeparatedProfile");
  });

  test("name permission sets and profiles in one element each", () => {
    const policies = { ...closedPolicies, permissionSetNames: ["A", "ns__B"], profileNames: ["SCV Integration"] };
    expect(content(policyFiles("WxCC_SCV", names, "l", policies), ".ecaOauthPlcy")).toMatchObject({
      commaSeparatedPermissionSet: "A,ns__B",
      commaSeparatedProfile: "SCV Integration",
    });
  });
});

test("a comma-separated list is read with any spacing, and an absent one is empty", () => {
  expect(commaSeparated("Api, RefreshToken ,,Web")).toEqual(["Api", "RefreshToken", "Web"]);
  expect([undefined, null, ""].map(commaSeparated)).toEqual([[], [], []]);
});
