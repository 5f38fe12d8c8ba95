import { processorSeconds } from "./processorTime.ts";
import { type Spread, spreadOf } from "./spread.ts";

/** What something took. */
export interface Effort {
  seconds: number;
  /** Processor time of the programs that were started and waited for; undefined where the kernel does not tell it. */
  processorSeconds: number | undefined;
}

/** Does something that starts programs and waits for them, while nothing else of this process does, and measures it. */
export async function withEffort<T>(work: () => Promise<T>): Promise<Effort & { result: T }> {
  const before = await processorSeconds("self", "children");
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  const after = await processorSeconds("self", "children");
  const isTold = before !== undefined && after !== undefined;
  return { result, seconds, processorSeconds: isTold ? after - before : undefined };
}

/** What the same thing took, several times. */
export interface EffortSpread {
  seconds: Spread;
  /** Undefined where one of the times was not told. */
  processorSeconds: Spread | undefined;
}

/** @throws RangeError without any measurement */
export function effortOf(measured: readonly Effort[]): EffortSpread {
  const processor = measured.flatMap(({ processorSeconds }) => processorSeconds ?? []);
  return {
    seconds: spreadOf(measured.map(({ seconds }) => seconds)),
    processorSeconds: processor.length === measured.length ? spreadOf(processor) : undefined,
  };
}
