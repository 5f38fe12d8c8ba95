/** Asks an org for the rules of the ledger, one after another, and leaves it as it was. */
import { createAsker, type Undo } from "./asker.ts";
import type { Check } from "./check.ts";
import type { Difference } from "./expectation.ts";
import { createFixtures } from "./fixtures.ts";
import type { Target } from "./target.ts";

/** What came of asking for a rule. */
export type Outcome =
  | { id: string; outcome: "holds" }
  | { id: string; outcome: "differs"; expected: string; found: string }
  | { id: string; outcome: "unasked"; reason: string };

export interface RunResult {
  outcomes: Outcome[];
  /** What could not be undone, one sentence each. */
  leftBehind: string[];
}

/**
 * @param tell is called after each check
 * @param stop aborted when no further question shall be asked; what was made is undone all the same
 */
export async function askRules(
  target: Target,
  checks: readonly Check[],
  tell: (outcome: Outcome) => void,
  stop?: AbortSignal,
): Promise<RunResult> {
  const leftBehind: string[] = [];
  const ofRun: Undo[] = [];
  const fixtures = createFixtures(createAsker(target, (undo) => ofRun.push(undo)));
  const outcomes: Outcome[] = [];
  try {
    for (const check of checks) {
      if (stop?.aborted) break;
      const ofCheck: Undo[] = [];
      const asker = createAsker(target, (undo) => ofCheck.push(undo));
      const outcome = await outcomeOf(check.id, () => check.ask(asker, fixtures));
      leftBehind.push(...(await undoAll(ofCheck)));
      outcomes.push(outcome);
      tell(outcome);
    }
  } finally {
    leftBehind.push(...(await undoAll(ofRun)));
  }
  return { outcomes, leftBehind };
}

async function outcomeOf(id: string, ask: () => Promise<void>): Promise<Outcome> {
  try {
    await ask();
    return { id, outcome: "holds" };
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "Difference") {
      const { expected, found } = error as Difference;
      return { id, outcome: "differs", expected, found };
    }
    return { id, outcome: "unasked", reason: name === "Unaskable" ? message : `The question failed: ${message}` };
  }
}

/** Undoes what was made, the last first; one failure does not stop the others. */
async function undoAll(undos: Undo[]): Promise<string[]> {
  const problems: string[] = [];
  for (const undo of undos.reverse()) {
    try {
      await undo();
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  return problems;
}
