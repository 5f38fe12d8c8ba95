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

/** What the first `up`, with and without its preview, and the script came to. */
export interface ScriptResults {
  up: WayResult;
  upWithoutPreview: WayResult;
  script: WayResult;
}

export function resultsOfScript(measured: Record<keyof ScriptResults, ScriptSample[]>): ScriptResults {
  const resultOf = (samples: readonly ScriptSample[]) => ({
    calls: spreadOf(samples.map(({ requests }) => requests.length)),
    callDepth: spreadOf(samples.map(({ requests }) => callDepth(requests))),
    effort: effortOf(samples),
  });
  return {
    up: resultOf(measured.up),
    upWithoutPreview: resultOf(measured.upWithoutPreview),
    script: resultOf(measured.script),
  };
}

/** The figures as Markdown, for the terminal and for the document. */
export function scriptReport(results: ScriptResults, { machine, runs, latencyMs }: Conditions): string {
  const { up, upWithoutPreview, script } = results;
  const right = { align: "right" } as const;
  const rows = [
    { title: "first `up`, with its preview", ...up },
    { title: "first `up --skip-preview`", ...upWithoutPreview },
    { title: "script", ...script },
  ];
  const ratio = (way: WayResult) => (script.effort.seconds.median / way.effort.seconds.median).toFixed(1);
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
    `By the medians, the script takes ${ratio(up)} times as long as the first \`up\`, and ${ratio(upWithoutPreview)} times as long as one without its preview.`,
  ].join("\n\n");
}
