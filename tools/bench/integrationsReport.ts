import type { ManyOperationResult, ManyResult } from "./integrationsResults.ts";
import { type Machine, machineText } from "./machine.ts";
import { type Column, markdownTable } from "./markdown.ts";
import { spellCounts, spellSeconds, spellSecondsIfTold } from "./spread.ts";

const right = { align: "right" } as const;

/** The figures of several integrations in one org as Markdown, for the terminal and for the document. */
export function integrationsReport(
  results: readonly ManyResult[],
  { machine, latencyMs }: { machine: Machine; latencyMs: number },
): string {
  return [
    `${machineText(machine)}\nLatency: ${latencyMs} ms for each call.`,
    "### Calls, by the number of integrations",
    tableOf(results, ["Calls", "Calls for each", "Longest chain"], ({ calls, callDepth }, integrations) => [
      spellCounts(calls),
      (calls.median / integrations).toFixed(1),
      spellCounts(callDepth),
    ]),
    "### Time, by the number of integrations",
    tableOf(results, ["Floor (s)", "Access (s)", "Access − floor (s)"], ({ floor, access }) => [
      spellSeconds(floor.seconds),
      spellSeconds(access.seconds),
      (access.seconds.median - floor.seconds.median).toFixed(1),
    ]),
    "### Processor time, by the number of integrations",
    tableOf(results, ["Floor (s)", "Access (s)"], ({ floor, access }) => [
      spellSecondsIfTold(floor.processorSeconds),
      spellSecondsIfTold(access.processorSeconds),
    ]),
  ].join("\n\n");
}

/** A row for each operation of each number of integrations. */
function tableOf(
  results: readonly ManyResult[],
  titles: readonly string[],
  cells: (operation: ManyOperationResult, integrations: number) => string[],
): string {
  const columns: Column[] = [
    { title: "Integrations", ...right },
    { title: "Operation" },
    { title: "Runs", ...right },
    ...titles.map((title) => ({ title, ...right })),
  ];
  const rows = results.flatMap(({ integrations, runs, operations }) =>
    operations.map((operation) => [
      String(integrations),
      operation.title,
      String(runs),
      ...cells(operation, integrations),
    ]),
  );
  return markdownTable(columns, rows);
}
