import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { localOrgPage, localOrgPageFile } from "../../local-org/src/ledger/document.ts";
import { localWebexPage, localWebexPageFile } from "../../local-webex/src/ledger/document.ts";
import { asksForHelp, readOptions } from "../../operations/commandLine.ts";
import { runInForeground } from "../launch/foreground.js";
import { root } from "./checkout.ts";
import { inputsOfPages, withInputTable } from "./inputTables.ts";
import { runToolCommand } from "./toolCommand.ts";
import { troubleshootingPageFile, withMessages } from "./troubleshooting.ts";

const help = `Usage: npm run docs [-- --pictures]

Writes ${localOrgPageFile} from its template, the schema, the settings and the ledger of the local org,
${localWebexPageFile} in the same way, the tables of inputs of ${Object.keys(inputsOfPages).join(" and ")}, and the messages of
${troubleshootingPageFile} from the sources.
  --pictures  takes the pictures of pages in docs/pictures instead, with the Chromium or Chrome of the system`;

/** The test that takes the pictures puts them where the pages have them. */
function takePictures(): Promise<number> {
  const command = [join(root, "tools", "commands", "test.ts"), "--kind=browser", "test/docs/screenshots"];
  return runInForeground(process.execPath, command, { cwd: root, env: { ...process.env, PICTURES_FOLDER: root } });
}

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  if (readOptions(more, { pictures: { type: "boolean" } }, help).pictures) return takePictures();
  for (const [page, text] of [
    [localOrgPageFile, localOrgPage()],
    [localWebexPageFile, localWebexPage()],
  ] as const) {
    await writeFile(join(root, page), text);
    console.log(`${page} is written.`);
  }
  const pages = [
    ...Object.entries(inputsOfPages).map(([page, rows]) => ({
      page,
      write: (text: string) => withInputTable(text, rows),
    })),
    { page: troubleshootingPageFile, write: (text: string) => withMessages(text) },
  ];
  for (const { page, write } of pages) {
    const path = join(root, page);
    await writeFile(path, write(await readFile(path, "utf8")));
    console.log(`${page} is written.`);
  }
  return 0;
});
