import { markdownTable } from "../bench/markdown.ts";
import { type Job, jobs, type Result } from "./jobs.ts";
import { switches } from "./switches.ts";

/**
 * The figures as Markdown: by job, and which positions every switch was tried in.
 *
 * @param all how many orgs there are
 * @param results of all or of a part of them
 */
export function reportOf(all: number, results: readonly Result[], when: string): string {
  const tried = results.length === all ? "all" : `${results.length}, a part`;
  const byJob = jobs.map((job: Job, index) => [
    job,
    String(results.filter(({ passed }) => passed.length >= index).length),
    String(results.filter(({ passed }) => passed.includes(job)).length),
  ]);
  const bySwitch = Object.entries(switches).map(([name, positions]) => [
    `\`${name}\``,
    positions.map((position) => (position.name === "default" ? "default" : `\`${position.name}\``)).join(", "),
  ]);
  const right = { align: "right" } as const;
  const failures = results
    .filter(({ failure }) => failure !== undefined)
    .map(({ name, failure }) => `- ${name}: ${failure?.split("\n")[0]}`);
  return [
    `Measured on ${when}. Orgs in which every two positions of two switches meet: ${all}. Tried: ${tried}.`,
    markdownTable([{ title: "Job" }, { title: "tried", ...right }, { title: "passed", ...right }], byJob),
    markdownTable([{ title: "Switch" }, { title: "Positions" }], bySwitch),
    ...(failures.length > 0 ? [`Failed:\n\n${failures.join("\n")}`] : []),
  ].join("\n\n");
}
