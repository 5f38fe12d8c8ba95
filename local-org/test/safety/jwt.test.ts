import { createPrivateKey, createSign, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { CompactSign, type JWTPayload, SignJWT } from "jose";
import { isSignedBy } from "../../src/oauth/assertion.ts";
import type { LocalOrg } from "../../src/server.ts";
import { loginAudience, requestToken, verdict } from "../oauth/login.ts";
import { withOrg } from "../rest/client.ts";

const seconds = () => Math.floor(Date.now() / 1000);

/** Logs the deployer in with an assertion of these claims besides the usual ones. */
async function deployerLogin(local: LocalOrg, claims: JWTPayload = {}): Promise<string> {
  return post(local, await deployerAssertion(local, claims));
}

function deployerAssertion(local: LocalOrg, claims: JWTPayload = {}): Promise<string> {
  const { clientId, username } = local.org.deployer;
  const payload = { iss: clientId, sub: username, aud: loginAudience, exp: seconds() + 180, ...claims };
  const key = createPrivateKey(local.org.deployer.privateKeyPem());
  return new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader({ alg: "RS256" }).sign(key);
}

async function post(local: LocalOrg, assertion: string): Promise<string> {
  return verdict(await requestToken(local, { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }));
}

describe("assertions", () => {
  test("[oauth.jwt-replay] serve again unless their jti served, none or both by the setting", () =>
    withOrg(async ({ local }) => {
      const { settings } = local.org;
      const replayed = "invalid_grant: invalid assertion";
      const named = await deployerAssertion(local, { jti: "once" });
      const plain = await deployerAssertion(local);
      for (const [policy, ofNamed, ofPlain] of [
        ["refusedByJti", ["ok", replayed], ["ok", "ok"]],
        ["accepted", ["ok", "ok"], ["ok", "ok"]],
        ["refused", [replayed, replayed], [replayed, replayed]],
      ] as const) {
        settings.replayedAssertions = policy;
        expect([await post(local, named), await post(local, named)]).toEqual(ofNamed);
        expect([await post(local, plain), await post(local, plain)]).toEqual(ofPlain);
      }
      settings.replayedAssertions = "refusedByJti";
      expect(await deployerLogin(local, { jti: "once", iat: 1 })).toBe(replayed);
      expect(await deployerLogin(local, { jti: "another" })).toBe("ok");
    }));

  test("[oauth.jwt-replay] that were refused for another reason serve once their user can log in", () =>
    withOrg(async ({ local }) => {
      const named = await deployerAssertion(local, { jti: "late" });
      const { userId } = local.org.deployer;
      const [login] = local.org.records.find("UserLogin", { UserId: userId });
      const freeze = (IsFrozen: boolean) => local.org.records.update("UserLogin", String(login?.Id), { IsFrozen });
      freeze(true);
      expect(await post(local, named)).toBe("invalid_grant: authentication failure");
      freeze(false);
      expect(await post(local, named)).toBe("ok");
    }));

  test("[oauth.jwt-not-before] are invalid before their nbf, whatever their iat", () =>
    withOrg(async ({ local }) => {
      expect(await deployerLogin(local, { nbf: seconds() + 3600 })).toBe("invalid_grant: invalid assertion");
      expect(await deployerLogin(local, { nbf: "soon" as unknown as number })).toBe("invalid_grant: invalid assertion");
      expect(await deployerLogin(local, { nbf: seconds() + 100, iat: seconds() + 3600 })).toBe("ok");
    }));

  test("[oauth.jwt-expiry-digits] with an expiry as a text of digits serve, with one that is no time do not", () =>
    withOrg(async ({ local }) => {
      const login = (exp: unknown) => deployerLogin(local, { exp: exp as number });
      expect(await login(String(seconds() + 180))).toBe("ok");
      expect(await login(String(seconds() - 3600))).toBe("invalid_grant: expired authorization code");
      for (const none of ["", " ", "soon", "1e9", "-1", "0x10", "9".repeat(400), [9e9], { exp: 9e9 }, true])
        expect(await login(none)).toBe("invalid_grant: invalid assertion");
      for (const text of ["1e999", "-1e999", "9e15", "9007199254740993"]) {
        const { clientId, username } = local.org.deployer;
        const claims = `{"iss":"${clientId}","sub":"${username}","aud":"${loginAudience}","exp":${text}}`;
        const key = createPrivateKey(local.org.deployer.privateKeyPem());
        const assertion = await new CompactSign(Buffer.from(claims)).setProtectedHeader({ alg: "RS256" }).sign(key);
        expect([text, await post(local, assertion)]).toEqual([
          text,
          text === "9e15" ? "ok" : "invalid_grant: invalid assertion",
        ]);
      }
    }));

  test("[oauth.jwt-leeway] serve as long as clocks may differ after their expiry, by the org's own clock", async () => {
    await withOrg(async ({ local }) => {
      const expired = "invalid_grant: expired authorization code";
      expect(await deployerLogin(local, { exp: seconds() })).toBe("ok");
      expect(await deployerLogin(local, { exp: seconds() - 170 })).toBe("ok");
      expect(await deployerLogin(local, { exp: seconds() - 181 })).toBe(expired);
      local.org.settings.assertionLeewaySeconds = 0;
      expect(await deployerLogin(local, { exp: seconds() + 3 })).toBe("ok");
      expect(await deployerLogin(local, { exp: seconds() })).toBe(expired);
    });
    await withOrg(
      async ({ local }) => {
        expect(await deployerLogin(local)).toBe("invalid_grant: expired authorization code");
        expect(await deployerLogin(local, { exp: seconds() + 3780 })).toBe("ok");
      },
      { shape: { clockOffsetMs: 3_600_000 } },
    );
  });

  test("[oauth.jwt-malformed] with claims of other kinds are refused", () =>
    withOrg(async ({ local }) => {
      const wrong: JWTPayload[] = [
        { exp: null as unknown as number },
        { sub: 5 as unknown as string },
        { iss: [local.org.deployer.clientId] as unknown as string },
        { sub: "" },
      ];
      for (const claims of wrong) expect(await deployerLogin(local, claims)).toBe("invalid_grant: invalid assertion");
      expect(await deployerLogin(local, { aud: [] })).toBe("invalid_grant: audience is invalid");
      expect(await deployerLogin(local, { aud: {} as unknown as string })).toBe("invalid_grant: audience is invalid");
    }));

  test("[oauth.jwt-signature] with extensions that must be understood are refused", () =>
    withOrg(async ({ local }) => {
      const { clientId, username } = local.org.deployer;
      const claims = { iss: clientId, sub: username, aud: loginAudience, exp: seconds() + 180 };
      const key = createPrivateKey(local.org.deployer.privateKeyPem());
      const assertion = await new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: "RS256", crit: ["x"], x: 1 })
        .sign(key, { crit: { x: true } });
      expect(await post(local, assertion)).toBe("invalid_client: invalid client credentials");
    }));

  test("[oauth.jwt-key-strength] signed with a short key are refused", async () => {
    const signedWith = async (modulusLength: number): Promise<boolean> => {
      const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
      const text = `${Buffer.from('{"alg":"RS256"}').toString("base64url")}.${Buffer.from("{}").toString("base64url")}`;
      const signature = createSign("sha256").update(text).sign(privateKey).toString("base64url");
      return isSignedBy(`${text}.${signature}`, String(publicKey.export({ type: "spki", format: "pem" })));
    };
    expect(await signedWith(2048)).toBe(true);
    expect(await signedWith(1024)).toBe(false);
  });

  test("[oauth.jwt-rs256-only] signed with the public key as a shared secret are refused", () =>
    withOrg(async ({ local }) => {
      const { clientId, username } = local.org.deployer;
      const secret = Buffer.from(local.org.deployer.publicKeyPem());
      const assertion = await new SignJWT({ iss: clientId, sub: username, aud: loginAudience, exp: seconds() + 180 })
        .setProtectedHeader({ alg: "HS256" })
        .sign(secret);
      expect(await post(local, assertion)).toBe("invalid_grant: invalid assertion");
    }));

  test("[oauth.jwt-signature] with a key of their own in the header are refused", () =>
    withOrg(async ({ local }) => {
      const { clientId, username } = local.org.deployer;
      const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const assertion = await new SignJWT({ iss: clientId, sub: username, aud: loginAudience, exp: seconds() + 180 })
        .setProtectedHeader({ alg: "RS256", jwk: publicKey.export({ format: "jwk" }) as { kty: string } })
        .sign(privateKey);
      expect(await post(local, assertion)).toBe("invalid_client: invalid client credentials");
    }));
});
