import { type Machine, machineText } from "../../tools/bench/machine.ts";
import { markdownTable } from "../../tools/bench/markdown.ts";
import { spellHundredths, spellWhole } from "../../tools/bench/spread.ts";
import type { LocalOrgFigures, StartFigures } from "./measure.ts";

const right = { align: "right" } as const;

/** The figures of the local org as Markdown, for the terminal and for the document. */
export function localOrgReport(figures: LocalOrgFigures, machine: Machine): string {
  const { rounds, roundMs, warmUpMs, connections } = figures.conditions;
  return [
    machineText(machine),
    `Rounds: ${rounds}, of ${seconds(roundMs)} for each call after ${seconds(warmUpMs)} of warm-up, over ${connections} connections. All figures: minimum / median / maximum.`,
    markdownTable(
      [{ title: "Call" }, { title: "Answers a second", ...right }, { title: "Processor (ms a call)", ...right }],
      figures.calls.map(({ title, perSecond, processorMs }) => [
        title,
        spellWhole(perSecond),
        processorMs === undefined ? "not told" : spellHundredths(processorMs),
      ]),
    ),
    markdownTable(
      [{ title: "Until it answers" }, { title: "ms", ...right }, { title: "Processor (ms)", ...right }],
      [
        ["first org of a process that runs already", ...startCells(figures.firstOrg)],
        ["each further org", ...startCells(figures.furtherOrg)],
        ...figures.processes.map(({ orgs, startMs }) => [`new process with ${counted(orgs)}`, spellWhole(startMs), ""]),
      ],
    ),
    markdownTable(
      [{ title: "Orgs in one process" }, { title: "Memory (MiB)", ...right }],
      figures.processes.map(({ orgs, mebibytes }) => [String(orgs), spellWhole(mebibytes)]),
    ),
    memoryText(figures.processes),
  ].join("\n\n");
}

const startCells = ({ ms, processorMs }: StartFigures) => [spellWhole(ms), spellWhole(processorMs)];
const counted = (orgs: number) => (orgs === 1 ? "1 org" : `${orgs} orgs`);
const seconds = (milliseconds: number) => `${milliseconds / 1000} s`;

/** What one more org costs, between the fewest and the most orgs. */
function memoryText(processes: LocalOrgFigures["processes"]): string {
  const [fewest, most] = [processes.at(0), processes.at(-1)];
  if (fewest === undefined || most === undefined || most.orgs === fewest.orgs) return "";
  const each = (most.mebibytes.median - fewest.mebibytes.median) / (most.orgs - fewest.orgs);
  return `One more org takes ${each.toFixed(1)} MiB (from the medians of ${fewest.orgs} and ${most.orgs}).`;
}
