/** All rules of Salesforce that the local org keeps, each with its source and how sure it is. */
import { accessLedger } from "./access.ts";
import { clientLedger } from "./clients.ts";
import type { LedgerEntry } from "./entry.ts";
import { faultLedger } from "./faults.ts";
import { metadataLedger } from "./metadata.ts";
import { orgLedger } from "./orgs.ts";
import { recordLedger } from "./records.ts";
import { safetyLedger } from "./safety.ts";
import { setupLedger } from "./setup.ts";
import { soqlLedger } from "./soql.ts";

export const ledger: readonly LedgerEntry[] = [
  ...recordLedger,
  ...metadataLedger,
  ...clientLedger,
  ...faultLedger,
  ...orgLedger,
  ...safetyLedger,
  ...setupLedger,
  ...soqlLedger,
  ...accessLedger,
];
