/** All questions, in the order in which they are asked. */
import { ledger } from "../../src/ledger/index.ts";
import type { Check } from "../check.ts";
import { accessChecks } from "./access.ts";
import { appRowChecks } from "./appRows.ts";
import { appChecks } from "./apps.ts";
import { clientChecks } from "./clients.ts";
import { deployChecks } from "./deploys.ts";
import { grantChecks } from "./grants.ts";
import { heldAppChecks } from "./heldApps.ts";
import { metadataChecks } from "./metadata.ts";
import { newOrgChecks } from "./newOrg.ts";
import { oauthChecks } from "./oauth.ts";
import { permissionSetGroupChecks } from "./permissionSetGroups.ts";
import { queryChecks } from "./queries.ts";
import { recordedChecks } from "./recorded.ts";
import { recordChecks } from "./records.ts";
import { retrieveChecks } from "./retrieves.ts";
import { unaskable } from "./unaskable.ts";
import { userChecks } from "./users.ts";

export const allChecks: readonly Check[] = [
  ...recordChecks,
  ...newOrgChecks,
  ...queryChecks,
  ...userChecks,
  ...grantChecks,
  ...accessChecks,
  ...permissionSetGroupChecks,
  ...oauthChecks,
  ...appChecks,
  ...appRowChecks,
  ...heldAppChecks,
  ...metadataChecks,
  ...deployChecks,
  ...retrieveChecks,
  ...clientChecks,
  ...recordedChecks,
];

/** Rules of the ledger that no question asks for, with the reason. */
export function unaskedRules(): { id: string; reason: string }[] {
  const asked = new Set(allChecks.map(({ id }) => id));
  return ledger
    .filter(({ id }) => !asked.has(id))
    .map(({ id }) => ({
      id,
      reason: unaskable.get(id) ?? "No question has been written for it.",
    }));
}
