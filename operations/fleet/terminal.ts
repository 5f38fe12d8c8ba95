import { harmless } from "../../salesforce/harmless.ts";
import { countsOf, type FleetResult, type OrgResult } from "./result.ts";

/** One org on the terminal: its verdict, and below it what has drifted, or why there is no better one. */
export function lineOf({ stack, verdict, drift, reason }: OrgResult): string {
  const head = `${verdict.padEnd(12)}${stack}`;
  const changes = drift.map(
    ({ resource, property, from, to }) =>
      // Each by itself: a long one must not hide the other.
      `  ${harmless(`${resource}.${property}`)}: ${harmless(from)} → ${harmless(to)}`,
  );
  return [head, ...changes, ...(reason ? [`  ${harmless(reason, 10_000)}`] : [])].join("\n");
}

/** How many orgs have which verdict. */
export function summaryOf(result: FleetResult): string {
  const { length } = result.orgs;
  const counts = countsOf(result).map(([verdict, count]) => `${count} ${verdict}`);
  return `${length} ${length === 1 ? "org" : "orgs"}: ${counts.join(", ")}.`;
}
