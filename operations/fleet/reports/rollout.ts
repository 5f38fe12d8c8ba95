import { harmlessLines } from "../../../salesforce/harmless.ts";
import type { RolledOut, Rollout } from "../rollout.ts";
import { escaped, longest } from "./markdown.ts";

/** Characters of what Pulumi printed for one stack. */
const longestLog = 20_000;

/**
 * For a comment on a pull request: what became of each stack, and to unfold what Pulumi printed. Begins with a marker by
 * which a job finds its comment again; that of a preview is another one than that of an update.
 *
 * @param logs what Pulumi printed, in the order of the stacks; empty where that is not known
 */
export function rolloutReport({ command, stacks }: Rollout, logs: readonly string[]): string {
  const counts = ["succeeded", "failed", "not reached"]
    .map((outcome) => [outcome, stacks.filter((each) => each.outcome === outcome).length] as const)
    .filter(([, count]) => count > 0);
  let text = [
    `<!-- pulumi-salesforce-access fleet ${command} -->`,
    `### Salesforce access, ${command}: ${counts.map(([outcome, count]) => `${count} ${outcome}`).join(", ") || "no stacks"}`,
    "",
    "| Stack | Outcome | Changes |",
    "| --- | --- | --- |",
    ...stacks.map(({ stack, outcome, changes }) => `| ${escaped(stack)} | ${outcome} | ${escaped(changes)} |`),
    "",
  ].join("\n");
  const notShown = "\nWhat Pulumi printed for the other stacks is with the artefacts of the job.\n";
  for (const [index, stack] of stacks.entries()) {
    const details = detailsOf(stack, logs[index] ?? "");
    if (text.length + details.length + notShown.length > longest)
      return text.slice(0, longest - notShown.length) + notShown;
    text += details;
  }
  return text;
}

function detailsOf({ stack, outcome, changes }: RolledOut, log: string): string {
  const printed = harmlessLines(log, longestLog).trim();
  if (printed === "") return "";
  const longestFence = Math.max(2, ...[...printed.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longestFence + 1);
  const summary = `<b>${escaped(stack)}</b>: ${changes === "" ? outcome : escaped(changes)}`;
  return `<details><summary>${summary}</summary>\n\n${fence}\n${printed}\n${fence}\n\n</details>\n`;
}
