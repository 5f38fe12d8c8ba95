/** What faults demand of the code that answers the present call, where the network alone cannot show the fault. */
import { AsyncLocalStorage } from "node:async_hooks";

export interface Demands {
  /** Milliseconds that a deploy which this call queues takes longer. */
  readonly deployDelayMs?: number;
  /** Code with which a deploy that this call queues fails as a whole. */
  readonly deployErrorCode?: string;
  /** Milliseconds after a change during which a login by this call sees the org as before it. */
  readonly propagationMs?: number;
}

const storage = new AsyncLocalStorage<Demands>();

/** Runs `work` with these demands besides those that hold already. */
export function withDemands<T>(demands: Demands, work: () => T): T {
  return storage.run({ ...demandsOfCall(), ...demands }, work);
}

/** The demands that hold for the call that is being answered; outside of one, and without faults, none. */
export function demandsOfCall(): Demands {
  return storage.getStore() ?? {};
}
