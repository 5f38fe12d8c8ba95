import { countsOf, type FleetResult, namesNotLookedAt, type OrgResult } from "../result.ts";
import { asFarAs, summaryOf } from "../terminal.ts";

/** GitHub takes 65,536 characters in a comment. */
export const longest = 65_000;

/** By which a job finds its comment again, to edit it in place. */
const marker = "<!-- pulumi-salesforce-access fleet -->";

/** For a comment on a pull request: the summary, the counts, and of all orgs that are not clean, or were not asked for everything, details to unfold. */
export function markdownReport(result: FleetResult): string {
  const head = [
    marker,
    `### Salesforce access: ${summaryOf(result)}`,
    "",
    `Asked at ${result.askedAt}.`,
    "",
    "| Verdict | Orgs |",
    "| --- | --- |",
    ...countsOf(result).map(([verdict, count]) => `| ${verdict} | ${count} |`),
    "",
  ].join("\n");
  let text = head;
  const noteworthy = result.orgs.filter(({ verdict, depth }) => verdict !== "clean" || depth === "queries");
  for (const [index, org] of noteworthy.entries()) {
    const details = detailsOf(org);
    const more = `\n${noteworthy.length - index} more orgs are in the result file.\n`;
    if (text.length + details.length + more.length > longest) return text + more;
    text += details;
  }
  return text;
}

function detailsOf(org: OrgResult): string {
  const { stack, verdict, drift, reason } = org;
  const unseen = namesNotLookedAt(org);
  return [
    `<details><summary><b>${escaped(stack)}</b>: ${verdict}${drift.length > 0 ? `, ${drift.length} changed` : ""}${asFarAs(org)}</summary>`,
    "",
    ...(reason ? [escaped(reason), ""] : []),
    ...(drift.length > 0
      ? [
          "| Resource | Property | State | Org |",
          "| --- | --- | --- | --- |",
          ...drift.map(
            ({ resource, property, from, to }) => `| ${[resource, property, from, to].map(escaped).join(" | ")} |`,
          ),
          "",
        ]
      : []),
    ...(unseen.length > 0 ? [`Not looked at: ${escaped(unseen.join(", "))}`, ""] : []),
    "</details>",
    "",
  ].join("\n");
}

/** A text that is no Markdown, no HTML and mentions nobody. */
export function escaped(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}[\]()#+!|~@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\s+/g, " ");
}
