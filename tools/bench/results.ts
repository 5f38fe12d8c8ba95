import { callDepth } from "./callDepth.ts";
import { countCalls } from "./calls.ts";
import { type EffortSpread, effortOf } from "./effort.ts";
import { type OperationName, operations } from "./operations.ts";
import type { Sample, Series } from "./series.ts";
import { type Spread, spreadOf } from "./spread.ts";
import type { StateSize } from "./stateSize.ts";

/** All series that were run, by what was run. */
export interface Measurement {
  /** The program without an org. */
  floor: Series[];
  /** The access, with an org that answers at once. */
  withoutLatency: Series[];
  /** The access, with an org that holds back each answer. */
  withLatency: Series[];
}

/** What one operation came to. */
export interface OperationResult {
  operation: OperationName;
  title: string;
  /** What Pulumi says that it has changed. */
  changes: string;
  callsWithoutLatency: Spread;
  callsWithLatency: Spread;
  /** Of the runs with latency: without it the clock of the log is too coarse. */
  callDepth: Spread;
  /** How often each kind of call was made in the runs with latency, in the order of their first appearance. */
  callKinds: Record<string, Spread>;
  /** Of the CLI and all that it has started, from its start to its end. */
  effort: Record<keyof Measurement, EffortSpread>;
}

export interface Results {
  operations: OperationResult[];
  state: StateSize;
  /** State of the floor program. */
  floorState: StateSize;
}

/** @throws Error when the two programs did not do the same, so that the floor is none */
export function resultsOf(measurement: Measurement): Results {
  const { floor, withoutLatency, withLatency } = measurement;
  return {
    operations: operations.map(({ name, title }) => {
      const inFloor = samplesOf(name, floor);
      const fast = samplesOf(name, withoutLatency);
      const slow = samplesOf(name, withLatency);
      return {
        operation: name,
        title,
        changes: sameChanges(title, [...inFloor, ...fast, ...slow]),
        callsWithoutLatency: spreadOf(fast.map(({ requests }) => requests.length)),
        callsWithLatency: spreadOf(slow.map(({ requests }) => requests.length)),
        callDepth: spreadOf(slow.map(({ requests }) => callDepth(requests))),
        callKinds: callKinds(slow),
        effort: { floor: effortOf(inFloor), withoutLatency: effortOf(fast), withLatency: effortOf(slow) },
      };
    }),
    state: firstState(withLatency),
    floorState: firstState(floor),
  };
}

/** The samples of an operation, of all series. */
export function samplesOf(operation: string, series: readonly Pick<Series, "samples">[]): Sample[] {
  return series.flatMap(({ samples }) => samples.filter((sample) => sample.operation === operation));
}

/** What Pulumi says that it has changed, which all samples agree on. @throws Error where they do not */
export function sameChanges(title: string, samples: readonly Sample[]): string {
  const all = [...new Set(samples.map(({ changes }) => changes))];
  if (all.length !== 1) {
    throw new Error(`${title} did not change the same in all runs and programs: ${all.join("; ")}.`);
  }
  return all[0] as string;
}

function callKinds(samples: readonly Sample[]): Record<string, Spread> {
  const counts = samples.map(({ requests }) => countCalls(requests));
  const kinds = new Set(counts.flatMap((count) => [...count.keys()]));
  return Object.fromEntries([...kinds].map((kind) => [kind, spreadOf(counts.map((count) => count.get(kind) ?? 0))]));
}

function firstState([series]: readonly Series[]): StateSize {
  if (!series) throw new RangeError("There is no series.");
  return series.state;
}
