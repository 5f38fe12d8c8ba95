import type { TenantSettings } from "../settings.ts";

/** One rule of Webex that the local tenant keeps. Each is named by a test, `test("[<id>] …")`. */
export interface LedgerEntry {
  /** Such as `flows.import-by-name`. */
  id: string;
  /** The rule in one sentence. */
  rule: string;
  /** Where it is known from. */
  source: string;
  certainty: Certainty;
  /** What nobody outside Cisco knows for sure, where the rule had to choose an answer. */
  open?: OpenQuestion;
}

/**
 * From the surest on. `documented`: Cisco says so; `reported`: others saw it in a live tenant, or it is in flows that
 * Cisco has published; `inferred`: none of these, but it follows from how Webex works elsewhere, or something had to be
 * chosen.
 */
export const certainties = ["documented", "reported", "inferred"] as const;

export type Certainty = (typeof certainties)[number];

export interface OpenQuestion {
  /** What is not known, in one sentence. */
  question: string;
  /** The setting that switches to the other answer, for clients that must survive both. */
  setting?: keyof TenantSettings;
}
