import type { LedgerEntry } from "./entry.ts";

/** Rules of the hosts and of what they answer. */
export const services: readonly LedgerEntry[] = [
  {
    id: "services.regions",
    rule: "Each data centre has its own gateway, and a tenant is known at the one of its own alone.",
    source: "Hosts in Cisco's samples and guides; that another gateway refuses with 401 is a choice",
    certainty: "inferred",
    open: { question: "What a gateway answers to the token of a tenant of another data centre." },
  },
  {
    id: "services.unrouted",
    rule: "The gateway answers addresses that it does not route with 404, no body, and a TrackingID that begins with GTWY_.",
    source:
      "achobgood/wxops, calls to us1 in October 2026: versions, revert, connectors and flows:search of the flow store",
    certainty: "reported",
  },
  {
    id: "services.prefix",
    rule: "Operations on flows answer with and without the prefix /flow-store; the legacy export and import need it.",
    source: "Cisco's OpenAPI of October 2026 has the addresses; wxops and webex-cli saw both answer",
    certainty: "reported",
  },
  {
    id: "services.literal-colons",
    rule: "The colon before the verb of an address is sent as it is.",
    source: "Cisco's OpenAPI; that an encoded one is not routed is a choice",
    certainty: "inferred",
    open: { question: "Whether the gateway decodes a colon before it routes." },
  },
  {
    id: "services.tracking-id",
    rule: "Every answer has a TrackingID, and the body of an error has it too.",
    source: "Cisco's OpenAPI (ApiErrorResponse); terraform-provider-webex reads the header",
    certainty: "documented",
  },
  {
    id: "services.error-forms",
    rule: "Errors have three forms: message and errors at webexapis.com, status and errors for flows, error with key and message elsewhere.",
    source: "Cisco's OpenAPI; wxops for flows, as seen in live answers",
    certainty: "reported",
  },
  {
    id: "services.rate-limit",
    rule: "A client id may make 300 requests in a minute; one more is refused with 429 and Retry-After in seconds, and nothing is done.",
    source: "developer.webex.com, Rate Limiting",
    certainty: "documented",
  },
  {
    id: "services.not-spoken",
    rule: "What the local tenant does not speak is answered with 501.",
    source: "A choice of the local tenant: never a plausible answer",
    certainty: "inferred",
  },
];
