import type { Asker } from "./asker.ts";
import type { Fixtures } from "./fixtures.ts";

/** What questions make in an org. */
export type Kind = "accounts" | "contacts" | "external client apps" | "permission sets" | "profiles" | "users";

/** One rule of the ledger as a question to an org. */
export interface Check {
  /** Of the rule. */
  id: string;
  /** What it makes in the org for a while; undefined when it only asks. */
  makes?: readonly Kind[];
  /**
   * Asks.
   *
   * @throws Difference when the org does otherwise
   * @throws Unaskable when this org cannot be asked, with the reason
   */
  ask(asker: Asker, fixtures: Fixtures): Promise<void>;
}
