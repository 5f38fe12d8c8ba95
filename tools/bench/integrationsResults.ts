import { callDepth } from "./callDepth.ts";
import { type EffortSpread, effortOf } from "./effort.ts";
import { operationsOfMany } from "./operations.ts";
import { sameChanges, samplesOf } from "./results.ts";
import type { Series } from "./series.ts";
import { type Spread, spreadOf } from "./spread.ts";

/** What several integrations in one org came to. */
export interface ManyResult {
  integrations: number;
  runs: number;
  operations: ManyOperationResult[];
}

export interface ManyOperationResult {
  title: string;
  calls: Spread;
  callDepth: Spread;
  /** Of the program that does nothing. */
  floor: EffortSpread;
  access: EffortSpread;
}

/** @throws Error when the two programs did not do the same, so that the floor is none */
export function resultOfMany(
  integrations: number,
  { floor, access }: { floor: readonly Series[]; access: readonly Series[] },
): ManyResult {
  return {
    integrations,
    runs: access.length,
    operations: operationsOfMany(integrations).map(({ name, title }) => {
      const [idle, real] = [samplesOf(name, floor), samplesOf(name, access)];
      sameChanges(title, [...idle, ...real]);
      return {
        title,
        calls: spreadOf(real.map(({ requests }) => requests.length)),
        callDepth: spreadOf(real.map(({ requests }) => callDepth(requests))),
        floor: effortOf(idle),
        access: effortOf(real),
      };
    }),
  };
}
