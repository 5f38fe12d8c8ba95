import { appendFile } from "node:fs/promises";
import { asksForHelp, CommandError, readOptions } from "../../operations/commandLine.ts";
import { jobs, type Result, tryOrg } from "../switches/jobs.ts";
import { chosenOrgs, triedOrgs } from "../switches/orgs.ts";
import { reportOf } from "../switches/report.ts";
import { expectMarks, lineOf, readResults, readShard, writeSection } from "./matrixCommand.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run switches -- [--only WORD]… [--shard K/N] [--results FILE] [--write FILE]

Real orgs differ, and the local org has a switch for each known difference: its settings and its shape. Brings about the
whole access in local orgs whose switches stand in other positions, so that every two positions of two switches meet in
some org; then changes each input behind the program's back and repairs it, destroys all, makes it again, adopts it as
another stack and hands it back. The provider and the orgs run in this process.
  --only WORD      only orgs with this switch (namespace) or position (namespace="acmelab"); several add up
  --shard K/N      only part K of N of the orgs
  --results FILE   keeps each result in a file, a line each; what has passed there is not run again
  --write FILE     replaces the measured section of a document: docs/reliability.md
Fails when a job fails in an org.`;

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const text = { type: "string" } as const;
  const options = { only: { ...text, multiple: true }, shard: text, results: text, write: text } as const;
  const { only = [], results: file, write, ...rest } = readOptions(more, options, help);
  const shard = readShard(rest.shard);
  if (write !== undefined) await expectMarks(write, "switches");
  const known = (await readResults<Result>(file)).filter(({ failure }) => failure === undefined);
  const wanted = chosenOrgs(only, shard);
  if (wanted.length === 0) throw new CommandError(`No org has ${only.join(" or ")} in this part.`);
  const results: Result[] = [];
  for (const [index, org] of wanted.entries()) {
    const result = known.find(({ name }) => name === org.name) ?? (await tryOrg(org));
    if (file !== undefined && !known.includes(result)) await appendFile(file, lineOf(result));
    results.push(result);
    console.log(said(result, index + 1));
  }
  const report = reportOf(triedOrgs.length, results, new Date().toISOString().slice(0, 10));
  console.log(`\n${report}`);
  if (write !== undefined) await writeSection(write, "switches", report);
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  console.log(`\nTried ${results.length} of ${triedOrgs.length} orgs, ${failed} failed.`);
  return failed === 0 ? 0 : 1;
});

function said({ name, passed, failure, seconds }: Result, count: number): string {
  const how = failure === undefined ? "passed" : `FAILED at ${jobs[passed.length] ?? "the end"}`;
  const details = failure === undefined ? [] : failure.split("\n").map((line) => `    ${line}`);
  return [`${count} ${how} (${seconds} s): ${name}`, ...details].join("\n");
}
