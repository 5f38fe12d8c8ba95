/** Logins by JWT and the identity addresses. */
import { setTimeout as pause } from "node:timers/promises";
import { closedPolicies, globalSettings, newApp } from "../apps.ts";
import type { Asker } from "../asker.ts";
import { type Claims, nowInSeconds, signedAssertion, unsignedAssertion } from "../assertion.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, expectThat, Unaskable } from "../expectation.ts";
import type { Fixtures, Login } from "../fixtures.ts";
import { type Answer, send } from "../http.ts";
import { selfSigned } from "../selfSigned.ts";
import { jwtBearer, loginHosts, requestToken } from "../target.ts";

const loginKinds: readonly Kind[] = ["users", "permission sets", "external client apps"];

/** How a login came out: `ok`, or error and description. */
function verdict({ status, body }: Answer): string {
  return status === 200 ? "ok" : `${body?.error}: ${body?.error_description}`;
}

interface LoginQuestion {
  login: Login;
  /** Logs in with a good assertion, in which these claims differ. */
  attempt(claims?: Claims): Promise<string>;
}

async function question(fixtures: Fixtures): Promise<LoginQuestion> {
  const login = await fixtures.login();
  const { username } = await fixtures.person();
  const good = { issuer: login.consumerKey, subject: username, audience: login.audience };
  return {
    login,
    attempt: async (claims = {}) =>
      verdict(await login.attempt(signedAssertion(login.key.privateKey, { ...good, ...claims }))),
  };
}

/**
 * Logs in with another app than the shared one. A new app has to spread to the logins first: until the answer is the
 * expected one, or the time for that is over.
 */
async function attemptWithApp(asker: Asker, fixtures: Fixtures, app: AppQuestion): Promise<string> {
  const { permissionSet, audience } = await fixtures.login();
  const { username } = await fixtures.person();
  const key = app.key ?? selfSigned();
  const name = await newApp(asker, {
    ...(app.scopes === undefined ? {} : { scopes: app.scopes }),
    global: app.hasCertificate === false ? "" : `<certificate>${key.certificatePem}</certificate>`,
    ...(app.isSelfAuthorized ? {} : { oauthPolicies: app.oauthPolicies ?? closedPolicies(permissionSet) }),
    ...(app.policies === undefined ? {} : { policies: app.policies }),
  });
  const { consumerKey } = await globalSettings(asker, name);
  const { loginUrl, spreadMs } = asker.target;
  const until = Date.now() + spreadMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 20_000)) {
    const assertion = signedAssertion(key.privateKey, { issuer: consumerKey, subject: username, audience });
    const answer = verdict(await requestToken(loginUrl, { grant_type: jwtBearer, assertion }));
    if (answer === app.expected || Date.now() + wait > until) return answer;
    await pause(wait);
  }
}

interface AppQuestion {
  expected: string;
  key?: ReturnType<typeof selfSigned>;
  scopes?: string;
  hasCertificate?: boolean;
  isSelfAuthorized?: boolean;
  oauthPolicies?: string;
  policies?: string;
}

/** A rule about an app that is special in one way. */
function appCheck(id: string, app: AppQuestion | (() => AppQuestion)): Check {
  return {
    id,
    makes: loginKinds,
    async ask(asker, fixtures) {
      const asked = typeof app === "function" ? app() : app;
      expectLike(await attemptWithApp(asker, fixtures, asked), asked.expected);
    },
  };
}

const generalPolicies = (isEnabled: boolean, isOauthPluginEnabled: boolean) =>
  `<isEnabled>${isEnabled}</isEnabled><isOauthPluginEnabled>${isOauthPluginEnabled}</isOauthPluginEnabled>`;

/** A rule about a claim of the assertion. */
function claimCheck(id: string, claims: () => Claims, expected: string): Check {
  return {
    id,
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const { attempt } = await question(fixtures);
      expectLike(await attempt(claims()), expected);
    },
  };
}

