import type { LedgerEntry } from "./entry.ts";

const retrieved = "Retrieved metadata of external client apps in public repositories, API 61 to 67";

/** Rules of external client apps that the metadata shows which orgs gave out. */
export const heldApps: readonly LedgerEntry[] = [
  {
    id: "eca.held-round-trip",
    rule: "What an org returned of an app can be deployed to it again, without what the org makes itself. Every element comes back as it was; lists with commas are sets.",
    source: `${retrieved}: 146 files of 25 repositories`,
    certainty: "recorded",
  },
  {
    id: "eca.zero-period",
    rule: "An OAuth policy whose refresh tokens expire immediately shows a validity period of 0 and no unit.",
    source: `${retrieved}: three retrieves of one org, the only ones of such a policy`,
    certainty: "recorded",
    open: {
      question: "Whether every org shows the period of 0.",
      setting: "zeroRefreshTokenPeriod",
    },
  },
  {
    id: "eca.empty-elements",
    rule: "An empty element of a component of an app means the same as an absent one: it removes the value and does not come back.",
    source:
      "Metadata API Developer Guide, nil and empty values of CRUD-based calls; no retrieved file has an empty element",
    certainty: "inferred",
  },
  {
    id: "eca.infinite-period",
    rule: "A period of 0 that was given to a policy whose refresh tokens never expire reads back. If none was given, there is none.",
    source: `${retrieved}: no such policy with a period; by the period of 0 of policies that expire at once`,
    certainty: "inferred",
  },
  {
    id: "eca.policy-references",
    rule: "apexHandler, executeHandlerAs and clientCredentialsFlowUser name an Apex class and users of the org. The policy refers to the record, not to the name.",
    source: `${retrieved} for the names; the columns ApexHandlerId and ExecuteHandlerAsId of @salesforce/types for the records; the text of a refusal is that of other missing references`,
    certainty: "inferred",
  },
  {
    id: "eca.timeout-types",
    rule: "A policy has the timeout type UserSession for tokens in JWT format if the app issues them, and for guests if they may log in.",
    source: `${retrieved}: in all of them of API 65 and later`,
    certainty: "recorded",
  },
  {
    id: "eca.relaxed-refresh-spelling",
    rule: "The IP relaxation that spares refresh tokens is written Enforce_relaxrefresh.",
    source: `${retrieved}; the list in an org's error text. The guide writes Enforce_RelaxRefresh`,
    certainty: "recorded",
    open: { question: "Whether an org accepts the spelling of the guide." },
  },
  {
    id: "eca.start-page",
    rule: "General policies keep their start URL with every start page except None.",
    source: `${retrieved} for Custom; the rest is inferred`,
    certainty: "inferred",
    open: { question: "Whether an org keeps a start URL without a start page." },
  },
  {
    id: "eca.security-settings",
    rule: "ExtlClntAppOauthSecuritySettings are a component of an app like the others: at most one per app, created by a deploy only, deleted with the app.",
    source: `${retrieved} for their shape; the rest follows from the other components`,
    certainty: "inferred",
  },
  {
    id: "eca.org-settings",
    rule: "The org-wide settings for external client apps have two elements from API 64 on. The one for consumer secrets over the Metadata API was removed.",
    source: `${retrieved}: API 64 to 67`,
    certainty: "recorded",
  },
  {
    id: "eca.later-elements",
    rule: "A release adds elements that also show at earlier API versions. Flags are false until something sets them, and a deploy that omits an element resets it.",
    source:
      "Nightly retrieves of one org: isEnforceRefreshTokenTTL and isDPopEnabled appeared between two releases of the API",
    certainty: "recorded",
    open: { question: "Which elements the next release adds; only flags were seen.", setting: "laterElements" },
  },
  {
    id: "eca.later-values",
    rule: "A release adds values to enumerations and scopes. The org takes them and gives them back; one that it does not have is refused by name.",
    source: "By analogy with the elements that releases add; the refusal is reported for the values of a policy",
    certainty: "inferred",
    open: { question: "Which values the next release adds.", setting: "laterElements" },
  },
  {
    id: "eca.unseen-elements",
    rule: "Custom attributes, addresses for the end of a session, a session timeout and a required session level come back as they were deployed.",
    source: "Metadata API Developer Guide; no retrieved file has one of them, or another level than STANDARD",
    certainty: "documented",
    open: { question: "Whether an org gives these elements back as they came." },
  },
  {
    id: "eca.elements-of-later-versions",
    rule: "A deploy at an API version that lacks an element of a component resets it.",
    source: "By analogy with elements that a deploy omits",
    certainty: "inferred",
    open: { question: "Whether such an element stays as it is." },
  },
  {
    id: "eca.own-namespace",
    rule: "In an org with its own namespace, the components of an app refer to it by the prefixed name, while full names and files have no prefix. Records of the org's own components show the namespace.",
    source: `${retrieved} for files and references; Object Reference, NamespacePrefix, for the records`,
    certainty: "recorded",
    open: {
      question:
        "How such an org lists its own components, and whether a deploy accepts names with and without the prefix.",
      setting: "namespace",
    },
  },
];
