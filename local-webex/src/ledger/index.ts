/** All rules of Webex that the local tenant keeps, each with its source and how sure it is. */
import { access } from "./access.ts";
import { calls } from "./calls.ts";
import { connectors } from "./connectors.ts";
import type { LedgerEntry } from "./entry.ts";
import { flows } from "./flows.ts";
import { safety } from "./safety.ts";
import { services } from "./services.ts";
import { tokens } from "./tokens.ts";

export const ledger: readonly LedgerEntry[] = [
  ...services,
  ...tokens,
  ...access,
  ...flows,
  ...connectors,
  ...calls,
  ...safety,
];