const assertions: readonly Check[] = [
  {
    id: "oauth.jwt-signature",
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const login = await fixtures.login();
      const { username: subject } = await fixtures.person();
      const claims = { issuer: login.consumerKey, subject, audience: login.audience };
      const answer = await login.attempt(signedAssertion(selfSigned().privateKey, claims));
      expectLike([answer.status, verdict(answer)], [400, "invalid_client: invalid client credentials"]);
    },
  },
  {
    id: "oauth.jwt-rs256-only",
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const login = await fixtures.login();
      const { username: subject } = await fixtures.person();
      const claims = { issuer: login.consumerKey, subject, audience: login.audience };
      for (const assertion of [signedAssertion(login.key.privateKey, claims, "RS512"), unsignedAssertion(claims)])
        expectLike(verdict(await login.attempt(assertion)), "invalid_grant: invalid assertion");
    },
  },
  {
    id: "oauth.jwt-malformed",
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const login = await fixtures.login();
      const { username: subject } = await fixtures.person();
      const claims = { issuer: login.consumerKey, subject, audience: login.audience, expiresIn: null };
      for (const assertion of ["", "abc", "a.b.c", signedAssertion(login.key.privateKey, claims)])
        expectLike(verdict(await login.attempt(assertion)), "invalid_grant: invalid assertion");
    },
  },
  claimCheck("oauth.jwt-issuer", () => ({ issuer: "3MVG9nothing" }), "invalid_client_id: client identifier invalid"),
  {
    id: "oauth.jwt-expiry",
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const { attempt } = await question(fixtures);
      // Far enough back for every skew that an org may allow.
      expectLike(await attempt({ expiresIn: -3_600 }), "invalid_grant: expired authorization code");
      expectLike(await attempt({ expiresIn: 1_000_000_000 }), "ok");
    },
  },
  {
    id: "oauth.jwt-millisecond-expiry",
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const { attempt } = await question(fixtures);
      const seconds = Math.floor(Date.now() / 1000);
      expectLike(await attempt({ expiresIn: (seconds + 180) * 1000 - seconds }), "ok");
    },
  },
  {
    id: "oauth.jwt-expiry-digits",
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const { attempt } = await question(fixtures);
      expectLike(await attempt({ more: { exp: String(nowInSeconds() + 180) } }), "ok");
      expectLike(await attempt({ more: { exp: "soon" } }), "invalid_grant: invalid assertion");
    },
  },
  claimCheck("oauth.jwt-leeway", () => ({ expiresIn: 0 }), "ok"),
  claimCheck(
    "oauth.jwt-not-before",
    () => ({ more: { nbf: nowInSeconds() + 3_600 } }),
    "invalid_grant: invalid assertion",
  ),
  {
    id: "oauth.jwt-replay",
    makes: loginKinds,
    async ask(asker, fixtures) {
      const login = await fixtures.login();
      const { username: subject } = await fixtures.person();
      const claims = { issuer: login.consumerKey, subject, audience: login.audience };
      const twice = async (assertion: string) => [
        verdict(await login.attempt(assertion)),
        verdict(await login.attempt(assertion)),
      ];
      const named = signedAssertion(login.key.privateKey, { ...claims, more: { jti: asker.name() } });
      expectLike(
        { plain: await twice(login.assertion()), withJti: await twice(named) },
        { plain: ["ok", "ok"], withJti: ["ok", "invalid_grant: invalid assertion"] },
      );
    },
  },
  {
    id: "oauth.subject-case-insensitive",
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const { attempt } = await question(fixtures);
      const { username } = await fixtures.person();
      expectLike(await attempt({ subject: username.toUpperCase() }), "ok");
    },
  },
  claimCheck(
    "oauth.unknown-user",
    () => ({ subject: "nobody@conformance.example" }),
    "invalid_grant: authentication failure",
  ),
  {
    id: "oauth.inactive-user",
    makes: loginKinds,
    async ask(asker, fixtures) {
      const { attempt } = await question(fixtures);
      const { userId } = await fixtures.person();
      const change = (IsActive: boolean) => asker.api.call("PATCH", `/sobjects/User/${userId}`, { IsActive });
      asker.later(() => change(true));
      expectLike((await change(false)).status, 204);
      expectLike(await attempt(), "invalid_grant: inactive user");
    },
  },
  {
    id: "oauth.frozen-user",
    makes: loginKinds,
    async ask(asker, fixtures) {
      const { attempt } = await question(fixtures);
      const { userId } = await fixtures.person();
      const { Id } = await asker.api.one(`SELECT Id FROM UserLogin WHERE UserId = '${userId}'`);
      const freeze = (IsFrozen: boolean) => asker.api.call("PATCH", `/sobjects/UserLogin/${Id}`, { IsFrozen });
      asker.later(() => freeze(false));
      expectLike((await freeze(true)).status, 204);
      expectLike(await attempt(), "invalid_grant: authentication failure");
    },
  },
  {
    id: "oauth.token-response",
    makes: loginKinds,
    async ask({ target }, fixtures) {
      const login = await fixtures.login();
      const { userId } = await fixtures.person();
      const { status, body } = await login.attempt(login.assertion());
      expectLike(
        { status, body },
        {
          status: 200,
          body: {
            access_token: /^00D\w{12}!/,
            scope: /\bapi\b/,
            instance_url: target.instanceUrl,
            id: new RegExp(`/id/00D\\w{15}/${userId}$`),
            token_type: "Bearer",
            refresh_token: undefined,
          },
        },
      );
    },
  },
  {
    id: "oauth.scope-parameter",
    makes: loginKinds,
    async ask({ target }, fixtures) {
      const login = await fixtures.login();
      const form = { grant_type: jwtBearer, assertion: login.assertion(), scope: "api" };
      expectLike(verdict(await requestToken(target.loginUrl, form)), "invalid_request: scope parameter not supported");
    },
  },
  {
    id: "oauth.grant-types",
    async ask({ target }) {
      expectLike((await requestToken(target.loginUrl, {})).body?.error, "invalid_request");
      expectLike((await requestToken(target.loginUrl, { grant_type: "magic" })).body?.error, "unsupported_grant_type");
    },
  },
];

