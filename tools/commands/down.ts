import { asksForHelp, CommandError } from "../../operations/commandLine.ts";
import { runInForeground } from "../launch/foreground.js";
import { ensureToolchain } from "../toolchain/index.ts";
import { localFolders, root } from "./checkout.ts";
import { developmentEnvironment } from "./developmentEnvironment.ts";
import { expectUnlocked, isBackEndNew, leftByDestroy, readDevelopmentStack } from "./developmentStack.ts";
import { openLocalFolder } from "./localFolder.ts";
import { ensureLocalOrg, stopLocalOrg } from "./localOrg.ts";
import { developmentStack, notForDevelopment } from "./pulumiArguments.ts";
import { runToolCommand, tellNpmScriptsFor } from "./toolCommand.ts";

const help = `Usage: npm run down -- [arguments of pulumi destroy]

Runs "pulumi destroy --yes --stack ${developmentStack}", then stops the local org that "npm run up" started. What the org
holds (a user cannot be deleted in Salesforce, only deactivated) stays in .local/org for the next time.`;

const say = (line: string) => console.log(line);

/** Destroys stack `dev`. @returns the exit code, and whether nothing is left */
async function destroy(more: readonly string[]): Promise<{ exitCode: number; isDone: boolean }> {
  await openLocalFolder();
  const toolchain = await ensureToolchain({ report: say });
  const base = { base: process.env, toolchain, stateFolder: localFolders.pulumi };
  const before = await readDevelopmentStack(toolchain, developmentEnvironment(base));
  if (!before?.resources) {
    say(`Stack ${developmentStack} has no resources: there is nothing to destroy.`);
    return { exitCode: 0, isDone: true };
  }
  await expectUnlocked();
  const env = developmentEnvironment({ ...base, credentials: await ensureLocalOrg(say) });
  const destroyArguments = ["destroy", "--yes", "--stack", developmentStack, ...more];
  const exitCode = await runInForeground(toolchain.pulumi, destroyArguments, { cwd: root, env });
  if (exitCode !== 0) {
    console.error("The local org is left running, since the stack could not be destroyed.");
    return { exitCode, isDone: false };
  }
  const after = await readDevelopmentStack(toolchain, env);
  const left = leftByDestroy(after?.resources ?? 0, more);
  if (!left) return { exitCode: 0, isDone: true };
  console.error(left.message);
  return { exitCode: left.exitCode, isDone: false };
}

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const refusal = notForDevelopment("down", "destroy", more);
  if (refusal !== undefined) throw new CommandError(refusal, 2);
  tellNpmScriptsFor(developmentStack);
  if (await isBackEndNew()) {
    say(`Stack ${developmentStack} has no resources: there is nothing to destroy.`);
  } else {
    const { exitCode, isDone } = await destroy(more);
    if (!isDone) return exitCode;
  }
  await openLocalFolder();
  await stopLocalOrg(say);
  return 0;
});
