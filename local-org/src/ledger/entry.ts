import type { OrgSettings } from "../orgSettings.ts";

/** One rule of Salesforce that the local org keeps. Each is named by a test, `test("[<id>] …")`, or by a question of `conformance/`. */
export interface LedgerEntry {
  /** Such as `user.username-unique`. */
  id: string;
  /** The rule in one sentence. */
  rule: string;
  /** Where it is known from. */
  source: string;
  certainty: Certainty;
  /** The real orgs that this rule was asked of and that keep it; empty or absent while nobody has. */
  verified?: readonly Verification[];
  /** The real orgs that do otherwise; absent while none does. */
  differsIn?: readonly Verification[];
  /** What nobody outside Salesforce knows for sure, where the rule had to choose an answer. */
  open?: OpenQuestion;
}

/**
 * From the surest on. `recorded`: a recording of a real org's answer shows it, an answer pasted by hand counts when the
 * source says so; `documented`: Salesforce says so; `reported`: others saw it in a live org; `inferred`: none of these,
 * but it follows from the general rules of the platform, or something had to be chosen.
 */
export const certainties = ["recorded", "documented", "reported", "inferred"] as const;

export type Certainty = (typeof certainties)[number];

/** A real org that was asked for a rule. */
export interface Verification {
  /** `Organization.OrganizationType`, such as `Developer Edition`. */
  edition: string;
  isSandbox: boolean;
  /** Version of the API that was asked, such as `67.0`. */
  apiVersion: string;
  /** Day of the answer, `YYYY-MM-DD`. */
  date: string;
}

export interface OpenQuestion {
  /** What is not known, in one sentence. */
  question: string;
  /** The setting of the local org that switches to the other answer, for clients that must survive both. */
  setting?: keyof OrgSettings;
}
