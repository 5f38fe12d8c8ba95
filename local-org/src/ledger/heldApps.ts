import type { LedgerEntry } from "./entry.ts";

const retrieved = "Retrieved metadata of external client apps in public repositories, API 61 to 67";

/** Rules of external client apps that the metadata shows which orgs gave out. */
export const heldApps: readonly LedgerEntry[] = [
  {
    id: "eca.held-round-trip",
    rule: "What an org gave out of an app deploys to it again, less what it makes itself, and every element comes back as it was; lists with commas are sets.",
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
    rule: "An empty element of an app's component is as one that is absent: it takes a value away and does not come back.",
    source:
      "Metadata API Developer Guide, nil and empty values of CRUD-based calls; no retrieved file has an empty element",
    certainty: "inferred",
  },
  {
    id: "eca.infinite-period",
    rule: "A period of 0 that was given to a policy whose refresh tokens never expire comes back; without one there is none.",
    source: `${retrieved}: no such policy with a period; by the period of 0 of policies that expire at once`,
    certainty: "inferred",
  },
  {
    id: "eca.policy-references",
    rule: "apexHandler, executeHandlerAs and clientCredentialsFlowUser name an Apex class and users of the org by name; the policy keeps the record and not the name.",
    source: `${retrieved} for the names; the columns ApexHandlerId and ExecuteHandlerAsId of @salesforce/types for the records; the text of a refusal is that of other missing references`,
    certainty: "inferred",
  },
  {
    id: "eca.timeout-types",
    rule: "A policy has the timeout type UserSession for tokens in JWT format when the app issues them, and for guests when they may log in.",
    source: `${retrieved}: in all of them of API 65 and later`,
    certainty: "recorded",
  },
  {
    id: "eca.relaxed-refresh-spelling",
    rule: "The IP relaxation that spares refresh tokens is written Enforce_relaxrefresh.",
    source: `${retrieved}; the list in an org's error text. The guide writes Enforce_RelaxRefresh`,
    certainty: "recorded",
    open: { question: "Whether the spelling of the guide is taken." },
  },
  {
    id: "eca.start-page",
    rule: "General policies keep their start URL beside every start page but None.",
    source: `${retrieved} for Custom; the rest is a conclusion`,
    certainty: "inferred",
  },
  {
    id: "eca.security-settings",
    rule: "ExtlClntAppOauthSecuritySettings are a component of an app like the others: at most one per app, created only by a deploy, deleted with the app.",
    source: `${retrieved} for their shape; the rest follows from the other components`,
    certainty: "inferred",
  },
  {
    id: "eca.org-settings",
    rule: "The settings of the org for external client apps have two elements from API 64 on: the one for consumer secrets over the Metadata API is gone.",
    source: `${retrieved}: API 64 to 67`,
    certainty: "recorded",
  },
  {
    id: "eca.later-elements",
    rule: "A release adds flags that show at API versions before it; they are false until something sets them, and a deploy without them resets them.",
    source:
      "Nightly retrieves of one org: isEnforceRefreshTokenTTL and isDPopEnabled appeared between two releases of the API",
    certainty: "recorded",
    open: { question: "Which flags the next release adds.", setting: "laterElements" },
  },
  {
    id: "eca.own-namespace",
    rule: "In an org with a namespace of its own the components of an app refer to it by the name with the prefix, while full names and files carry none; records of the org's own components show the namespace.",
    source: `${retrieved} for files and references; Object Reference, NamespacePrefix, for the records`,
    certainty: "recorded",
    open: {
      question:
        "How such an org lists its own components, and whether a deploy accepts names with and without the prefix.",
      setting: "namespace",
    },
  },
];
