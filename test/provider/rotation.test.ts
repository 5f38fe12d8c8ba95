import { createPublicKey } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { fingerprintIn } from "../../common/publicKey.ts";
import { certificatePem } from "../../local-org/src/tls/certificate.ts";
import { login, verdict } from "../../local-org/test/oauth/login.ts";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { changeComponent } from "../engine/accessInOrg.ts";
import { integrationUsername, makeAccess } from "./access.ts";
import { type Deployed, failureOf, ownerOf, type Scene, Stack, withStack } from "./kit.ts";

const [first, second] = [selfSigned(), selfSigned()];

/** How the org answers a login through an app with a key. */
async function loginThrough({ local }: Scene, app: Deployed, key: Pick<SelfSigned, "privateKey">): Promise<string> {
  return verdict(await login(local, key, { issuer: String(app.outputs.consumerKey), subject: integrationUsername }));
}

/** A certificate for a key that ended yesterday, or ends so many days from now. */
const certificateOf = ({ privateKey }: SelfSigned, validDays: number) =>
  certificatePem({
    subject: "integration",
    publicKey: createPublicKey(privateKey),
    issuer: { name: "integration", privateKey },
    validDays,
    purpose: "login",
  });

describe("a new key in the place of the old one", () => {
  test("is announced before the certificate is changed, and the old key logs in until then and not after", () =>
    withStack(async (scene) => {
      const { stack, said } = scene;
      const { app } = await makeAccess(stack, first);
      expect(await loginThrough(scene, app, first)).toBe("ok");
      said.length = 0;
      const rotated = await stack.update(app, { certificatePem: second.certificatePem });
      expect(said[0]).toMatch(/is given the certificate of another key now: from here until the new key is saved/);
      expect(await loginThrough(scene, rotated, second)).toBe("ok");
      expect(await loginThrough(scene, rotated, first)).not.toBe("ok");
    }));

  test("a renewal for the same key announces nothing", () =>
    withStack(async (scene) => {
      const { stack, said } = scene;
      const { app } = await makeAccess(stack, first);
      said.length = 0;
      const renewed = await stack.update(app, { certificatePem: certificateOf(first, 30) });
      expect(said.join("\n")).not.toMatch(/another key/);
      expect(await loginThrough(scene, renewed, first)).toBe("ok");
    }));

  test("is refused for the app that the deployment is logged in with, and nothing is changed", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const { app } = await makeAccess(stack, first);
      const own = await Stack.on(local, { clientId: String(app.outputs.consumerKey) });
      const failure = await failureOf(own.update(app, { certificatePem: second.certificatePem }));
      expect(failure.message).toMatch(/is the one that this deployment is logged in with/);
      expect(await loginThrough(scene, app, first)).toBe("ok");
    }));
});

test("a certificate that has expired is left by a renewal: the same key logs in again", () =>
  withStack(async (scene) => {
    const { stack, local } = scene;
    const { app } = await makeAccess(stack, first);
    const expired = certificateOf(first, -1);
    await changeComponent(local, "ExtlClntAppGlobalOauthSettings", "WxCC_SCV_glbloauth", { certificate: expired });
    expect(await loginThrough(scene, app, first)).not.toBe("ok");
    const found = (await stack.read(app)) as Deployed;
    const renewed = await stack.update(found, { certificatePem: certificateOf(first, 365) });
    expect(await loginThrough(scene, renewed, first)).toBe("ok");
  }));

