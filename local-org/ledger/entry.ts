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
}
