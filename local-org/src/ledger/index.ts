/** All rules of Salesforce that the local org keeps, each with its source and how sure it is. */
import { access } from "./access.ts";
import { addresses } from "./addresses.ts";
import { apexRest } from "./apexRest.ts";
import { composite } from "./composite.ts";
import { connectedApps } from "./connectedApps.ts";
import { credentials } from "./credentials.ts";
import { deploys } from "./deploys.ts";
import type { LedgerEntry } from "./entry.ts";
import { errors } from "./errors.ts";
import { externalClientApps } from "./externalClientApps.ts";
import { faults } from "./faults.ts";
import { heldApps } from "./heldApps.ts";
import { licences } from "./licences.ts";
import { metadata } from "./metadata.ts";
import { newOrg } from "./newOrg.ts";
import { oauth } from "./oauth.ts";
import { orgs } from "./orgs.ts";
import { partner } from "./partner.ts";
import { permissionSets } from "./permissionSets.ts";
import { profiles } from "./profiles.ts";
import { records } from "./records.ts";
import { retrieves } from "./retrieves.ts";
import { safety } from "./safety.ts";
import { sandboxes } from "./sandboxes.ts";
import { setup } from "./setup.ts";
import { soql } from "./soql.ts";
import { tooling } from "./tooling.ts";
import { users } from "./users.ts";
import { withVerifications } from "./verifications.ts";

const entries: readonly LedgerEntry[] = [
  ...addresses,
  ...errors,
  ...access,
  ...records,
  ...composite,
  ...soql,
  ...users,
  ...licences,
  ...permissionSets,
  ...profiles,
  ...newOrg,
  ...oauth,
  ...externalClientApps,
  ...heldApps,
  ...credentials,
  ...connectedApps,
  ...metadata,
  ...deploys,
  ...retrieves,
  ...tooling,
  ...partner,
  ...apexRest,
  ...setup,
  ...faults,
  ...orgs,
  ...sandboxes,
  ...safety,
];

/** All rules, each with the real orgs that were asked for it. */
export const ledger: readonly LedgerEntry[] = entries.map((entry) => withVerifications(entry));
