/** The faults of a tenant, in memory only. */
import { setTimeout as pause } from "node:timers/promises";
import { type Fault, readFaults } from "./fault.ts";

export interface FaultBoard {
  /** @throws Error with one sentence that names what is wrong */
  add(faults: readonly Fault[]): void;
  show(): ShownFault[];
  /** Lets calls that are held go on. */
  release(): void;
  /** Ends all faults, and lets go what is held. */
  clear(): void;
}

export interface ShownFault extends Fault {
  /** Calls that it was asked about. */
  matched: number;
  /** Calls that it has struck. */
  hits: number;
  /** Calls that it holds now. */
  holding: number;
}

/** What becomes of a call that faults have struck. */
export interface Strike {
  /** Kinds of those that struck it. */
  kinds: string[];
  /** Answered so, and nothing is done. */
  refusal?: { status: number; retryAfter: number | undefined };
  /** The connection ends before anything is done. */
  isDropped: boolean;
  /** To be waited for once the call is done. @returns whether its answer is lost */
  afterwards(): Promise<boolean>;
}

export interface ServedFaultBoard extends FaultBoard {
  /** Lets the faults strike a call; waits for those that hold it back. */
  strike(operation: string): Promise<Strike>;
}

export function createFaultBoard(): ServedFaultBoard {
  let placed: ShownFault[] = [];
  let held: (() => void)[] = [];

  const release = () => {
    const all = held;
    held = [];
    for (const go of all) go();
  };
  const hold = async (fault: ShownFault): Promise<void> => {
    fault.holding += 1;
    await new Promise<void>((resolve) => held.push(resolve));
    fault.holding -= 1;
  };
  const isStruck = (fault: ShownFault, operation: string): boolean => {
    if (fault.operation !== undefined && fault.operation !== operation) return false;
    fault.matched += 1;
    if (fault.matched <= (fault.after ?? 0) || fault.hits >= (fault.times ?? Number.POSITIVE_INFINITY)) return false;
    fault.hits += 1;
    return true;
  };

  return {
    add(faults) {
      placed.push(...readFaults(faults).map((fault) => ({ ...fault, matched: 0, hits: 0, holding: 0 })));
    },
    show: () => placed.map((fault) => ({ ...fault })),
    release,
    clear() {
      placed = [];
      release();
    },
    async strike(operation) {
      const later: ShownFault[] = [];
      const strike: Strike = {
        kinds: [],
        isDropped: false,
        async afterwards() {
          for (const fault of later) if (fault.kind === "hold-after") await hold(fault);
          return later.some(({ kind }) => kind === "drop-after");
        },
      };
      for (const fault of placed) {
        if (!isStruck(fault, operation)) continue;
        const { kind, ms, status = 503, retryAfter } = fault;
        strike.kinds.push(kind);
        if (kind === "latency") await pause(ms);
        else if (kind === "hold-before") await hold(fault);
        else if (kind === "drop-before") strike.isDropped = true;
        else if (kind === "status") strike.refusal = { status, retryAfter };
        else later.push(fault);
        if (strike.isDropped || strike.refusal !== undefined) break;
      }
      return strike;
    },
  };
}
