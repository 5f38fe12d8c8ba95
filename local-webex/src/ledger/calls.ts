import type { LedgerEntry } from "./entry.ts";

/** Rules of the calls that the IVR makes. */
export const calls: readonly LedgerEntry[] = [
  {
    id: "calls.served-version",
    rule: "A call runs the version that the tag of its entry point points to, whatever the draft or newer versions hold.",
    source: "Cisco's OpenAPI: flowTagId of an entry point",
    certainty: "documented",
  },
  {
    id: "calls.instance-url",
    rule: "Requests go to the address that the login returned, with the path of the activity.",
    source: "The form of a connector has no other address; httpRequestPath in Cisco's flow template",
    certainty: "inferred",
  },
  {
    id: "calls.every-login",
    rule: "Each request logs in.",
    source: "A choice; the help does not say",
    certainty: "inferred",
    open: { question: "How long Webex goes on using a token that it has.", setting: "callTokenSeconds" },
  },
  {
    id: "calls.variables",
    rule: "A request has the variables of the call in its body, and sets others from the answer.",
    source: "Cisco's flow template: {{…}} in bodies, outputVariableArray",
    certainty: "reported",
  },
];
