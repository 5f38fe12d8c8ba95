/** Locks: who edits a flow, and for how long that keeps others away. */
import { Refusal } from "../answers.ts";
import type { Tenant } from "../state.ts";
import type { Flow, Lock } from "./flow.ts";

const expiresAfterMs = 15 * 60_000;

/** The lock, while it has not expired. */
export function lockOf(tenant: Tenant, { lock }: Flow): Lock | undefined {
  return lock !== null && tenant.now().getTime() - lock.active < expiresAfterMs ? lock : undefined;
}

/** @throws Refusal when somebody else holds it */
export function takeLock(tenant: Tenant, flow: Flow, by: string): void {
  const held = lockOf(tenant, flow);
  if (held !== undefined && held.by !== by) throw lockedByOther();
  const now = tenant.now();
  flow.lock = { by, at: held?.at ?? now.toISOString(), active: now.getTime() };
  tenant.changed();
}

/** @throws Refusal when somebody else holds it and the tenant does not let others unlock */
export function freeLock(tenant: Tenant, flow: Flow, by: string): void {
  const held = lockOf(tenant, flow);
  const isOthers = held !== undefined && held.by !== by;
  if (isOthers && tenant.state.settings.unlockByOthers === "refused") throw lockedByOther();
  flow.lock = null;
  tenant.changed();
}

/** Demands that a write is not kept away by a lock, and keeps the caller's own alive. @throws Refusal */
export function passLock(tenant: Tenant, flow: Flow, by: string): void {
  const held = lockOf(tenant, flow);
  if (held === undefined) return;
  if (held.by === by) held.active = tenant.now().getTime();
  else if (tenant.state.settings.writesToLockedFlows === "refused") throw lockedByOther();
}

function lockedByOther(): Refusal {
  return new Refusal(409, "The flow is already locked by another user.", { type: "FLOW_LOCKED" });
}
