import { join } from "node:path";
import { asksForHelp } from "../../operations/commandLine.ts";
import { stacksIn } from "../../operations/fleet/stacks.ts";
import { projectFolderVariable } from "../../operations/projectFolder.ts";
import { runInForeground } from "../launch/foreground.js";
import { ensureToolchain } from "../toolchain/index.ts";
import { calledFrom, root } from "./checkout.ts";
import { fleetRun } from "./fleetRun.ts";
import { ensureLocalOrg } from "./localOrg.ts";
import { isDevelopmentStack, targetStack } from "./pulumiArguments.ts";
import { stackEnvironment } from "./stackEnvironment.ts";
import { runToolCommand, tellNpmScriptsFor } from "./toolCommand.ts";

/** Operations, and verbs of fleet, that look into the state, for which they need the Pulumi CLI. */
const readingState = ["connector", "prove", "drift", "preview", "up", "repair", "accept", "status"];

const say = (line: string) => console.error(line);

/** Runs an operation of the package in this checkout: on stack `dev` it finds the local org and the state. */
await runToolCommand(async ([name = "", ...more]) => {
  const { stack, given, says } =
    name === "fleet" ? fleetRun(more, await stacksIn(root)) : { stack: stackOf(more), given: more };
  tellNpmScriptsFor(stack ?? "");
  if (says) say(says);
  const needsPulumi = readingState.includes(name === "fleet" ? (more[0] ?? "") : name);
  const program = [join(root, "operations", "main.ts"), name, ...given];
  return runInForeground(process.execPath, ["--disable-warning=ExperimentalWarning", ...program], {
    cwd: calledFrom(),
    env: {
      ...(asksForHelp(more) ? process.env : await environmentOf(stack, needsPulumi)),
      [projectFolderVariable]: root,
    },
  });
});

async function environmentOf(stack: string | undefined, needsPulumi: boolean): Promise<NodeJS.ProcessEnv> {
  if (stack === undefined || (!isDevelopmentStack(stack) && !needsPulumi)) return process.env;
  const toolchain = await ensureToolchain({ report: say });
  return stackEnvironment(stack, toolchain, () => ensureLocalOrg(say));
}

/** The stack that an operation is for; undefined where it names none. */
function stackOf(more: readonly string[]): string | undefined {
  return more.some((argument) => /^--stack(=|$)/.test(argument)) ? targetStack(more) : undefined;
}
