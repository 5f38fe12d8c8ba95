import type { RotationStrategy } from "../../common/rotation.ts";
import { callDepth } from "./callDepth.ts";
import { type EffortSpread, effortOf } from "./effort.ts";
import { type Machine, machineText } from "./machine.ts";
import { markdownTable } from "./markdown.ts";
import { sameChanges, samplesOf } from "./results.ts";
import { type BlueGreenRun, type CutOverRun, rotationSteps } from "./rotations.ts";
import { type Spread, spellCounts, spellSeconds, spellSecondsIfTold, spellWhole, spreadOf } from "./spread.ts";

/** All rotations that were run, by strategy. */
export interface Rotations {
  cutOver: CutOverRun[];
  blueGreen: BlueGreenRun[];
}

/** What rotations came to. */
export interface RotationResults {
  runs: number;
  steps: StepResult[];
  /** Calls of all steps together. */
  calls: Record<RotationStrategy, Spread>;
  /** Milliseconds after the deploy with the new certificate. */
  window: { lastWithOldKey: Spread; firstWithNewKey: Spread };
  logins: { all: number; failed: number };
}

interface StepResult {
  strategy: RotationStrategy;
  title: string;
  changes: string;
  calls: Spread;
  callDepth: Spread;
  effort: EffortSpread;
}

const strategies = ["cutOver", "blueGreen"] as const;

/** @throws Error when the runs did not do the same */
export function resultsOfRotations(rotations: Rotations): RotationResults {
  const { cutOver, blueGreen } = rotations;
  const sum = (values: readonly number[]) => values.reduce((before, value) => before + value, 0);
  const calls = (strategy: RotationStrategy) =>
    spreadOf(rotations[strategy].map(({ samples }) => sum(samples.map(({ requests }) => requests.length))));
  return {
    runs: cutOver.length,
    steps: strategies.flatMap((strategy) =>
      rotationSteps[strategy].map(({ name, title }) => {
        const samples = samplesOf(name, rotations[strategy]);
        return {
          strategy,
          title,
          changes: sameChanges(title, samples),
          calls: spreadOf(samples.map(({ requests }) => requests.length)),
          callDepth: spreadOf(samples.map(({ requests }) => callDepth(requests))),
          effort: effortOf(samples),
        };
      }),
    ),
    calls: { cutOver: calls("cutOver"), blueGreen: calls("blueGreen") },
    window: {
      lastWithOldKey: spreadOf(cutOver.map(({ window }) => window.lastWithOldKey)),
      firstWithNewKey: spreadOf(cutOver.map(({ window }) => window.firstWithNewKey)),
    },
    logins: {
      all: sum(blueGreen.map(({ logins }) => logins.all)),
      failed: sum(blueGreen.map(({ logins }) => logins.failed)),
    },
  };
}

/** The figures of rotations as Markdown, for the terminal and for the document. */
export function rotationReport(
  { runs, steps, calls, window, logins }: RotationResults,
  { machine, latencyMs }: { machine: Machine; latencyMs: number },
): string {
  const right = { align: "right" } as const;
  return [
    `${machineText(machine)}\nRuns of each strategy: ${runs}. Latency: ${latencyMs} ms for each call.`,
    markdownTable(
      [
        { title: "Strategy" },
        { title: "`up`" },
        { title: "Pulumi says" },
        { title: "Calls", ...right },
        { title: "Longest chain", ...right },
        { title: "Time (s)", ...right },
        { title: "Processor (s)", ...right },
      ],
      steps.map(({ strategy, title, changes, effort, ...step }) => [
        `\`${strategy}\``,
        title,
        changes,
        spellCounts(step.calls),
        spellCounts(step.callDepth),
        spellSeconds(effort.seconds),
        spellSecondsIfTold(effort.processorSeconds),
      ]),
    ),
    `Calls of a whole rotation: ${spellCounts(calls.cutOver)} with \`cutOver\`, ${spellCounts(calls.blueGreen)} with \`blueGreen\`.`,
    `The cut-over, in milliseconds after the deploy with the new certificate arrived (minimum / median / maximum): the last login with the old key that was accepted arrived after ${spellWhole(window.lastWithOldKey)}, the first with the new key after ${spellWhole(window.firstWithNewKey)}.`,
    `Logins during the rotations by \`blueGreen\`: ${logins.all}; failed: ${logins.failed}.`,
  ].join("\n\n");
}
