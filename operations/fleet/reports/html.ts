import { countsOf, type FleetResult, namesNotLookedAt, type OrgResult } from "../result.ts";
import { statusOf } from "../status.ts";
import { asFarAs, summaryOf } from "../terminal.ts";
import { style } from "./style.ts";

/** A page of its own: the fleet as a grid, what has drifted in each org, and the certificates on a time line. */
export function htmlReport(result: FleetResult, now: Date): string {
  const { orgs } = result;
  const noteworthy = orgs.filter(isNoteworthy);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Salesforce access: ${text(summaryOf(result))}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Salesforce access</h1>
<p>${text(summaryOf(result))} Asked at <time datetime="${text(result.askedAt)}">${text(readable(result.askedAt))}</time>.</p>
<ul class="counts">${countsOf(result)
    .map(([verdict, count]) => `<li class="${verdict}"><b>${count}</b> ${verdict}</li>`)
    .join("")}</ul>
<h2>Fleet</h2>
<ul class="grid">${orgs.map(tile).join("\n")}</ul>
${noteworthy.length > 0 ? `<h2>What needs attention</h2>\n${noteworthy.map(detail).join("\n")}` : ""}
<h2>Certificates</h2>
${timeLine(orgs, now)}
</main>
</body>
</html>
`;
}

const isNoteworthy = ({ verdict, depth }: OrgResult) => verdict !== "clean" || depth === "queries";

function tile(org: OrgResult): string {
  const { stack, verdict, drift } = org;
  const target = !isNoteworthy(org) ? text(stack) : `<a href="#${encodeURIComponent(stack)}">${text(stack)}</a>`;
  const count = drift.length > 0 ? ` (${drift.length})` : "";
  return `<li class="${verdict}">${target}<small>${verdict}${count}${asFarAs(org)}</small></li>`;
}

function detail(org: OrgResult): string {
  const { stack, verdict, drift, reason } = org;
  const unseen = namesNotLookedAt(org);
  const rows = drift.map(
    ({ resource, kind, property, from, to }) =>
      `<tr><td>${text(resource)}<small>${text(kind)}</small></td><td>${text(property)}</td><td><del>${text(from)}</del></td><td><ins>${text(to)}</ins></td></tr>`,
  );
  const head = "<tr><th>Resource</th><th>Property</th><th>State</th><th>Org</th></tr>";
  return [
    `<section id="${encodeURIComponent(stack)}" class="${verdict}"><h3>${text(stack)} <small>${verdict}${asFarAs(org)}</small></h3>`,
    reason ? `<p>${text(reason)}</p>` : "",
    rows.length > 0
      ? `<div class="scroll"><table><thead>${head}</thead><tbody>${rows.join("")}</tbody></table></div>`
      : "",
    unseen.length > 0 ? `<p><small>Not looked at: ${text(unseen.join(", "))}</small></p>` : "",
    "</section>",
  ].join("\n");
}

/** Days that the time line shows; what is valid longer reaches its end. */
const shownDays = 365;

function timeLine(orgs: readonly OrgResult[], now: Date): string {
  const rows = orgs
    .filter(({ certificates }) => certificates.length > 0)
    .map((org) => statusOf(org.stack, org, now))
    .sort((left, right) => (left.daysLeft ?? 0) - (right.daysLeft ?? 0))
    .map(({ stack, daysLeft = 0, validTo = "" }) => {
      const width = Math.max(0.5, Math.min(100, (daysLeft / shownDays) * 100));
      const urgency = daysLeft < 0 ? "ended" : daysLeft <= 30 ? "soon" : "later";
      const left = daysLeft < 0 ? "ended" : `${daysLeft} days left`;
      return `<tr><th scope="row">${text(stack)}</th><td class="bar"><span class="${urgency}" style="width:${width.toFixed(1)}%"></span></td><td>${left}</td><td>${text(validTo.slice(0, 10))}</td></tr>`;
    });
  if (rows.length === 0) return "<p>No stack has a certificate.</p>";
  return `<div class="scroll"><table class="timeline"><tbody>${rows.join("\n")}</tbody></table></div>`;
}

const readable = (time: string) => time.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");

function text(value: string): string {
  return value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
