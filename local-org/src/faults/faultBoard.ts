/** The faults of one org, in memory only: what was asked for, what was struck, and which calls are parked. */
import { type Fault, type FaultKind, readFaults } from "./fault.ts";

/** A call as faults see it. */
export interface StruckCall {
  readonly method: string;
  /** The path as the request log has it. */
  readonly path: string;
  readonly operation?: string | undefined;
  /** The access token that it carries. */
  readonly accessToken?: string | undefined;
}

/** A fault with its counts. */
export interface ShownFault extends Fault {
  /** Given out when the fault was added. */
  id: number;
  /** Calls that matched, struck or not. */
  matched: number;
  /** Calls that were struck. */
  hits: number;
}

/** A call that waits to be released. Never with its token. */
export interface ParkedCall {
  id: number;
  /** Id of the fault that holds it. */
  fault: number;
  kind: FaultKind;
  method: string;
  path: string;
  operation?: string;
  /** ISO time. */
  since: string;
}

export interface ShownFaults {
  faults: ShownFault[];
  parked: ParkedCall[];
}

export interface FaultBoard {
  /** Adds faults behind those that are there. @throws Error with one sentence that names what is wrong */
  add(faults: readonly Fault[]): void;
  show(): ShownFaults;
  /** Lets parked calls go on, all or those that one fault holds; the faults stay. Answers how many. */
  release(faultId?: number): number;
  /** Ends all faults and lets their parked calls go on. */
  clear(): void;
}

/** The board as the server uses it. */
export interface ServedFaultBoard extends FaultBoard {
  /** The faults that are there now, in their order; each decides when it is reached. */
  current(): readonly PlacedFault[];
}

export interface PlacedFault {
  readonly fault: Fault;
  /** Counts a call, and says whether this fault strikes it. */
  strikes(call: StruckCall): boolean;
  /**
   * Holds a call until it is released.
   *
   * @param gone resolves when the caller has gone
   * @returns whether it was released; false when its caller went first
   */
  park(call: StruckCall, gone: Promise<void>): Promise<boolean>;
}

interface Parked {
  readonly shown: ParkedCall;
  go(): void;
}

/** Operations that the kind is about; other calls do not match it. */
const operationsOfKind: { [kind in FaultKind]?: string } = {
  "slow-deploy": "deploy",
  "fail-deploy": "deploy",
  propagation: "login",
};

export function createFaultBoard(): ServedFaultBoard {
  let placed: (PlacedFault & { shown(): ShownFault })[] = [];
  const parked = new Map<number, Parked>();
  let faultSerial = 0;
  let parkedSerial = 0;

  const place = (fault: Fault): (typeof placed)[number] => {
    faultSerial += 1;
    const id = faultSerial;
    const path = new RegExp(fault.match?.path ?? "");
    let matched = 0;
    let hits = 0;
    return {
      fault,
      shown: () => ({ id, ...fault, matched, hits }),
      strikes(call) {
        if (!matches(fault, path, call)) return false;
        matched += 1;
        if (matched <= (fault.after ?? 0) || hits >= (fault.times ?? Number.POSITIVE_INFINITY)) return false;
        hits += 1;
        return true;
      },
      async park({ method, path: calledPath, operation }, gone) {
        parkedSerial += 1;
        const key = parkedSerial;
        const released = new Promise<boolean>((resolve) => {
          const shown = {
            id: key,
            fault: id,
            kind: fault.kind,
            method,
            path: calledPath,
            ...(operation === undefined ? {} : { operation }),
            since: new Date().toISOString(),
          };
          parked.set(key, { shown, go: () => resolve(true) });
        });
        const isReleased = await Promise.race([released, gone.then(() => false)]);
        parked.delete(key);
        return isReleased;
      },
    };
  };

  const release = (faultId?: number): number => {
    const chosen = [...parked].filter(([, { shown }]) => faultId === undefined || shown.fault === faultId);
    for (const [key, { go }] of chosen) {
      parked.delete(key);
      go();
    }
    return chosen.length;
  };

  return {
    add(faults) {
      placed = [...placed, ...readFaults(faults).map(place)];
    },
    show: () => ({
      faults: placed.map((fault) => fault.shown()),
      parked: [...parked.values()].map(({ shown }) => shown),
    }),
    release,
    clear() {
      placed = [];
      release();
    },
    current: () => placed,
  };
}

function matches({ kind, match = {} }: Fault, path: RegExp, call: StruckCall): boolean {
  const ownOperation = operationsOfKind[kind];
  if (ownOperation !== undefined && call.operation !== ownOperation) return false;
  if (kind === "expire-session" && call.accessToken === undefined) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== call.method) return false;
  if (match.operation !== undefined && match.operation !== call.operation) return false;
  return path.test(call.path);
}
