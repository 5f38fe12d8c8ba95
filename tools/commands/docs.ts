import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { localOrgPage, localOrgPageFile } from "../../local-org/src/ledger/document.ts";
import { asksForHelp, readOptions } from "../../operations/commandLine.ts";
import { root } from "./checkout.ts";
import { inputsOfPages, withInputTable } from "./inputTables.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run docs

Writes ${localOrgPageFile} from its template, the schema, the settings and the ledger of the local org, and the tables of
inputs of ${Object.keys(inputsOfPages).join(" and ")}.`;

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  readOptions(more, {}, help);
  await writeFile(join(root, localOrgPageFile), localOrgPage());
  console.log(`${localOrgPageFile} is written.`);
  for (const [page, rows] of Object.entries(inputsOfPages)) {
    const path = join(root, page);
    await writeFile(path, withInputTable(await readFile(path, "utf8"), rows));
    console.log(`${page} is written.`);
  }
  return 0;
});
