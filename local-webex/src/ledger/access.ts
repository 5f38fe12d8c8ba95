import type { LedgerEntry } from "./entry.ts";

/** Rules of who may call what. */
export const access: readonly LedgerEntry[] = [
  {
    id: "access.token",
    rule: "A call without a token, or with one that is expired or revoked, is refused with 401.",
    source: "Cisco's OpenAPI",
    certainty: "documented",
  },
  {
    id: "access.scopes",
    rule: "Reading needs the scope cjp:config_read, writing cjp:config_write; without it the answer is 403.",
    source: "Cisco's OpenAPI",
    certainty: "documented",
  },
  {
    id: "access.publish-writes",
    rule: "Publishing needs cjp:config_write.",
    source: "Cisco's OpenAPI of October 2026; an older one had cjp:config_read",
    certainty: "documented",
  },
  {
    id: "access.roles",
    rule: "List, legacy export and import, and publish are for administrators and supervisors, lock and unlock for administrators of the organization or of Contact Center.",
    source: "Cisco's OpenAPI, roles of each operation; the v2 operations name none",
    certainty: "documented",
  },
  {
    id: "access.bare-org-id",
    rule: "The organization is named by its bare UUID; the encoded id is refused with 401.",
    source: "wxops, live: Token does not have access to OrgId",
    certainty: "reported",
  },
];
