import { asksForHelp, runCommand } from "../../operations/commandLine.ts";
import { runInForeground } from "../launch/foreground.js";
import { ensureToolchain } from "../toolchain/index.ts";
import { localFolders, root } from "./checkout.ts";
import { developmentEnvironment } from "./developmentEnvironment.ts";
import { countResources, expectUnlocked, leftByDestroy } from "./developmentStack.ts";
import { ensureLocalOrg, stopLocalOrg } from "./localOrg.ts";
import { developmentStack } from "./pulumiArguments.ts";

const help = `Usage: npm run down -- [arguments of pulumi destroy]

Runs "pulumi destroy --yes --stack ${developmentStack}", then stops the local org that "npm run up" started. What the org
holds (a user cannot be deleted in Salesforce, only deactivated) stays in .local/org for the next time.`;

await runCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  if (await countResources()) {
    const toolchain = await ensureToolchain({ report: console.log });
    await expectUnlocked();
    const credentials = await ensureLocalOrg(console.log);
    const env = developmentEnvironment({ base: process.env, toolchain, stateFolder: localFolders.pulumi, credentials });
    const code = await runInForeground(toolchain.pulumi, ["destroy", "--yes", "--stack", developmentStack, ...more], {
      cwd: root,
      env,
    });
    if (code !== 0) {
      console.error("The local org is left running, since the stack could not be destroyed.");
      return code;
    }
    const left = leftByDestroy(await countResources(), more);
    if (left) {
      console.error(left.message);
      return left.exitCode;
    }
  } else {
    console.log(`Stack ${developmentStack} has no resources: there is nothing to destroy.`);
  }
  await stopLocalOrg(console.log);
  return 0;
});
