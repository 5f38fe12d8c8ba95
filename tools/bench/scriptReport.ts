import { callDepth } from "./callDepth.ts";
import { type EffortSpread, effortOf } from "./effort.ts";
import { machineText } from "./machine.ts";
import { markdownTable } from "./markdown.ts";
import type { Conditions } from "./report.ts";
import type { ScriptSample } from "./script.ts";
import { type Spread, spellCounts, spellSeconds, spellSecondsIfTold, spreadOf } from "./spread.ts";

interface WayResult {
  calls: Spread;
  callDepth: Spread;
  effort: EffortSpread;
}

/** What the first `up` and the script came to. */
export interface ScriptResults {
  up: WayResult;
  script: WayResult;
}

export function resultsOfScript({ up, script }: Record<keyof ScriptResults, ScriptSample[]>): ScriptResults {
  const resultOf = (samples: readonly ScriptSample[]) => ({
    calls: spreadOf(samples.map(({ requests }) => requests.length)),
    callDepth: spreadOf(samples.map(({ requests }) => callDepth(requests))),
    effort: effortOf(samples),
  });
  return { up: resultOf(up), script: resultOf(script) };
}

/** The figures as Markdown, for the terminal and for the document. */
export function scriptReport({ up, script }: ScriptResults, { machine, runs, latencyMs }: Conditions): string {
  const right = { align: "right" } as const;
  const rows = [
    { title: "first `up`, with its preview", ...up },
    { title: "script", ...script },
  ];
  const ratio = script.effort.seconds.median / up.effort.seconds.median;
  return [
    `${machineText(machine)}\nRuns of each: ${runs}. Latency: ${latencyMs} ms for each call.`,
    markdownTable(
      [
        { title: "" },
        { title: "Calls", ...right },
        { title: "Longest chain", ...right },
        { title: "Time (s)", ...right },
        { title: "Processor (s)", ...right },
      ],
      rows.map(({ title, calls, callDepth, effort }) => [
        title,
        spellCounts(calls),
        spellCounts(callDepth),
        spellSeconds(effort.seconds),
        spellSecondsIfTold(effort.processorSeconds),
      ]),
    ),
    `By the medians, the script takes ${ratio.toFixed(1)} times as long as the first \`up\`.`,
  ].join("\n\n");
}
