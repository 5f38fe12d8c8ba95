import { type Reason, reasons } from "./reasons.ts";
import type { OperationResult } from "./results.ts";
import { type Spread, spellCounts } from "./spread.ts";

/** One line of the table that says why calls are made. */
export interface ExplainedCall {
  kind: string;
  howOften: string;
  why: string;
}

/** Why an operation makes its calls, and where the reasons do not fit what was measured. */
export interface Explanation {
  calls: ExplainedCall[];
  /** One sentence for each kind of call whose reasons explain more or fewer calls than were made. */
  problems: string[];
}

/** Puts the reasons beside the counts. */
export function explainCalls(
  { title, operation, callKinds }: Pick<OperationResult, "title" | "operation" | "callKinds">,
  given: readonly Reason[] = reasons[operation],
): Explanation {
  const kinds = [...new Set([...Object.keys(callKinds), ...given.map(({ kind }) => kind)])];
  const problems = kinds.flatMap((kind) => {
    const counted = callKinds[kind] ?? { min: 0, median: 0, max: 0 };
    const fitting = explained(given.filter((reason) => reason.kind === kind));
    const fits = fitting.min <= counted.min && counted.max <= fitting.max;
    return fits
      ? []
      : [
          `${title}: ${spellCounts(counted)} of \`${kind}\` were counted, ${spellCounts(fitting)} are explained in tools/bench/reasons.ts.`,
        ];
  });
  const calls = given.map((reason) => ({
    kind: reason.kind,
    howOften: spellCounts(timesOf(reason)),
    why: reason.why,
  }));
  return { calls, problems };
}

function timesOf({ times }: Reason): Spread {
  const [min, max] = typeof times === "number" ? [times, times] : times;
  return { min, median: (min + max) / 2, max };
}

/** How many calls some reasons explain together. */
export function explained(given: readonly Reason[]): Spread {
  const all = given.map(timesOf);
  const sum = (key: keyof Spread) => all.reduce((before, spread) => before + spread[key], 0);
  return { min: sum("min"), median: sum("median"), max: sum("max") };
}
