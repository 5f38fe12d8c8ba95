// Keeps an issue for each org that has drifted: node issues.mjs RESULT. It opens when the org drifts, follows what has
// drifted, and closes by itself when the org is clean again. An org that could not be asked leaves its issue as it is.
import { readFile } from "node:fs/promises";
import { issues } from "./forge.mjs";

const { orgs, askedAt } = JSON.parse(await readFile(process.argv[2], "utf8"));
const titleOf = (stack) => `Drift in the Salesforce org of ${stack}`;
const open = new Map((await issues.listOpen()).map((issue) => [issue.title, issue]));

/** Text of an org in a table of Markdown: nothing of it is Markdown, HTML or the name of somebody. */
const quiet = (text) => text.replace(/[^\w .,:;=→-]/gu, (character) => `&#${character.codePointAt(0)};`);

function bodyOf({ stack, drift }) {
  const rows = drift.map(
    ({ resource, property, from, to }) => `| ${[resource, property, from, to].map(quiet).join(" | ")} |`,
  );
  const how = `Undo it with \`fleet repair ${stack}\`, or take it into the program with \`fleet accept ${stack} RESOURCE.PROPERTY\`.`;
  return ["| Resource | Property | State | Org |", "| --- | --- | --- | --- |", ...rows, "", how]
    .join("\n")
    .slice(0, 60_000);
}

for (const org of orgs) {
  const title = titleOf(org.stack);
  const issue = open.get(title);
  const body = bodyOf(org);
  if (org.verdict === "drifted" && !issue) await issues.open(title, body);
  else if (org.verdict === "drifted" && issue.body?.trim() !== body.trim()) await issues.edit(issue.id, body);
  else if ((org.verdict === "clean" || org.verdict === "unapplied") && issue) {
    await issues.close(issue.id, `Nothing has drifted any more, as of ${askedAt}.`);
  }
}
