import { asksForHelp, CommandError } from "../../operations/commandLine.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { type Finished, runProgram } from "../toolchain/processes.ts";
import { localFolders, root } from "./checkout.ts";
import { developmentEnvironment } from "./developmentEnvironment.ts";
import { ensureDevelopmentStack, expectUnlocked } from "./developmentStack.ts";
import { handOffLines, type WebexConnector } from "./handOff.ts";
import { openLocalFolder } from "./localFolder.ts";
import { ensureLocalOrg } from "./localOrg.ts";
import { developmentStack, notForDevelopment } from "./pulumiArguments.ts";
import { runUpdate } from "./runUpdate.ts";
import { runToolCommand, tellNpmScriptsFor } from "./toolCommand.ts";

const help = `Usage: npm run up -- [arguments of pulumi up]

Prepares the Pulumi toolchain, starts the local org in the background, and runs
"pulumi up --yes --stack ${developmentStack}" against it. Running it again changes only what differs.
Everything it keeps is in .local/ and in the cache folder of the toolchain.`;

/**
 * A run that was killed leaves a note in the state for each resource that it was making, and Pulumi warns of it in every run.
 * Here nothing is unknown: what was made carries its mark in the org, and the create that follows finds it.
 */
async function clearInterruptedCreates(
  names: readonly string[],
  runPulumi: (pulumiArguments: string[]) => Promise<Finished>,
): Promise<void> {
  if (names.length === 0) return;
  console.log(`A run was ended while it made ${names.join(", ")}. What it made is found by its mark and finished now.`);
  const answer = await runPulumi(["refresh", "--yes", "--clear-pending-creates", "--stack", developmentStack]);
  if (answer.exitCode !== 0) {
    throw new CommandError(`The interrupted run cannot be cleared up: ${`${answer.stdout}${answer.stderr}`.trim()}`);
  }
}

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const refusal = notForDevelopment("up", "up", more);
  if (refusal !== undefined) throw new CommandError(refusal, 2);
  tellNpmScriptsFor(developmentStack);
  // First: a toolchain that is built takes minutes, and is no use where nothing can be kept.
  await openLocalFolder();
  const toolchain = await ensureToolchain({ report: console.log });
  await expectUnlocked();
  const credentials = await ensureLocalOrg(console.log);
  const env = developmentEnvironment({ base: process.env, toolchain, stateFolder: localFolders.pulumi, credentials });
  const { interruptedCreates } = await ensureDevelopmentStack(toolchain, env);
  await clearInterruptedCreates(interruptedCreates, (pulumiArguments) =>
    runProgram(toolchain.pulumi, pulumiArguments, { cwd: root, env }),
  );
  const update = ["up", "--yes", "--stack", developmentStack, ...more];
  const code = await runUpdate(toolchain.pulumi, update, { cwd: root, env });
  if (code !== 0) return code;
  const answer = await runProgram(toolchain.pulumi, ["stack", "output", "--json", "--stack", developmentStack], {
    cwd: root,
    env,
  });
  if (answer.exitCode !== 0) {
    throw new CommandError(`The stack was updated, but its outputs cannot be read: ${answer.stderr.trim()}`);
  }
  const { webexConnector } = JSON.parse(answer.stdout) as { webexConnector?: WebexConnector };
  if (webexConnector) console.log(["", ...handOffLines(webexConnector)].join("\n"));
  return 0;
});
