/** All questions, in the order in which they are asked. */
import { LEDGER } from "../../local-org/ledger/index.ts";
import type { Check } from "../check.ts";
import { ACCESS_CHECKS } from "./access.ts";
import { APP_CHECKS } from "./apps.ts";
import { GRANT_CHECKS } from "./grants.ts";
import { METADATA_CHECKS } from "./metadata.ts";
import { OAUTH_CHECKS } from "./oauth.ts";
import { RECORD_CHECKS } from "./records.ts";
import { UNASKABLE } from "./unaskable.ts";
import { USER_CHECKS } from "./users.ts";

export const CHECKS: readonly Check[] = [
  ...RECORD_CHECKS,
  ...USER_CHECKS,
  ...GRANT_CHECKS,
  ...ACCESS_CHECKS,
  ...OAUTH_CHECKS,
  ...APP_CHECKS,
  ...METADATA_CHECKS,
];

/** Rules of the ledger that no question asks for, with the reason. */
export function unaskedRules(): { id: string; reason: string }[] {
  const asked = new Set(CHECKS.map(({ id }) => id));
  return LEDGER.filter(({ id }) => !asked.has(id)).map(({ id }) => ({
    id,
    reason: UNASKABLE.get(id) ?? "No question has been written for it.",
  }));
}
