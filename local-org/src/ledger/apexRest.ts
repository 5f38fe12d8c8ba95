import type { LedgerEntry } from "./entry.ts";

/** Rules of Apex REST. */
export const apexRest: readonly LedgerEntry[] = [
  {
    id: "apexrest.permission",
    rule: "Apex REST needs the permissions ApexRestServices and ApiEnabled; without them it fails with APEX_REST_SERVICES_DISABLED.",
    source: "SOAP API error codes; a live least-privilege user needed both; the text is not documented",
    certainty: "reported",
    open: { question: "Whether one of the two permissions is enough." },
  },
  {
    id: "apexrest.url-mapping",
    rule: "A URL that no class maps returns 404.",
    source: "Eight recorded answers",
    certainty: "reported",
  },
  {
    id: "apexrest.verb",
    rule: "A method that the class does not implement returns 405, before class access is checked.",
    source: "General form of the REST API; the order of the checks is inferred",
    certainty: "inferred",
  },
  {
    id: "apexrest.class-access",
    rule: "A user without access to the class, by permission set or profile, is refused with the name of the class. Users who may author Apex may run all of it.",
    source: "Two recorded answers; Apex Developer Guide, class security",
    certainty: "reported",
  },
  {
    id: "apexrest.package-addresses",
    rule: "The package's resources are POST /services/apexrest/cnxscv/voice/v1/ createVoiceCall, updateVoiceCall, executeOmniFlow and clearRouting.",
    source: "Cisco's sibling package in its published flow template; the package's own addresses are not published",
    certainty: "inferred",
    open: { question: "Which addresses the package really has." },
  },
  {
    id: "apexrest.exception",
    rule: "An unhandled exception returns 500 APEX_ERROR; a managed class hides its stack.",
    source: "Recorded answers",
    certainty: "reported",
  },
];
