import { describe, expect, test } from "@jest/globals";
import { call } from "../../provider/index.ts";
import type { CheckFailure, Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { checkWithoutOrg, declarations, kinds } from "./declarations.ts";
import { certificate } from "./kit.ts";

/** Inputs as check leaves them, and the outputs that an update with them leaves in state. */
async function deployed(kind: ResourceKind): Promise<{ inputs: Values; outputs: Values }> {
  const { inputs } =
    kind === "OrgReadiness" ? { inputs: declarations[kind] } : await checkWithoutOrg(kind, declarations[kind]);
  const outputs = { ...inputs, orgId: "00D000000000062EAA", revision: 3, __provider: "old text", madeByTheOrg: "x" };
  return { inputs, outputs };
}

const diff = (kind: ResourceKind, outputs: Values, news: Values) => call(kind, "diff", "id", outputs, news);

/** Inputs that Salesforce takes only when the record is made. */
const createOnly: [ResourceKind, string, unknown][] = [
  ["PermissionSet", "license", "Salesforce API Integration"],
  ["IntegrationProfile", "userLicense", "Salesforce"],
  ["ExternalClientApp", "apiName", "Other_App"],
  ["PolicyAssignment", "appId", "0xI000000000002EAA"],
];

describe("diff", () => {
  test.each(kinds)("of a %s sees no change when only the text of the bridge differs", async (kind) => {
    const { inputs, outputs } = await deployed(kind);
    expect(await diff(kind, outputs, { ...inputs, __provider: "new text" })).toEqual({ changes: false });
  });

  test.each(kinds)(
    "of a %s leaves it to the engine to compare other inputs, so that the engine can show them",
    async (kind) => {
      const { inputs, outputs } = await deployed(kind);
      const replacing = new Set(createOnly.filter(([of]) => of === kind).map(([, input]) => input));
      for (const input of Object.keys(inputs).filter((name) => !replacing.has(name))) {
        expect([input, await diff(kind, outputs, { ...inputs, [input]: "changed" })]).toEqual([input, {}]);
      }
    },
  );

  test.each(createOnly)(
    "of a %s with another %s replaces it, and does not delete it before",
    async (kind, input, value) => {
      const { inputs, outputs } = await deployed(kind);
      expect(await diff(kind, outputs, { ...inputs, [input]: value })).toEqual({ replaces: [input] });
    },
  );

  test("sees no change when an input that was left out is still left out", async () => {
    const { inputs, outputs } = await deployed("PolicyAssignment");
    const { sessionTimeoutInMinutes: _, ...withoutOutput } = outputs;
    const news = { ...inputs, sessionTimeoutInMinutes: undefined };
    expect(await diff("PolicyAssignment", withoutOutput, news)).toEqual({ changes: false });
  });

  test("sees a change when state of an older version lacks an input", async () => {
    const { inputs, outputs } = await deployed("ExternalClientApp");
    const { isIntrospectAllTokens: _, ...older } = outputs;
    expect(await diff("ExternalClientApp", older, inputs)).toEqual({});
  });

  test("sees no change when a certificate is given in another form", async () => {
    const { outputs } = await deployed("ExternalClientApp");
    const oneLine = certificate("valid").split("\n").slice(1, -2).join("");
    const { inputs } = await checkWithoutOrg("ExternalClientApp", {
      ...declarations.ExternalClientApp,
      certificatePem: oneLine,
    });
    expect(await diff("ExternalClientApp", outputs, inputs)).toEqual({ changes: false });
  });
});

describe("a replacement is made while the old record is there", () => {
  const check = async (kind: ResourceKind, news: Values, olds: Values): Promise<CheckFailure[]> =>
    ((await call(kind, "check", olds, news)) as { failures: CheckFailure[] }).failures;

  test.each([
    ["PermissionSet", "license", "Salesforce API Integration", "apiName", "IVR_Access_2"],
    ["IntegrationProfile", "userLicense", "Salesforce", "name", "SCV Integration 2"],
  ] as const)("so another %s.%s needs another name", async (kind, input, value, nameInput, name) => {
    const { inputs } = await deployed(kind);
    const news = { ...inputs, [input]: value };
    expect(await check(kind, news, inputs)).toEqual([
      { property: input, reason: expect.stringMatching(new RegExp(`^${input}: .*give a new ${nameInput} too\\.`)) },
    ]);
    expect(await check(kind, { ...news, [nameInput]: name }, inputs)).toEqual([]);
    // The replacement is checked once more, without the old inputs.
    expect(await check(kind, news, {})).toEqual([]);
  });

  test("and an app is named by what replaces it, so that nothing more is needed", async () => {
    const { inputs } = await deployed("ExternalClientApp");
    expect(await check("ExternalClientApp", { ...inputs, apiName: "Other_App" }, inputs)).toEqual([]);
  });

  test("which is not asked of a value that is not known yet", async () => {
    const { inputs } = await deployed("PermissionSet");
    const { unknownValue } = await import("../../provider/unknowns.ts");
    expect(await check("PermissionSet", { ...inputs, license: unknownValue }, inputs)).toEqual([]);
  });
});
