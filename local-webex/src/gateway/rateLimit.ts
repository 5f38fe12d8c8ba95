/** How many calls a client may make in a minute. */
import type { Tenant } from "../state.ts";

export interface RateLimit {
  /** Counts a call. @returns 0 when it may be answered, else in how many seconds the next one may; that call counts nothing */
  secondsUntilFree(clientId: string): number;
  clear(): void;
}

const windowMs = 60_000;

export function createRateLimit(tenant: Tenant): RateLimit {
  const calls = new Map<string, number[]>();
  return {
    secondsUntilFree(clientId) {
      const now = tenant.now().getTime();
      const recent = (calls.get(clientId) ?? []).filter((time) => time > now - windowMs && time <= now);
      const most = tenant.state.settings.requestsPerMinute;
      const oldest = recent[recent.length - most];
      if (oldest === undefined) recent.push(now);
      calls.set(clientId, recent);
      return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + windowMs - now) / 1_000));
    },
    clear: () => calls.clear(),
  };
}
