import { mkdir } from "node:fs/promises";
import { runInForeground } from "../launch/foreground.js";
import { ensureToolchain, type Toolchain } from "../toolchain/index.ts";
import { localFolders, root } from "./checkout.ts";
import { developmentEnvironment, foreignEnvironment } from "./developmentEnvironment.ts";
import { ensureDevelopmentStack, expectUnlocked } from "./developmentStack.ts";
import { openLocalFolder } from "./localFolder.ts";
import { ensureLocalOrg } from "./localOrg.ts";
import {
  developmentStack,
  editsImpliedConfiguration,
  isDevelopmentStack,
  needsOrg,
  needsStack,
  targetStack,
} from "./pulumiArguments.ts";
import { runToolCommand, tellNpmScriptsFor } from "./toolCommand.ts";

// What is said on the way goes to standard error: the CLI's own output may be read by a program.
const say = (line: string) => console.error(line);

/** For stack `dev`, also when it is not named: its back end, and the local org where the command calls it. */
async function prepareDevelopment(
  toolchain: Toolchain,
  pulumiArguments: readonly string[],
): Promise<NodeJS.ProcessEnv> {
  const calling = needsOrg(pulumiArguments);
  if (calling) await expectUnlocked();
  const credentials = calling ? await ensureLocalOrg(say) : undefined;
  await mkdir(localFolders.pulumi, { recursive: true });
  const env = developmentEnvironment({ base: process.env, toolchain, stateFolder: localFolders.pulumi, credentials });
  if (needsStack(pulumiArguments)) await ensureDevelopmentStack(toolchain, env);
  return { ...env, PULUMI_STACK: developmentStack };
}

await runToolCommand(async (pulumiArguments) => {
  if (editsImpliedConfiguration(pulumiArguments)) {
    say(
      `This edits Pulumi.${developmentStack}.yaml, the configuration of the local org's stack, which git tracks. For another stack, add --stack NAME.`,
    );
  }
  const stack = targetStack(pulumiArguments);
  tellNpmScriptsFor(stack);
  const isDevelopment = isDevelopmentStack(stack);
  if (isDevelopment) await openLocalFolder();
  const toolchain = await ensureToolchain({ report: say });
  const env = isDevelopment
    ? await prepareDevelopment(toolchain, pulumiArguments)
    : foreignEnvironment(process.env, toolchain);
  return runInForeground(toolchain.pulumi, pulumiArguments, { cwd: root, env });
});
