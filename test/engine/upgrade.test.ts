import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { providerText, type ResourceKind } from "../../resources/dynamicProvider.ts";
import { formerProviderText } from "../fixtures/upgrade/formerProviderText.ts";
import { accessInOrg, deployer, exported } from "./accessInOrg.ts";
import { engineTimeout, type StateResource, scvArguments, succeeded } from "./engine.ts";
import { fixtures, openUpgradeFixture, type Upgrade } from "./upgradeFixture.ts";

jest.setTimeout(engineTimeout);

const versions = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(versions)("what version %s has left in state and org", (version) => {
  let upgrade: Upgrade;
  let asLeft: unknown;

  beforeAll(async () => {
    upgrade = await openUpgradeFixture(version);
    asLeft = await exported(upgrade.local);
  });
  afterAll(() => upgrade?.stop());

  test("shows no change, also after a look at the org", async () => {
    const { engine } = upgrade;
    const preview = succeeded(await engine.previewDrift());
    expect(preview.changes).toEqual({});
    expect(preview.drift).toEqual({});
    expect(preview.steps.filter(({ operation }) => operation === "refresh")).not.toEqual([]);
    const run = succeeded(await engine.up(["--skip-preview", "--refresh"]));
    expect(run.changes).toEqual({});
    expect(run.drift).toEqual({});
    expect(await exported(upgrade.local)).toEqual(asLeft);
  });

  test("is updated: what changes in the program, and the proof", async () => {
    const { engine, declared, local } = upgrade;
    await engine.declare({ ...declared, user: { ...declared.user, firstName: "Voice" } });
    const run = succeeded(await engine.up());
    expect(run.changes).toEqual({ "scv-user": "update", "scv-proof": "update" });
    expect((await accessInOrg(local, scvArguments.username)).user.firstName).toBe("Voice");
    expect(succeeded(await engine.up()).changes).toEqual({});
    // Each resource takes today's text of the provider with its next update; until then it is run with the old one.
    const dynamic = (await engine.state()).filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
    const textsOf = ({ type, urn, inputs, outputs }: StateResource) => {
      const kind = type.split(":").at(-1) as ResourceKind;
      const names = new Map([
        [formerProviderText(kind), "former"],
        [providerText(kind), "today's"],
      ]);
      const nameOf = (values: Record<string, unknown> | undefined) => names.get(String(values?.__provider));
      return [String(urn.split("::").at(-1)), { inputs: nameOf(inputs), outputs: nameOf(outputs) }] as const;
    };
    const updated = ["scv-user", "scv-proof"];
    const former = version === "0.1.0" ? "former" : "today's";
    for (const [name, texts] of dynamic.map(textsOf)) {
      const outputs = updated.includes(name) ? "today's" : former;
      expect([name, texts]).toEqual([name, { inputs: "today's", outputs }]);
    }
    expect(dynamic).toHaveLength(7);
    expect(succeeded(await engine.previewDrift()).changes).toEqual({});
  });

  test("is destroyed, without the program, and comes back as a new stack would make it", async () => {
    const { engine, declared, local } = upgrade;
    succeeded(await engine.destroy());
    expect(await engine.state()).toEqual([]);
    const sets = "SELECT Id FROM PermissionSet WHERE Label = 'IVR Access to SCV Apex Classes'";
    expect(await deployer(local).query(sets)).toEqual([]);
    await engine.declare(declared);
    succeeded(await engine.up());
    expect(asOfOld(await exported(local))).toEqual(asOfOld(asLeft));
  });
});

/**
 * An org as a version of old would have left it. A stack that starts from nothing makes a new key, and with it another
 * certificate. Version 0.1.0 labelled the components of an app as the app; Setup labels them with their own full name, and
 * so do later versions.
 */
function asOfOld(org: unknown): unknown {
  const text = JSON.stringify(org)
    .replace(/"certificate":"[0-9A-F:]+"/g, '"certificate":"…"')
    .replace(/"(label|MasterLabel)":"WxCC_SCV_\w+"/g, '"$1":"WxCC - SCV"')
    // The local org of then did not give the period of 0 that orgs give with a policy that counts no time.
    .replace(/,"[rR]efreshTokenValidityPeriod":0/g, "")
    // Nor did it have a row for the global OAuth settings of an app.
    .replace(/"ExtlClntAppOauthConsumer":\[[^\]]*\],/g, "");
  return JSON.parse(text);
}
