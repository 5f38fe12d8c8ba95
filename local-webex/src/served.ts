/** A tenant with everything that is served for it. */
import type { ServedFaultBoard } from "./faults/faultBoard.ts";
import type { RateLimit } from "./gateway/rateLimit.ts";
import type { RequestLog } from "./http/requestLog.ts";
import type { Simulator } from "./ivr/simulator.ts";
import type { Tenant } from "./state.ts";

export interface Served {
  tenant: Tenant;
  log: RequestLog;
  faults: ServedFaultBoard;
  limit: RateLimit;
  simulator: Simulator;
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** All tenants of the process. */
  all(): readonly { name: string; url: string; orgId: string }[];
}

/** The tenant as new, with nothing left of what was asked of it. */
export function resetServed({ tenant, faults, limit, simulator }: Served): void {
  tenant.reset();
  faults.clear();
  limit.clear();
  simulator.clear();
  simulator.keepPace();
}