async function isSandbox({ api }: Asker): Promise<boolean> {
  return (await api.one("SELECT IsSandbox FROM Organization")).IsSandbox === true;
}

/** How the audiences that an org may take come out at its own address. */
async function audienceVerdicts(asker: Asker, fixtures: Fixtures) {
  const { attempt } = await question(fixtures);
  return {
    myDomain: await attempt({ audience: asker.target.instanceUrl }),
    login: await attempt({ audience: loginHosts.login }),
    test: await attempt({ audience: loginHosts.test }),
  };
}

const refusal = /^(app_not_found|invalid_grant): /;

const audiences: readonly Check[] = [
  {
    id: "oauth.jwt-audience",
    makes: loginKinds,
    async ask(asker, fixtures) {
      if (await isSandbox(asker)) throw new Unaskable("This org is a sandbox.");
      const { attempt } = await question(fixtures);
      const found = {
        ...(await audienceVerdicts(asker, fixtures)),
        slash: await attempt({ audience: `${loginHosts.login}/` }),
        other: await attempt({ audience: "https://example.com" }),
      };
      const other = "invalid_grant: audience is invalid";
      expectLike(found, { myDomain: "ok", login: "ok", test: refusal, slash: other, other });
    },
  },
  {
    id: "oauth.jwt-audience-sandbox",
    makes: loginKinds,
    async ask(asker, fixtures) {
      if (!(await isSandbox(asker))) throw new Unaskable("This org is not a sandbox.");
      expectLike(await audienceVerdicts(asker, fixtures), { myDomain: "ok", login: refusal, test: refusal });
    },
  },
  {
    id: "oauth.jwt-audience-not-installed",
    makes: loginKinds,
    async ask(asker, fixtures) {
      const { attempt } = await question(fixtures);
      const audience = (await isSandbox(asker)) ? loginHosts.login : loginHosts.test;
      expectLike(await attempt({ audience }), "app_not_found: External client app is not installed in this org");
    },
  },
  {
    id: "oauth.jwt-audience-list",
    makes: loginKinds,
    async ask(_asker, fixtures) {
      const { attempt, login } = await question(fixtures);
      expectLike(await attempt({ audience: ["https://example.com", login.audience] }), "ok");
    },
  },
];

