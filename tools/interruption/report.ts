import { markdownTable } from "../bench/markdown.ts";
import { type Case, nameOf, type Recording } from "./cases.ts";
import { disturbances } from "./disturbances.ts";
import type { Result } from "./worker.ts";

/** How cases went, in numbers. */
export interface Tally {
  tried: number;
  converged: number;
  riddenOut: number;
}

export function tallyOf(results: readonly Result[]): Tally {
  return {
    tried: results.length,
    converged: results.filter(({ problems }) => problems.length === 0).length,
    riddenOut: results.filter(({ isRiddenOut }) => isRiddenOut).length,
  };
}

/**
 * The figures as Markdown: by disturbance and by operation.
 *
 * @param all every call with every disturbance that applies to it
 * @param results of all or of a part of them
 */
export function reportOf(
  recordings: readonly Recording[],
  all: readonly Case[],
  results: readonly Result[],
  when: string,
): string {
  const { tried, converged } = tallyOf(results);
  const share = tried === all.length ? "all" : `${tried}, a part`;
  // A disturbance that applies to none of these calls has no row.
  const applied = disturbances.filter(({ name }) => all.some(({ disturbance }) => disturbance.name === name));
  const byDisturbance = applied.map(({ name, title }) => [
    title,
    ...cells(
      all.filter(({ disturbance }) => disturbance.name === name).length,
      results.filter(({ disturbance }) => disturbance === name),
    ),
  ]);
  const byOperation = recordings.map(({ operation, calls }) => [
    operation.title,
    String(calls.length),
    ...cells(
      all.filter((one) => one.operation.name === operation.name).length,
      results.filter((result) => result.operation === operation.name),
    ),
  ]);
  const numbers = (["cases", "tried", "ridden out", "converged"] as const).map((title) => ({
    title,
    align: "right" as const,
  }));
  const failures = results.filter(({ problems }) => problems.length > 0).map(({ name }) => `- ${name}`);
  return [
    `Measured on ${when}. Calls × disturbances that apply: ${all.length} cases. Tried: ${share}. Converged: ${converged} of ${tried}.`,
    markdownTable([{ title: "Disturbance" }, ...numbers], byDisturbance),
    markdownTable([{ title: "Operation" }, { title: "calls", align: "right" }, ...numbers], byOperation),
    ...(failures.length > 0 ? [`Not converged:\n\n${failures.join("\n")}`] : []),
  ].join("\n\n");
}

function cells(cases: number, results: readonly Result[]): string[] {
  const { tried, riddenOut, converged } = tallyOf(results);
  return [cases, tried, riddenOut, converged].map(String);
}

/** The results that are of these cases; a file may hold others too. */
export function resultsOfCases(cases: readonly Case[], results: readonly Result[]): Result[] {
  const names = new Set(cases.map(nameOf));
  return [...new Map(results.filter(({ name }) => names.has(name)).map((result) => [result.name, result])).values()];
}
