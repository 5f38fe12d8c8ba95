import type { LedgerEntry } from "./entry.ts";

/** Rules of tokens. */
export const tokens: readonly LedgerEntry[] = [
  {
    id: "tokens.refresh",
    rule: "A refresh token gives an access token for 14 days.",
    source: "developer.webex.com, Integrations: expires_in 1209600",
    certainty: "documented",
  },
  {
    id: "tokens.refresh-rolls",
    rule: "A refresh token lives for 90 days from its last refresh; using the access token does not prolong it.",
    source: "developer.webex.com, Integrations and Authorizations",
    certainty: "documented",
  },
  {
    id: "tokens.refresh-refused",
    rule: "A refresh token that is expired, revoked or malformed is refused with 400.",
    source: "Text of an answer in webex-js-sdk issue 855; the status is a choice",
    certainty: "reported",
    open: { question: "The status, and the code in the field error." },
  },
  {
    id: "tokens.refresh-answer",
    rule: "The answer to a refresh has the refresh token that was sent.",
    source: "Cisco's samples store a returned one and keep the old one when none is returned",
    certainty: "inferred",
    open: { question: "Whether the refresh token is returned, and whether it is a new one.", setting: "refreshAnswer" },
  },
  {
    id: "tokens.grant-types",
    rule: "A client has no token by its secret alone: client_credentials is refused.",
    source: "wxcc-toolkit, notes on tokens; developer.webex.com names no such grant",
    certainty: "reported",
  },
  {
    id: "tokens.client-secret",
    rule: "A wrong client id or client secret is refused with 401.",
    source: "A choice; the answer is not documented",
    certainty: "inferred",
  },
  {
    id: "tokens.service-app",
    rule: "The token of a service app is asked for with the token of an integration that has the scope spark:applications_token.",
    source: "Cisco's OpenAPI (webex-admin), applications/{applicationId}/token",
    certainty: "documented",
  },
  {
    id: "tokens.service-app-authorized",
    rule: "A service app has a token only in an organization whose Full Admin has authorized it.",
    source: "developer.webex.com, Service Apps: 403 until then",
    certainty: "documented",
  },
  {
    id: "tokens.service-app-refresh",
    rule: "A service app refreshes its token with its own client id and secret.",
    source: "Cisco's sample for bring-your-own virtual agents",
    certainty: "reported",
  },
  {
    id: "tokens.expiry",
    rule: "authorizations/tokenExpiry gives the milliseconds at which the token that asks expires.",
    source: "Cisco's OpenAPI (webex-admin)",
    certainty: "documented",
  },
  {
    id: "tokens.org-id",
    rule: "The id of the organization stands behind the last underscore of a token, and encoded in people/me.",
    source: "Documented for Contact Center; used in public code",
    certainty: "documented",
  },
];
