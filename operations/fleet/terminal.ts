import { harmless } from "../../salesforce/harmless.ts";
import { countsOf, type FleetResult, namesNotLookedAt, type OrgResult } from "./result.ts";

/** One org on the terminal: its verdict, and below it what has drifted, or why there is no better one. */
export function lineOf(org: OrgResult): string {
  const { stack, verdict, drift, reason } = org;
  const head = `${verdict.padEnd(12)}${stack}${asFarAs(org)}`;
  const changes = drift.map(
    ({ resource, property, from, to }) =>
      // Each by itself: a long one must not hide the other.
      `  ${harmless(`${resource}.${property}`)}: ${harmless(from)} → ${harmless(to)}`,
  );
  const unseen = namesNotLookedAt(org);
  const rest = [...(reason ? [reason] : []), ...(unseen.length > 0 ? [`not looked at: ${unseen.join(", ")}`] : [])].map(
    (line) => `  ${harmless(line, 10_000)}`,
  );
  return [head, ...changes, ...rest].join("\n");
}

/** What restricts a verdict. */
export const asFarAs = ({ depth }: OrgResult): string => (depth === "queries" ? " (as far as queries show)" : "");

/** How many orgs have which verdict. */
export function summaryOf(result: FleetResult): string {
  const { length } = result.orgs;
  const counts = countsOf(result).map(([verdict, count]) => `${count} ${verdict}`);
  const shallow = result.orgs.filter(({ depth }) => depth === "queries").length;
  const limit = shallow === 0 ? "" : ` ${shallow} of them as far as queries show.`;
  return `${length} ${length === 1 ? "org" : "orgs"}${counts.length > 0 ? `: ${counts.join(", ")}` : ""}.${limit}`;
}
