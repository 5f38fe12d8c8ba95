import type { LedgerEntry } from "./entry.ts";

/** Rules of faults on demand. */
export const faults: readonly LedgerEntry[] = [
  {
    id: "fault.request-limit",
    rule: "A call beyond the daily limit returns 403 REQUEST_LIMIT_EXCEEDED, TotalRequests Limit exceeded; over SOAP, a fault with that code.",
    source: "Bodies recorded by users of several clients",
    certainty: "reported",
  },
  {
    id: "fault.retry-after",
    rule: "Responses to calls that may succeed later, such as 503, do not say when to try again.",
    source: "No recorded answer has the header Retry-After",
    certainty: "inferred",
    open: {
      question: "Whether an org ever sends the header Retry-After, and with which responses.",
      setting: "retryAfterSeconds",
    },
  },
  {
    id: "fault.lock-row",
    rule: "A save that waits in vain for another one returns 400 UNABLE_TO_LOCK_ROW with an array of one error.",
    source: "Bodies recorded by users of several clients",
    certainty: "reported",
  },
  {
    id: "fault.html-answer",
    rule: "A 502 or 503 from in front of the org may be an HTML page instead of an error body.",
    source: "Deployment tools that handle it",
    certainty: "reported",
  },
  {
    id: "fault.session-expired",
    rule: "A session that has ended returns 401 INVALID_SESSION_ID over REST, and over SOAP status 500 with a fault of that code.",
    source: "REST API Developer Guide; recordings of the Metadata API",
    certainty: "documented",
  },
  {
    id: "fault.deploy-error",
    rule: "A deploy that fails as a whole has status Failed with errorStatusCode and errorMessage, no component results, and changed nothing.",
    source: "Metadata API Developer Guide, DeployResult; the absence of component results is inferred",
    certainty: "documented",
  },
  {
    id: "fault.answer-lost",
    rule: "A call whose response is lost is still committed. Repeating it meets the result of the first one.",
    source: "Follows from one transaction a call",
    certainty: "inferred",
  },
];
