import type { LedgerEntry } from "./entry.ts";

/** Rules of connectors. */
export const connectors: readonly LedgerEntry[] = [
  {
    id: "connectors.no-api",
    rule: "No public call makes, changes, deletes or shows a Salesforce connector.",
    source: "Cisco's OpenAPI: the word connector is not in it; wxops: the address in the flow store is not routed",
    certainty: "documented",
  },
  {
    id: "connectors.choices",
    rule: "The choices of an HTTP request's connectorId have id and name of each connector, and nothing else of it.",
    source: "Cisco's OpenAPI (ActivityInputChoices); wxops",
    certainty: "reported",
  },
  {
    id: "connectors.choices-salesforce",
    rule: "Connectors of the Salesforce card are among the choices.",
    source: "The same list in Flow Designer has them",
    certainty: "inferred",
    open: { question: "Whether the interface lists them too.", setting: "salesforceConnectorsInChoices" },
  },
  {
    id: "connectors.choices-activity",
    rule: "The choices of http-request-v2 have connectors that those of http-request lack.",
    source: "wxops; which ones is a choice",
    certainty: "reported",
  },
  {
    id: "connectors.choices-search",
    rule: "search finds by a part of the name; with validate=true it finds by the id instead.",
    source: "wxops",
    certainty: "reported",
  },
  {
    id: "connectors.five",
    rule: "A tenant has five Salesforce connectors at most.",
    source: "help.webex.com t2xs2ab",
    certainty: "documented",
  },
  {
    id: "connectors.form",
    rule: "The form has Name, Client ID, Email ID, URL and Private Key, in this order, and the URL is filled in.",
    source: "help.webex.com t2xs2ab; that it is https://login.salesforce.com is a guess",
    certainty: "documented",
  },
  {
    id: "connectors.unique-name",
    rule: "Two connectors cannot have the same name.",
    source: "help.webex.com t2xs2ab",
    certainty: "documented",
  },
  {
    id: "connectors.validated",
    rule: "A connector is saved only when its login to Salesforce works.",
    source: "help.webex.com t2xs2ab: Webex Contact Center validates connectivity",
    certainty: "documented",
  },
  {
    id: "connectors.username",
    rule: "Email ID is the subject of the login, and so the username.",
    source: "help.webex.com t2xs2ab has the label; the JWT bearer flow of Salesforce asks for the username",
    certainty: "inferred",
  },
  {
    id: "connectors.audience",
    rule: "URL is the audience of the login, which is sent to that host.",
    source: "help.webex.com t2xs2ab speaks of the parameter aud; the host follows from it",
    certainty: "inferred",
    open: { question: "Whether the login is sent to the host that the audience names." },
  },
  {
    id: "connectors.key-forms",
    rule: "The private key is PEM without a passphrase, PKCS#8 or PKCS#1.",
    source: "No field for a passphrase; the openssl commands of the instructions write one or the other, by version",
    certainty: "inferred",
    open: { question: "Which forms Control Hub takes." },
  },
  {
    id: "connectors.key-hidden",
    rule: "A private key that is saved is never shown again; an empty field keeps it.",
    source: "A choice; the help does not say",
    certainty: "inferred",
    open: { question: "Whether Control Hub demands the key at every change." },
  },
  {
    id: "connectors.deleted",
    rule: "Deleting a connector that flows use is possible, and their calls fail from then on.",
    source: "A choice; the help does not say",
    certainty: "inferred",
    open: { question: "Whether Control Hub refuses it." },
  },
];
