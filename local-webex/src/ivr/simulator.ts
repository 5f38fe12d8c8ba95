/** The IVR: calls arrive at each entry point, at the pace of the setting, for as long as the tenant runs. */
import type { Tenant } from "../state.ts";
import { type CallRecord, createCaller } from "./caller.ts";

export interface Simulator {
  /** What became of the calls, in the order of their ends. */
  calls(): readonly CallRecord[];
  /** Forgets them. */
  clear(): void;
  /** Makes one call at each entry point now, and waits for their ends. */
  callNow(): Promise<CallRecord[]>;
  /** Waits for the ends of all calls that go on. */
  settled(): Promise<void>;
  /** Goes on at the pace that is set now. */
  keepPace(): void;
  stop(): void;
}

/** The oldest give way beyond this many. */
const kept = 20_000;
/** Rounds of calls, one at each entry point, that go on at the same time, at most; further ones are not made. */
const mostAtOnce = 30;

export function createSimulator(tenant: Tenant): Simulator {
  const caller = createCaller(tenant);
  let records: CallRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let pace = 0;
  const going = new Set<Promise<CallRecord[]>>();

  const callAll = async (): Promise<CallRecord[]> => {
    const made = await Promise.all(tenant.state.entryPoints.map((one) => caller.call(one)));
    const done = made.filter((record) => record !== undefined);
    records.push(...done);
    if (records.length > 2 * kept) records = records.slice(-kept);
    return done;
  };
  const callNow = async (): Promise<CallRecord[]> => {
    if (going.size >= mostAtOnce) return [];
    const round = callAll();
    going.add(round);
    try {
      return await round;
    } finally {
      going.delete(round);
    }
  };

  return {
    calls: () => records.slice(-kept),
    clear() {
      records = [];
    },
    callNow,
    async settled() {
      await Promise.all(going);
    },
    keepPace() {
      const { callEveryMs } = tenant.state.settings;
      if (callEveryMs === pace) return;
      pace = callEveryMs;
      clearInterval(timer);
      timer = pace === 0 ? undefined : setInterval(() => void callNow(), pace);
    },
    stop: () => clearInterval(timer),
  };
}
