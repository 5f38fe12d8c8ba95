import { mkdir, rm } from "node:fs/promises";
import { asksForHelp, CommandError, readOptions } from "../../operations/commandLine.ts";
import { toolEnvironment } from "../launch/environment.js";
import { runInForeground } from "../launch/foreground.js";
import { calledFrom, localFolders, root } from "./checkout.ts";
import { openLocalFolder } from "./localFolder.ts";
import { lockOrg, orgProgram, readRecord, readyAddress, recordOrg, runningOrg } from "./localOrg.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run org -- [--port N] [--data FOLDER] [--tls-port N] [--orgs N|NAMES|FILE.json]
       npm run --silent org -- --url

Runs the local Salesforce org in the foreground; Ctrl-C stops it. "npm run up" then uses this one.
  --port N       listen on this port of 127.0.0.1 (default 8417; the next free one when it is taken)
  --data FOLDER  an org of its own that keeps its data there (default: the org of stack dev, in .local/org)
  --tls-port N   listen with TLS too, on this port; clients have to trust authority.pem of the data folder
  --orgs …       several orgs of their own: how many, their names, or a file with their shapes; without --data they end
                 with the run
  --url          starts nothing: prints the address of the org that "npm run up" or "npm run org" has started`;

const say = (line: string) => console.log(line);

/** The org of stack `dev`: at most one process works on its data, and the other commands are told where it is. */
async function runDevelopmentOrg(more: readonly string[]): Promise<number> {
  await openLocalFolder();
  const release = await lockOrg(say);
  const running = await runningOrg();
  if (running) {
    release();
    throw new CommandError(
      `The local org runs already at ${running.url} (process ${running.pid}): "npm run down" stops it, or give another data folder with --data.`,
    );
  }
  await mkdir(localFolders.org, { recursive: true });
  let output = "";
  let recording: Promise<unknown> | undefined;
  try {
    return await runInForeground(process.execPath, [...orgProgram, "--data", localFolders.org, ...more], {
      cwd: root,
      env: toolEnvironment(process.env),
      onOutput: (text) => {
        if (recording) return;
        output += text;
        const url = readyAddress(output);
        if (url) {
          recording = recordOrg(url, "org")
            .catch((error: Error) => console.error(error.message))
            .finally(release);
        }
      },
    });
  } finally {
    release();
    await recording;
    if ((await readRecord())?.startedBy === "org" && !(await runningOrg())) {
      await rm(localFolders.orgRecord, { force: true });
    }
  }
}

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  if (more.includes("--url")) {
    readOptions(more, { url: { type: "boolean" } }, help);
    const running = await runningOrg();
    if (!running)
      throw new CommandError('The local org of this checkout is not running: "npm run up" or "npm run org" starts it.');
    console.log(running.url);
    return 0;
  }
  const isOfItsOwn = more.some((argument) => /^--(data|orgs)(=|$)/.test(argument));
  return isOfItsOwn
    ? runInForeground(process.execPath, [...orgProgram, ...more], {
        cwd: calledFrom(),
        env: toolEnvironment(process.env),
      })
    : runDevelopmentOrg(more);
});
