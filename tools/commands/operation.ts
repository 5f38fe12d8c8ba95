import { join } from "node:path";
import { asksForHelp } from "../../operations/commandLine.ts";
import { runInForeground } from "../launch/foreground.js";
import { ensureToolchain } from "../toolchain/index.ts";
import { root } from "./checkout.ts";
import { ensureLocalOrg } from "./localOrg.ts";
import { developmentStack, isDevelopmentStack, targetStack } from "./pulumiArguments.ts";
import { stackEnvironment } from "./stackEnvironment.ts";
import { runToolCommand } from "./toolCommand.ts";

/** Operations that look into the state, for which they need the Pulumi CLI. */
const readingState = ["connector", "prove"];

const say = (line: string) => console.error(line);

/** Runs an operation of the package in this checkout: on stack `dev` it finds the local org and the state. */
await runToolCommand(async ([name = "", ...more]) => {
  const program = [join(root, "operations", "main.ts"), name, ...more];
  return runInForeground(process.execPath, ["--disable-warning=ExperimentalWarning", ...program], {
    cwd: root,
    env: await environmentOf(name, more),
  });
});

async function environmentOf(name: string, more: readonly string[]): Promise<NodeJS.ProcessEnv> {
  const stack = stackOf(name, more);
  if (asksForHelp(more) || stack === undefined) return process.env;
  if (!isDevelopmentStack(stack) && !readingState.includes(name)) return process.env;
  const toolchain = await ensureToolchain({ report: say });
  return stackEnvironment(stack, toolchain, () => ensureLocalOrg(say));
}

/** The stack that an operation is for; undefined where it names none, or several. */
function stackOf(name: string, more: readonly string[]): string | undefined {
  // `fleet drift dev`: of a fleet, stack dev alone is the local org's. `fleet accept dev` names a property behind it.
  const isAlone = more[0] === "accept" || !more[2]?.match(/^[^-]/);
  if (name === "fleet") return more[1] === developmentStack && isAlone ? developmentStack : undefined;
  return more.some((argument) => /^--stack(=|$)/.test(argument)) ? targetStack(more) : undefined;
}
