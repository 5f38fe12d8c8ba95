import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { localOrgPage, localOrgPageFile } from "../../local-org/src/ledger/document.ts";
import { asksForHelp, runCommand } from "../../operations/commandLine.ts";
import { root } from "./checkout.ts";

const help = `Usage: npm run docs

Writes ${localOrgPageFile} from its template, the schema, the settings and the ledger of the local org.`;

await runCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  await writeFile(join(root, localOrgPageFile), localOrgPage());
  console.log(`${localOrgPageFile} is written.`);
  return 0;
});
