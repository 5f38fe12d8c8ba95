import { join } from "node:path";
import { asksForHelp } from "../../operations/commandLine.ts";
import { stacksIn } from "../../operations/fleet/stacks.ts";
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
  const stack = name === "fleet" ? await stackOfFleet(more) : stackOf(more);
  if (asksForHelp(more) || stack === undefined) return process.env;
  if (!isDevelopmentStack(stack) && !readingState.includes(name)) return process.env;
  const toolchain = await ensureToolchain({ report: say });
  return stackEnvironment(stack, toolchain, () => ensureLocalOrg(say));
}

/** The stack that an operation is for; undefined where it names none. */
function stackOf(more: readonly string[]): string | undefined {
  return more.some((argument) => /^--stack(=|$)/.test(argument)) ? targetStack(more) : undefined;
}

/**
 * Stack `dev` where a fleet is that stack alone: `fleet drift dev`, or no name in a checkout that has no other. Of several
 * stacks, it would be the one whose org and state are found elsewhere.
 */
async function stackOfFleet(more: readonly string[]): Promise<string | undefined> {
  const [verb, first, second] = more;
  const isName = (argument: string | undefined) => /^[^-]/.test(argument ?? "-");
  // `fleet accept dev` names a property behind it.
  if (isName(first)) return first === developmentStack && (verb === "accept" || !isName(second)) ? first : undefined;
  if (more.some((argument) => argument.startsWith("--folder"))) return undefined;
  const stacks = await stacksIn(root);
  return stacks.length === 1 && stacks[0] === developmentStack ? developmentStack : undefined;
}
