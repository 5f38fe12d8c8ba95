import type { LedgerEntry } from "./entry.ts";

const clients = "Recorded answers in shipped clients and their issues";

/** Rules of OAuth logins and of the identity addresses. */
export const oauth: readonly LedgerEntry[] = [
  {
    id: "oauth.jwt-signature",
    rule: "An assertion must be signed by the private key of the certificate that was deployed to the app, else invalid_client.",
    source: "Specification notes of an external client app project (API 67), reported from a live org",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-rs256-only",
    rule: "Assertions are signed with RS256; another algorithm is an invalid assertion.",
    source: "Salesforce Help, OAuth 2.0 JWT Bearer Flow; the answer is reported by clients",
    certainty: "documented",
  },
  {
    id: "oauth.jwt-malformed",
    rule: "What is no JWT, or lacks issuer, subject or expiry, is an invalid assertion.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.jwt-issuer",
    rule: "A consumer key that no app of the org has answers invalid_client_id.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.jwt-audience",
    rule: "The audience is the login host; the org's own address (My Domain) is refused, and so is the login host with a slash at its end.",
    source: "simple-salesforce issue 672 and Salesforce Help 000386092; the slash is not told anywhere",
    certainty: "reported",
    open: {
      question:
        "Which audiences besides the login host an org takes: its own address is reported refused, an Experience Cloud site documented.",
      setting: "acceptedAudiences",
    },
  },
  {
    id: "oauth.jwt-expiry",
    rule: "An assertion whose expiry has passed is refused as an expired authorization code; how far the expiry may lie ahead is not limited.",
    source: "Stack Exchange 282513; the Salesforce CLI sends far-future values that work",
    certainty: "reported",
    open: { question: "How much skew between the clocks an org allows." },
  },
  {
    id: "oauth.jwt-refresh-token-scope",
    rule: "The app must have the RefreshToken scope although a JWT login gets no refresh token.",
    source: "Five clients, one with a check against a developer org",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-self-authorized",
    rule: "Where all users may self-authorize, a user who never approved the app in a browser cannot log in by JWT.",
    source: "Salesforce Help 001121341",
    certainty: "documented",
  },
  {
    id: "oauth.jwt-admin-approved",
    rule: "Where admin approved users are pre-authorized, the user needs a permission set that the app's policy names, else invalid_app_access.",
    source: "Salesforce Help, OAuth 2.0 JWT Bearer Flow; the answer is reported by eight clients",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-admin-approved-profile",
    rule: "The user's profile serves like a permission set when the policy names it.",
    source: "sfdx-hardis configures its own app so",
    certainty: "reported",
  },
  {
    id: "oauth.subject-case-insensitive",
    rule: "The subject is the username, without regard to case.",
    source: "Object Reference, User: usernames are unique without regard to case",
    certainty: "documented",
  },
  {
    id: "oauth.unknown-user",
    rule: "A subject that is no user answers invalid_grant, authentication failure.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.inactive-user",
    rule: "A deactivated user answers invalid_grant, inactive user.",
    source: "restforce issue 303",
    certainty: "reported",
    open: { question: "Whether the code is invalid_grant (live) or inactive_user (older documentation)." },
  },
  {
    id: "oauth.frozen-user",
    rule: "A frozen user cannot log in; the text is that of a failed authentication.",
    source: "Object Reference, UserLogin, for the refusal; the text is not told anywhere",
    certainty: "inferred",
    open: { question: "Which code and text the refusal has." },
  },
  {
    id: "oauth.no-certificate",
    rule: "An app without a certificate refuses every assertion as invalid.",
    source: "systemprompt org-as-code runbook: an omitted certificate cost a live org its JWT logins",
    certainty: "reported",
  },
  {
    id: "oauth.certificate-expired",
    rule: "An app whose certificate has expired refuses every assertion as invalid.",
    source: "The answer is not told anywhere; renewal before expiry is general advice",
    certainty: "inferred",
  },
  {
    id: "oauth.app-disabled",
    rule: "An app whose policies turn it off is, for logins, not installed.",
    source: "The answer is not told anywhere",
    certainty: "inferred",
  },
  {
    id: "oauth.plugin-disabled",
    rule: "An app whose OAuth plugin is off has no valid client identifier.",
    source: "The answer is not told anywhere",
    certainty: "inferred",
  },
  {
    id: "oauth.token-response",
    rule: "A login answers access_token, scope, instance_url, id and token_type; id ends with the 18-character ids of org and user.",
    source: "terraform-provider-salesforce; Salesforce Help, OAuth 2.0 JWT Bearer Flow",
    certainty: "reported",
  },
  {
    id: "oauth.grant-types",
    rule: "A missing grant_type is an invalid request, an unknown one an unsupported grant type; grants that the local org does not speak answer 501.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.scope-parameter",
    rule: "A JWT login must not name scopes.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.deployer-app",
    rule: "The deployer's own app is approved for the deployer and nobody else.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "oauth.identity",
    rule: "userinfo and the identity address answer the token's user; without a good token they answer 403 with a plain word.",
    source: "Recorded answers of jsforce and other clients",
    certainty: "reported",
  },
  {
    id: "oauth.revoke",
    rule: "A revoked token answers 200 without a body and serves no longer; an unknown one answers 400.",
    source: "Mobile SDK Development Guide",
    certainty: "documented",
  },
  {
    id: "oauth.propagation-app",
    rule: "A new app is unknown to logins until it has spread.",
    source: "Three reports of two to ten minutes",
    certainty: "reported",
  },
  {
    id: "oauth.propagation-certificate",
    rule: "Until a new certificate has spread the old one verifies logins.",
    source: "Reports name invalid_client during the spread; that the old one still serves is a conclusion",
    certainty: "inferred",
  },
  {
    id: "oauth.propagation-policies",
    rule: "Until changed policies have spread the user has not approved the app.",
    source: "Reports name invalid_grant during the spread",
    certainty: "reported",
  },
  {
    id: "oauth.propagation-assignment",
    rule: "Until a new assignment of the permission set has spread the user is not admin approved.",
    source: "By analogy with the other changes",
    certainty: "inferred",
  },
  {
    id: "oauth.jwt-replay",
    rule: "An assertion serves again until it expires; iat, jti and nbf are not needed and do not matter.",
    source: "clients that cache assertions; nothing documented forbids it",
    certainty: "inferred",
  },
  {
    id: "oauth.jwt-millisecond-expiry",
    rule: "An expiry far ahead is accepted, as of a client that gives milliseconds instead of seconds.",
    source: "a published client that does so and works; the documentation asks for three minutes",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-leeway",
    rule: "An assertion is refused from the second in which it expires.",
    source: "a choice of the local org",
    certainty: "inferred",
    open: { question: "How many seconds after its expiry an org still accepts an assertion." },
  },
  {
    id: "oauth.jwt-key-strength",
    rule: "A certificate with an RSA key of less than 2048 bits verifies no assertion.",
    source: "RFC 7518, section 3.3",
    certainty: "inferred",
  },
];
