import type { OrgSettings } from "../contracts.ts";

/** One rule of Salesforce that the local org keeps. Each is named by a test: `test("[<id>] …")`. */
export interface LedgerEntry {
  /** Such as `user.username-unique`. */
  id: string;
  /** The rule in one sentence. */
  rule: string;
  /** Where it is known from. */
  source: string;
  /**
   * `documented`: Salesforce says so; `reported`: others saw it in a live org; `inferred`: neither, but it follows from
   * the general rules of the platform, or something had to be chosen.
   */
  certainty: "documented" | "reported" | "inferred";
  /** What nobody outside Salesforce knows for sure, where the rule had to choose an answer. */
  open?: OpenQuestion;
}

export interface OpenQuestion {
  /** What is not known, in one sentence. */
  question: string;
  /** The setting of the local org that switches to the other answer, for clients that must survive both. */
  setting?: keyof OrgSettings;
}
