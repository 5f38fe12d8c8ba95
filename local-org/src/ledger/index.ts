/** All rules of Salesforce that the local org keeps, each with its source and how sure it is. */
import { ACCESS_LEDGER } from "./access.ts";
import { CLIENT_LEDGER } from "./clients.ts";
import type { LedgerEntry } from "./entry.ts";
import { FAULT_LEDGER } from "./faults.ts";
import { METADATA_LEDGER } from "./metadata.ts";
import { ORG_LEDGER } from "./orgs.ts";
import { RECORD_LEDGER } from "./records.ts";
import { SAFETY_LEDGER } from "./safety.ts";
import { SETUP_LEDGER } from "./setup.ts";
import { SOQL_LEDGER } from "./soql.ts";

export const LEDGER: readonly LedgerEntry[] = [
  ...RECORD_LEDGER,
  ...METADATA_LEDGER,
  ...CLIENT_LEDGER,
  ...FAULT_LEDGER,
  ...ORG_LEDGER,
  ...SAFETY_LEDGER,
  ...SETUP_LEDGER,
  ...SOQL_LEDGER,
  ...ACCESS_LEDGER,
];
