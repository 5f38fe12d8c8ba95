import type { LedgerEntry } from "./entry.ts";
import { developerEdition2023, developerEdition2026, production2024 } from "./recordings.ts";

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
    rule: "A text that is not a JWT, or lacks issuer, subject or expiry, is an invalid assertion.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.jwt-issuer",
    rule: "A consumer key that no app of the org has returns invalid_client_id.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.jwt-audience",
    rule: "A production org accepts the login host as audience, and its own address (My Domain) at that address; any other audience is refused, including a login host with a trailing slash.",
    source:
      "Salesforce Help, OAuth 2.0 JWT Bearer Flow, for the login host; five public threads of integrations for My Domain (n8n pull request 29016); that connected apps were refused with My Domain in 2023 is simple-salesforce issue 672; the slash is in Salesforce CLI issue 3482",
    certainty: "reported",
    open: {
      question:
        "Which pairs of endpoint and audience an org accepts for which kind of app: reports contradict each other; an Experience Cloud site is documented as well.",
      setting: "acceptedAudiences",
    },
  },
  {
    id: "oauth.jwt-audience-sandbox",
    rule: "A sandbox accepts its own address as audience, and the test host only for apps that are not external client apps.",
    source:
      "n8n issue 28990 and Salesforce CLI issue 3482 for external client apps; Salesforce Help, OAuth 2.0 JWT Bearer Flow, for the test host",
    certainty: "reported",
    open: {
      question: "Whether a sandbox accepts the test host for an external client app at any endpoint.",
      setting: "acceptedAudiences",
    },
  },
  {
    id: "oauth.jwt-audience-not-installed",
    rule: "An external client app whose assertion goes to a login host, or names one that the org does not accept, gets app_not_found.",
    source:
      "n8n issue 28990; Salesforce CLI issues 3482 and 3638, in which invalid_grant, audience is invalid, occurs too",
    certainty: "reported",
    open: {
      question: "When the answer is app_not_found and when audience is invalid.",
      setting: "wrongAudienceAnswer",
    },
  },
  {
    id: "oauth.jwt-audience-list",
    rule: "An assertion with a list of audiences is accepted if one of them is.",
    source: "RFC 7519, section 4.1.3; no recording shows it",
    certainty: "inferred",
    open: { question: "Whether an org accepts a list of audiences." },
  },
  {
    id: "oauth.jwt-expiry",
    rule: "An expired assertion is refused with the text for an expired authorization code. The expiry may be any time ahead.",
    source: "Stack Exchange 282513; the Salesforce CLI sends far-future values that work",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-expiry-digits",
    rule: "The expiry may be a string of digits. Anything but a finite number of seconds makes the assertion invalid.",
    source:
      "The example in Salesforce Help, OAuth 2.0 JWT Bearer Flow; simple-salesforce and a Go client send such a string",
    certainty: "documented",
  },
  {
    id: "oauth.jwt-refresh-token-scope",
    rule: "The app needs the scope RefreshToken, although a JWT login gets no refresh token.",
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
    rule: "If admin approved users are pre-authorized, the user needs a permission set that the policy of the app names. Otherwise the login returns invalid_app_access.",
    source: "Salesforce Help, OAuth 2.0 JWT Bearer Flow; the answer is reported by eight clients",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-admin-approved-profile",
    rule: "The user's profile works like a permission set if the policy names it.",
    source: "sfdx-hardis configures its own app in this way",
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
    rule: "A subject that is not a user returns invalid_grant, authentication failure.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.inactive-user",
    rule: "A deactivated user gets invalid_grant, inactive user.",
    source: "restforce issue 303",
    certainty: "reported",
    open: { question: "Whether the code is invalid_grant (live) or inactive_user (older documentation)." },
  },
  {
    id: "oauth.frozen-user",
    rule: "A frozen user cannot log in; the text is that of a failed authentication.",
    source: "Object Reference, UserLogin, for the refusal; the text is not documented anywhere",
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
    source: "A vendor's advice; a quoted statement of Salesforce product management says the opposite",
    certainty: "inferred",
    open: {
      question: "Whether an expired certificate still verifies logins, and what the response is if not.",
      setting: "expiredCertificate",
    },
  },
  {
    id: "oauth.app-disabled",
    rule: "An app whose policies turn it off counts as not installed for logins.",
    source: "The answer is not told anywhere",
    certainty: "inferred",
  },
  {
    id: "oauth.plugin-disabled",
    rule: "An app whose OAuth plugin is off returns an invalid client identifier.",
    source: "The answer is not told anywhere",
    certainty: "inferred",
  },
  {
    id: "oauth.token-response",
    rule: "A login returns access_token, scope, instance_url, id and token_type. The id ends with the 18-character ids of org and user.",
    source: "terraform-provider-salesforce; Salesforce Help, OAuth 2.0 JWT Bearer Flow",
    certainty: "reported",
  },
  {
    id: "oauth.grant-types",
    rule: "A missing grant_type returns invalid_request, an unknown one unsupported_grant_type. Grants that the local org does not implement return 501.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.scope-parameter",
    rule: "A JWT login must not have the parameter scope.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.deployer-app",
    rule: "The deployer's own app is approved only for the deployer.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "oauth.identity",
    rule: "userinfo and the identity URL return the user of the token. Without a valid token they return 403 with one word.",
    source: "Recorded answers of jsforce and other clients",
    certainty: "reported",
  },
  {
    id: "oauth.revoke",
    rule: "Revoking a token returns 200 without a body, and the token stops working; an unknown token returns 400.",
    source: "Mobile SDK Development Guide",
    certainty: "documented",
  },
  {
    id: "oauth.propagation-app",
    rule: "Logins do not know a new app until it has propagated.",
    source: "Three reports of two to ten minutes",
    certainty: "reported",
    open: {
      question: "Whether the response for an app that has not propagated is invalid_client_id or app_not_found.",
      setting: "newAppAnswer",
    },
  },
  {
    id: "oauth.propagation-certificate",
    rule: "Until a new certificate has propagated, the old one verifies logins.",
    source: "Reports name invalid_client during the spread; that the old one still serves is inferred",
    certainty: "inferred",
  },
  {
    id: "oauth.propagation-policies",
    rule: "Until changed policies have propagated, the user has not approved the app.",
    source: "Reports name invalid_grant during the spread",
    certainty: "reported",
  },
  {
    id: "oauth.propagation-assignment",
    rule: "Until a new assignment of the permission set has propagated, the user is not admin approved.",
    source: "By analogy with the other changes",
    certainty: "inferred",
  },
  {
    id: "oauth.jwt-replay",
    rule: "An assertion can be used again until it expires, unless it has a jti: that works once.",
    source: "Clients that cache assertions; RFC 7523, section 3, lets a server refuse a jti that it has seen",
    certainty: "inferred",
    open: {
      question: "Whether an org refuses an assertion, or a jti, that was used before.",
      setting: "replayedAssertions",
    },
  },
  {
    id: "oauth.jwt-not-before",
    rule: "An assertion is invalid before its nbf. The org ignores iat.",
    source: "RFC 7523, section 3; the answer is not told anywhere",
    certainty: "inferred",
    open: { question: "Whether an org checks nbf and iat." },
  },
  {
    id: "oauth.jwt-millisecond-expiry",
    rule: "An expiry far ahead is accepted, such as that of a client that gives milliseconds instead of seconds.",
    source: "A published client that does so and works; the documentation asks for three minutes",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-leeway",
    rule: "An assertion works for some minutes after its expiry, because clocks differ. That of CumulusCI expires when it is made.",
    source: "CumulusCI logs in so every day; a vendor's page tells of three minutes",
    certainty: "reported",
    open: {
      question: "How many seconds after its expiry an org still accepts an assertion.",
      setting: "assertionLeewaySeconds",
    },
  },
  {
    id: "oauth.jwt-key-strength",
    rule: "A certificate with an RSA key of less than 2048 bits verifies no assertion.",
    source: "RFC 7518, section 3.3",
    certainty: "inferred",
  },
  {
    id: "oauth.userinfo",
    rule: "userinfo has photos, an address that may be empty, the offset of the time zone and seventeen URLs. Its sub is at the login host, and the URLs of the SOAP APIs end in the short id of the org.",
    source: developerEdition2026,
    certainty: "recorded",
  },
  {
    id: "oauth.token-headers",
    rule: "Responses of the token endpoint must not be cached, and expire in 1970.",
    source: `${developerEdition2023}; ${production2024}`,
    certainty: "recorded",
  },
];