const approvals: readonly Check[] = [
  {
    id: "oauth.jwt-admin-approved",
    makes: loginKinds,
    async ask(asker, fixtures) {
      const { attempt, login } = await question(fixtures);
      const { userId: AssigneeId } = await fixtures.person();
      const assigned = await asker.api.one(
        `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${AssigneeId}' AND PermissionSetId = '${login.permissionSetId}'`,
      );
      const gone = await asker.api.call("DELETE", `/sobjects/PermissionSetAssignment/${assigned.Id}`);
      expectLike(gone.status, 204);
      const row = { AssigneeId, PermissionSetId: login.permissionSetId };
      asker.later(() => asker.api.call("POST", "/sobjects/PermissionSetAssignment", row));
      expectLike(await attempt(), "invalid_app_access: user is not admin approved to access this app");
    },
  },
  appCheck("oauth.jwt-admin-approved-profile", {
    expected: "ok",
    oauthPolicies: `<commaSeparatedProfile>Minimum Access - API Only Integrations</commaSeparatedProfile>${closedPolicies()}`,
  }),
  appCheck("oauth.jwt-refresh-token-scope", {
    expected:
      "invalid_request: refresh_token scope is required and the connected app should be installed and preauthorized.",
    scopes: "Api",
  }),
  appCheck("oauth.jwt-self-authorized", {
    expected: "invalid_grant: user hasn't approved this consumer",
    isSelfAuthorized: true,
  }),
  appCheck("oauth.no-certificate", { expected: "invalid_grant: invalid assertion", hasCertificate: false }),
  appCheck("oauth.certificate-expired", () => ({
    expected: "invalid_grant: invalid assertion",
    key: selfSigned(-1),
  })),
  appCheck("oauth.jwt-key-strength", () => ({
    expected: "invalid_client: invalid client credentials",
    key: selfSigned(365, 1024),
  })),
  appCheck("oauth.app-disabled", {
    expected: "app_not_found: External client app is not installed in this org",
    policies: generalPolicies(false, true),
  }),
  appCheck("oauth.plugin-disabled", {
    expected: "invalid_client_id: client identifier invalid",
    policies: generalPolicies(true, false),
  }),
];

const identity: readonly Check[] = [
  {
    id: "oauth.identity",
    makes: loginKinds,
    async ask({ target }, fixtures) {
      const login = await fixtures.login();
      const { userId, username } = await fixtures.person();
      const { body } = await login.attempt(login.assertion());
      const headers = { authorization: `Bearer ${body.access_token}` };
      const path = new URL(body.id).pathname;
      const own = await send(target.instanceUrl + path, { headers });
      expectLike(own, { status: 200, body: { user_id: userId, username: username.toLowerCase() } });
      for (const address of ["/services/oauth2/userinfo", path]) {
        const bad = await send(target.instanceUrl + address, { headers: { authorization: "Bearer nonsense" } });
        expectLike(bad, { status: 403, text: "Bad_OAuth_Token" });
        expectLike(await send(target.instanceUrl + address), { status: 403, text: "Missing_OAuth_Token" });
      }
    },
  },
  {
    id: "oauth.revoke",
    makes: loginKinds,
    async ask(asker, fixtures) {
      const token = await (await fixtures.login()).token();
      const revoke = () =>
        send(`${asker.target.instanceUrl}/services/oauth2/revoke`, {
          method: "POST",
          body: new URLSearchParams({ token }),
        });
      const first = await revoke();
      if (first.status >= 300 && first.status < 400) throw new Unaskable("The host sends revocations elsewhere.");
      expectLike(first.status, 200);
      expectLike((await asker.as(token).call("GET", "/sobjects")).status, 401);
      expectThat((await revoke()).status === 400, "400 for a token that is gone", "another status");
    },
  },
];

export const oauthChecks: readonly Check[] = [...assertions, ...audiences, ...approvals, ...identity];
