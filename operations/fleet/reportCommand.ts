import { readFile } from "node:fs/promises";
import { CommandError, type Operation, readArguments, withHelp, wrongArguments } from "../commandLine.ts";
import { writeNamed } from "../outputFiles.ts";
import { lineOfStack } from "./engineRuns.ts";
import { textOfResult } from "./mergeCommand.ts";
import { type PolicyFinding, policyFindingsIn } from "./policyFindings.ts";
import { htmlReport } from "./reports/html.ts";
import { junitReport } from "./reports/junit.ts";
import { markdownReport } from "./reports/markdown.ts";
import { prometheusReport } from "./reports/prometheus.ts";
import { rolloutReport } from "./reports/rollout.ts";
import { sarifOfPolicies, sarifReport } from "./reports/sarif.ts";
import { type FleetResult, readResult } from "./result.ts";
import { type Rollout, readRollout } from "./rollout.ts";
import { lineOf, summaryOf } from "./terminal.ts";

/** How a result can be written, by the option that asks for it. */
const reports: { [form: string]: (result: FleetResult, now: Date) => string } = {
  markdown: markdownReport,
  junit: junitReport,
  prometheus: prometheusReport,
  html: htmlReport,
  sarif: sarifReport,
};

const help = `Usage: pulumi-salesforce-access fleet report RESULT [options]
       npm run fleet -- report RESULT [options]   in a checkout of this project

Makes reports of a result of "fleet drift --json" or "fleet merge"; of one of "fleet preview --json" or
"fleet up --json", --markdown makes a comment with what Pulumi printed for each stack. Of the event log of a Pulumi run
(pulumi preview --event-log FILE), --sarif makes findings of what policies say.
  RESULT             the file; without an option it is shown on the terminal
  --markdown FILE    for a comment on a pull request: the summary first, below 65,536 characters, with a marker
                     (<!-- pulumi-salesforce-access fleet -->) by which a job finds its comment again
  --junit FILE       a test case for each org, for the test reports of CI systems
  --prometheus FILE  gauges in Prometheus' text format, for a textfile collector
  --html FILE        a page of its own, to look at
  --sarif FILE       findings in SARIF 2.1.0, for code scanning
Exit code: 0; 1 when the result cannot be read, 2 for wrong arguments.`;

/** Makes reports of a result. */
export const report: Operation = {
  purpose: "make Markdown, JUnit, Prometheus, HTML and SARIF reports of a result",
  run: withHelp(help, async (more) => {
    const options = Object.fromEntries(Object.keys(reports).map((form) => [form, { type: "string" as const }]));
    const { values, positionals } = readArguments(more, options, help);
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw wrongArguments("Name one result.", help);
    const text = await textOfResult(path);
    const asked = Object.entries(values);
    const findings = policyFindingsIn(text);
    if (findings) return reportPolicies(findings, asked);
    if (isRollout(text)) return reportRollout(readRollout(text, path), asked);
    const result = readResult(text, path);
    const now = new Date();
    for (const [form, file] of asked)
      await writeNamed(reportIn(form), String(file), reports[form]?.(result, now) ?? "");
    if (asked.length === 0) console.log([...result.orgs.map(lineOf), "", summaryOf(result)].join("\n"));
    return 0;
  }),
};

/** Words for a report, for the line that says where it is. */
const reportIn = (form: string) => `The report (${form})`;

/** Whether a file is what a rollout has left; what it is else is found out when it is read. */
function isRollout(text: string): boolean {
  try {
    return "command" in Object(JSON.parse(text));
  } catch {
    return false;
  }
}

async function reportPolicies(findings: PolicyFinding[], asked: [form: string, file: unknown][]): Promise<number> {
  refuseOthers(asked, "sarif", "an event log of Pulumi");
  for (const [form, file] of asked) await writeNamed(reportIn(form), String(file), sarifOfPolicies(findings));
  if (asked.length === 0) {
    for (const { policy, stack, resource } of findings) console.log(`${stack}  ${resource}: ${policy}`);
  }
  return 0;
}

/** @throws CommandError when a form is asked for that there is none of */
function refuseOthers(asked: [form: string, file: unknown][], only: string, what: string): void {
  const other = asked.find(([form]) => form !== only);
  if (other) throw new CommandError(`--${other[0]} is for results of fleet drift; this one is ${what}.`, 2);
}

async function reportRollout(rollout: Rollout, asked: [form: string, file: unknown][]): Promise<number> {
  refuseOthers(asked, "markdown", `of fleet ${rollout.command}`);
  const logs = await Promise.all(
    rollout.stacks.map(({ log }) => (log === "" ? "" : readFile(log, "utf8").catch(() => ""))),
  );
  for (const [form, file] of asked) await writeNamed(reportIn(form), String(file), rolloutReport(rollout, logs));
  if (asked.length === 0) console.log(rollout.stacks.map(lineOfStack).join("\n"));
  return 0;
}
