import { beforeAll, describe, expect, test } from "@jest/globals";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { type LoginFacts, refusedLoginReason } from "../../provider/refusedLogin.ts";
import { SalesforceError } from "../../salesforce/errors.ts";
import { certificate } from "./kit.ts";

let signed: SelfSigned;
let other: SelfSigned;

beforeAll(() => {
  signed = selfSigned();
  other = selfSigned();
});

const now = new Date("2026-12-01T00:00:00Z");
const username = "scv@mycompany.example";
const consumerKey = "3MVG9key";
const user = { username, isActive: true, isFrozen: false };
const app = () => ({
  name: "WxCC_SCV",
  consumerKey,
  certificate: signed.certificatePem,
  isEnabled: true,
  permittedUsers: "AdminApprovedPreAuthorized",
});

function reasonFor(facts: LoginFacts, [code, message] = ["invalid_client", "invalid client credentials"]) {
  const subject = { userId: "005", appId: "0xI", username, consumerKey, privateKeyPem: signed.privateKeyPem };
  return refusedLoginReason(facts, subject, new SalesforceError(code, message, "logging in"), now);
}

describe("why a login is refused", () => {
  test("is a change on its way when everything that the deployer sees is right, or nothing can be seen", () => {
    expect(reasonFor({ user, app: app() })).toBeUndefined();
    expect(reasonFor({})).toBeUndefined();
  });

  test.each<[string, () => LoginFacts, RegExp]>([
    ["a renamed user", () => ({ user: { ...user, username: "new@mycompany.example" } }), /^username: .*new@mycompany/],
    ["an inactive user", () => ({ user: { ...user, isActive: false } }), /is inactive/],
    ["a frozen user", () => ({ user: { ...user, isFrozen: true } }), /is frozen: .*unfreeze/],
    ["another consumer key", () => ({ user, app: { ...app(), consumerKey: "3MVG9other" } }), /^consumerKey: /],
    [
      "an app that is switched off",
      () => ({ user, app: { ...app(), isEnabled: false } }),
      /switched off: see isEnabled/,
    ],
    ["an app without a certificate", () => ({ user, app: { ...app(), certificate: "" } }), /has no certificate/],
    [
      "the certificate of another key",
      () => ({ user, app: { ...app(), certificate: other.certificatePem } }),
      /^privateKeyPem: the private key does not belong to the certificate .*SHA-256 [0-9a-f]{64}, valid until /,
    ],
  ])("is found by looking: %s", (_what, facts, reason) => expect(reasonFor(facts())).toMatch(reason));

  test("the username is the same in another case of letters", () => {
    expect(reasonFor({ user: { ...user, username: username.toUpperCase() }, app: app() })).toBeUndefined();
  });

  test("a policy by which users approve the app themselves is blamed where the org says so, and only there", () => {
    const selfApproved = { user, app: { ...app(), permittedUsers: "AllSelfAuthorized" } };
    expect(reasonFor(selfApproved, ["invalid_grant", "user hasn't approved this consumer"])).toMatch(
      /permittedUsers of its PolicyAssignment to AdminApprovedPreAuthorized/,
    );
    expect(reasonFor(selfApproved, ["app_not_found", "not installed"])).toBeUndefined();
  });

  test("an expired certificate is blamed where the org blames the key", () => {
    const expired = { user, app: { ...app(), certificate: certificate("expired") } };
    const subject = { userId: "005", appId: "0xI", username, consumerKey, privateKeyPem: "no key" };
    const reason = (code: string, message: string) =>
      refusedLoginReason(expired, subject, new SalesforceError(code, message, "logging in"), now);
    expect(reason("invalid_grant", "invalid assertion")).toMatch(/expired on 20\d\d-.*the key can stay/);
    expect(reason("app_not_found", "not installed")).toBeUndefined();
  });
});
