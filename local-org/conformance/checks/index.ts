/** All questions, in the order in which they are asked. */
import { LEDGER } from "../../src/ledger/index.ts";
import type { Check } from "../check.ts";
import { ACCESS_CHECKS } from "./access.ts";
import { APP_CHECKS } from "./apps.ts";
import { CLIENT_CHECKS } from "./clients.ts";
import { DEPLOY_CHECKS } from "./deploys.ts";
import { GRANT_CHECKS } from "./grants.ts";
import { METADATA_CHECKS } from "./metadata.ts";
import { OAUTH_CHECKS } from "./oauth.ts";
import { QUERY_CHECKS } from "./queries.ts";
import { RECORD_CHECKS } from "./records.ts";
import { RETRIEVE_CHECKS } from "./retrieves.ts";
import { UNASKABLE } from "./unaskable.ts";
import { USER_CHECKS } from "./users.ts";

export const CHECKS: readonly Check[] = [
  ...RECORD_CHECKS,
  ...QUERY_CHECKS,
  ...USER_CHECKS,
  ...GRANT_CHECKS,
  ...ACCESS_CHECKS,
  ...OAUTH_CHECKS,
  ...APP_CHECKS,
  ...METADATA_CHECKS,
  ...DEPLOY_CHECKS,
  ...RETRIEVE_CHECKS,
  ...CLIENT_CHECKS,
];

/** Rules of the ledger that no question asks for, with the reason. */
export function unaskedRules(): { id: string; reason: string }[] {
  const asked = new Set(CHECKS.map(({ id }) => id));
  return LEDGER.filter(({ id }) => !asked.has(id)).map(({ id }) => ({
    id,
    reason: UNASKABLE.get(id) ?? "No question has been written for it.",
  }));
}