describe("an app that has its key for life", () => {
  const forLife = (generation: number, { certificatePem }: SelfSigned) => ({
    keyGeneration: generation,
    certificatePem,
  });

  test("is not given the key of another generation", () =>
    withStack(async (scene) => {
      const { stack } = scene;
      const { app } = await makeAccess(stack, first);
      const kept = await stack.update(app, { keyGeneration: 1 });
      expect(await stack.drift(kept)).toEqual({});
      const { failures } = await stack.check(
        "ExternalClientApp",
        { ...kept.inputs, ...forLife(3, second), owner: ownerOf("app") },
        kept.inputs,
      );
      expect(failures).toEqual([
        {
          property: "keyGeneration",
          reason: expect.stringMatching(/key of generation 1 for life.*not given that of generation 3/),
        },
      ]);
      expect(await loginThrough(scene, kept, first)).toBe("ok");
    }));

  test("is not given another key by the update that begins its life", () =>
    withStack(async (scene) => {
      const { stack } = scene;
      const { app } = await makeAccess(stack, first);
      const declared = { ...app.inputs, ...forLife(2, second), owner: ownerOf("app") };
      // In a preview the certificate is not made yet: the key tells, which is known or is still to be made.
      const unknown = { ...declared, certificatePem: unknownValue };
      const fingerprint = (key: SelfSigned) => ({ keySha256: fingerprintIn(key.certificatePem) });
      for (const [news, isRefused] of [
        [declared, true],
        [{ ...unknown, keySha256: unknownValue }, true],
        [{ ...unknown, ...fingerprint(second) }, true],
        [{ ...unknown, ...fingerprint(first) }, false],
        [unknown, false],
      ] as const) {
        const { failures } = await stack.check("ExternalClientApp", news, app.inputs);
        expect(failures.length > 0).toBe(isRefused);
      }
      const failure = await failureOf(stack.update(app, { keyGeneration: 2, certificatePem: second.certificatePem }));
      expect(failure.message).toMatch(
        /another generation for life.*set keyGeneration to its generation for one up, .*connector -- status --stack test/,
      );
      expect(await loginThrough(scene, app, first)).toBe("ok");
    }));

  test("gets its own key back when somebody has put another one there by hand", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const { app } = await makeAccess(stack, first);
      const kept = await stack.update(app, { keyGeneration: 1 });
      await changeComponent(local, "ExtlClntAppGlobalOauthSettings", "WxCC_SCV_glbloauth", {
        certificate: second.certificatePem,
      });
      const found = (await stack.read(kept)) as Deployed;
      const repaired = await stack.update(found, { certificatePem: first.certificatePem });
      expect(await loginThrough(scene, repaired, first)).toBe("ok");
    }));
});

describe("the app with the newest key", () => {
  const app = (name: string, keyGeneration?: number) => ({
    kind: "ExternalClientApp",
    name,
    inputs: { apiName: name, ...(keyGeneration !== undefined && { keyGeneration }) },
  });
  const readiness = (creations: object[]) => ({
    username: integrationUsername,
    isEnabled: false,
    creations,
    owner: ownerOf("readiness"),
  });
  const failuresOf = ({ stack }: Scene, before: object[], now: object[]) =>
    stack.check("OrgReadiness", readiness(now), readiness(before)).then(({ failures }) => failures);

  test("is not removed by a strategy that has room for the first app only", () =>
    withStack(async (scene) => {
      const both = [app("scv-app", 1), app("scv-app-green", 2)];
      expect(await failuresOf(scene, both, [app("scv-app")])).toEqual([
        { property: "", reason: expect.stringMatching(/^scv-app-green: the app with the newest key, of generation 2/) },
      ]);
      expect(await failuresOf(scene, both, [app("scv-app-green", 2)])).toEqual([]);
      expect(await failuresOf(scene, [app("scv-app", 1)], [app("scv-app")])).toEqual([]);
      // The older one, which flows may use until it is closed, is not removed by the change either.
      const older = [app("scv-app", 3), app("scv-app-green", 2)];
      expect(await failuresOf(scene, older, [app("scv-app")])).toEqual([
        {
          property: "",
          reason: expect.stringMatching(/^scv-app-green: the app with the key of generation 2 .*again, finish/),
        },
      ]);
      expect(await failuresOf(scene, older, [app("scv-app", 3)])).toEqual([]);
    }));
});
