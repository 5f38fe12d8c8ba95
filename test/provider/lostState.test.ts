import { expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { declarations } from "./declarations.ts";
import { certificate, ownerOf, withStack } from "./kit.ts";

const app = (certificatePem: unknown, more: Values = {}) => {
  const { label, apiName } = declarations.ExternalClientApp;
  return { kind: "ExternalClientApp", name: "app", inputs: { label, apiName, certificatePem, ...more } };
};

const readiness = (apps: { creations?: object[]; adoptions?: object[] }): Values => ({
  userPermissions: ["ApiEnabled"],
  username: "scv@mycompany.example",
  owner: ownerOf("readiness"),
  ...apps,
});

test("a stack without its state gives an app that it has made no new key, unless somebody confirms that", () =>
  withStack(async ({ stack }) => {
    const made = await stack.create("ExternalClientApp", "app", declarations.ExternalClientApp);
    const refused = async (inputs: Values, olds: Values = {}) => {
      const { failures } = await stack.check("OrgReadiness", inputs, olds);
      return failures.map(({ reason }) => reason).filter((reason) => reason.startsWith("app:"));
    };
    const refusal = [
      expect.stringMatching(
        /^app: the external client app WxCC_SCV \(0x\w+, last changed by .*\) is one that this stack has made, and OrgReadiness has no state: .* everybody who signs with the old key is cut off .* Set confirmRotation .* \(PULUMI_BACKEND_URL\)/,
      ),
    ];
    for (const certificatePem of [unknownValue, certificate("renewed"), undefined]) {
      const inputs = readiness({ creations: [app(certificatePem)] });
      expect(await refused(inputs)).toEqual(refusal);
      expect(await refused({ ...inputs, isRotationConfirmed: true })).toEqual([]);
      // The readiness is made before any key: a state that knows it knows the key of an app whose create was interrupted.
      expect(await refused(inputs, readiness({ creations: [] }))).toEqual([]);
    }
    expect(await refused(readiness({ creations: [app(certificate("valid"))] }))).toEqual([]);
    await stack.delete(made);
    expect(await refused(readiness({ creations: [app(unknownValue)] }))).toEqual([]);
  }));

test("nor does it where the app is declared with adopt", () =>
  withStack(async ({ stack }) => {
    await stack.create("ExternalClientApp", "app", { ...declarations.ExternalClientApp, adopt: true });
    const inputs = readiness({ adoptions: [app(undefined, { contactEmail: "admin@mycompany.example", adopt: true })] });
    const { failures } = await stack.check("OrgReadiness", inputs);
    expect(failures.map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(/^app: .*OrgReadiness has no state/),
    );
  }));
