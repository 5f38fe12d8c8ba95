import type { EffortSpread } from "./effort.ts";
import { explainCalls, explained } from "./explanations.ts";
import { type Machine, machineText } from "./machine.ts";
import { markdownTable } from "./markdown.ts";
import { reasons } from "./reasons.ts";
import type { OperationResult, Results } from "./results.ts";
import { type Spread, spellCounts, spellSeconds, spellSecondsIfTold } from "./spread.ts";
import type { StateSize } from "./stateSize.ts";

/** How it was measured. */
export interface Conditions {
  machine: Machine;
  /** How often everything was run. */
  runs: number;
  /** Of the runs with latency. */
  latencyMs: number;
}

/** The measured figures as Markdown, for the terminal and for the document. */
export function report(results: Results, conditions: Conditions): string {
  return [
    conditionsText(conditions),
    "### Calls",
    callsTable(results.operations, conditions.latencyMs),
    readinessText(results.operations),
    "### Time",
    timeTable(results.operations, conditions.latencyMs),
    "### Processor time",
    processorTable(results.operations, conditions.latencyMs),
    "### State",
    stateText(results),
    stateTable(results.state),
    "### Why each call is made",
    ...results.operations.flatMap(explanationOf),
  ].join("\n\n");
}

function conditionsText({ machine, runs, latencyMs }: Conditions): string {
  return [
    machineText(machine),
    `Runs of each series: ${runs}. Latency, where there is one: ${latencyMs} ms for each call.`,
  ].join("\n");
}

const right = { align: "right" } as const;

function callsTable(operations: readonly OperationResult[], latencyMs: number): string {
  return markdownTable(
    [
      { title: "Operation" },
      { title: "Pulumi says" },
      { title: "Calls, 0 ms", ...right },
      { title: `Calls, ${latencyMs} ms`, ...right },
      { title: "Longest chain", ...right },
    ],
    operations.map(({ title, changes, callsWithoutLatency, callsWithLatency, callDepth }) => [
      title,
      changes,
      ...[callsWithoutLatency, callsWithLatency, callDepth].map(spellCounts),
    ]),
  );
}

function timeTable(operations: readonly OperationResult[], latencyMs: number): string {
  return markdownTable(
    [
      { title: "Operation" },
      { title: "Floor (s)", ...right },
      { title: "0 ms (s)", ...right },
      { title: `${latencyMs} ms (s)`, ...right },
      { title: "0 ms − floor (s)", ...right },
      { title: `${latencyMs} ms − floor (s)`, ...right },
    ],
    operations.map(({ title, effort: { floor, withoutLatency, withLatency } }) => [
      title,
      ...[floor, withoutLatency, withLatency].map(({ seconds }) => spellSeconds(seconds)),
      difference(withoutLatency.seconds, floor.seconds),
      difference(withLatency.seconds, floor.seconds),
    ]),
  );
}

function processorTable(operations: readonly OperationResult[], latencyMs: number): string {
  const seconds = ({ processorSeconds }: EffortSpread) => spellSecondsIfTold(processorSeconds);
  return markdownTable(
    [{ title: "Operation" }, { title: "Floor (s)", ...right }, { title: `${latencyMs} ms (s)`, ...right }],
    operations.map(({ title, effort }) => [title, seconds(effort.floor), seconds(effort.withLatency)]),
  );
}

/** What the questions of the readiness cost, which `checkReadiness: false` saves. */
function readinessText(operations: readonly OperationResult[]): string {
  const asking = operations.flatMap(({ title, operation }) => {
    const asked = reasons[operation].filter(({ why }) => why.startsWith("readiness"));
    return asked.length === 0 ? [] : [`${spellCounts(explained(asked))} in ${title}`];
  });
  return `Calls of [OrgReadiness](resources/orgReadiness.md), in the preview and in the run itself: ${asking.join(", ")}; none in the others.`;
}

const difference = (one: Spread, other: Spread) => (one.median - other.median).toFixed(1);

function stateText({ state, floorState }: Results): string {
  const each = ({ fileBytes, resources }: StateSize) =>
    `${bytes(fileBytes)} for ${resources.length} resources, ${bytes(fileBytes / resources.length)} for each`;
  return `The file of \`pulumi stack export\` after the first \`up\`: ${each(state)}. That of the floor: ${each(floorState)}.`;
}

function stateTable({ resources }: StateSize): string {
  return markdownTable(
    [
      { title: "Resource" },
      { title: "Bytes, as JSON without blanks", ...right },
      { title: "of them text of the provider", ...right },
    ],
    resources.map((resource) => [resource.type, String(resource.bytes), String(resource.providerBytes)]),
  );
}

const bytes = (count: number) => `${Math.round(count)} bytes`;

function explanationOf(operation: OperationResult): string[] {
  const { calls, problems } = explainCalls(operation);
  const heading = `#### ${operation.title}`;
  if (calls.length === 0 && problems.length === 0) return [heading, "No calls."];
  const rows = calls.map(({ kind, howOften, why }) => [`\`${kind}\``, howOften, why]);
  const table = markdownTable([{ title: "Call" }, { title: "How often", align: "right" }, { title: "Why" }], rows);
  return [heading, table, ...problems.map((problem) => `**${problem}**`)];
}
