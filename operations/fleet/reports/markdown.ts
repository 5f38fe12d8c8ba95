import { countsOf, type FleetResult, namesNotLookedAt, type OrgResult, type Verdict } from "../result.ts";
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
  const noteworthy = byUrgency(result.orgs.filter(({ verdict, depth }) => verdict !== "clean" || depth === "queries"));
  for (const [index, org] of noteworthy.entries()) {
    const left = noteworthy.length - index;
    const more = `\n${left} more orgs are in the result file.\n`;
    const room = longest - more.length - text.length;
    // An org with very many changes leaves the others their part.
    const details = detailsOf(org, Math.min(room, Math.max(room / left, leastForOrg)));
    if (details.length > room) return text + more;
    text += details;
  }
  return text;
}

/** Characters that an org may have, however many others there are. */
const leastForOrg = 2_000;

/** What somebody has to act on first. */
const urgency: readonly Verdict[] = ["drifted", "unreachable", "unapplied", "skipped", "clean"];

const byUrgency = (orgs: readonly OrgResult[]): OrgResult[] =>
  [...orgs].sort((one, other) => urgency.indexOf(one.verdict) - urgency.indexOf(other.verdict));

/** The details of an org: all of them, or as many as there is room for, with the number of those that are left out. */
function detailsOf(org: OrgResult, room: number): string {
  const whole = detailsWith(org, org.drift.length);
  if (whole.length <= room) return whole;
  const brief = { ...org, reason: org.reason.slice(0, 500), notLookedAt: [] };
  let [fits, tooMany] = [0, org.drift.length + 1];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (detailsWith(brief, middle).length <= room) fits = middle;
    else tooMany = middle;
  }
  return detailsWith(brief, fits);
}

function detailsWith(org: OrgResult, rows: number): string {
  const { stack, verdict, drift, reason } = org;
  const unseen = namesNotLookedAt(org);
  const leftOut = drift.length - rows;
  return [
    `<details><summary><b>${escaped(stack)}</b>: ${verdict}${drift.length > 0 ? `, ${drift.length} changed` : ""}${asFarAs(org)}</summary>`,
    "",
    ...(reason ? [escaped(reason), ""] : []),
    ...(rows > 0
      ? [
          "| Resource | Property | State | Org |",
          "| --- | --- | --- | --- |",
          ...drift
            .slice(0, rows)
            .map(
              ({ resource, property, from, to }) => `| ${[resource, property, from, to].map(escaped).join(" | ")} |`,
            ),
          "",
        ]
      : []),
    ...(leftOut > 0 ? [`${leftOut} more changed properties are in the result file.`, ""] : []),
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
