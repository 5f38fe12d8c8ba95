import { join } from "node:path";
import { asksForHelp, CommandError } from "../../operations/commandLine.ts";
import { stacksIn } from "../../operations/fleet/stacks.ts";
import { runInForeground } from "../launch/foreground.js";
import { ensureToolchain } from "../toolchain/index.ts";
import { root } from "./checkout.ts";
import { ensureLocalOrg } from "./localOrg.ts";
import { developmentStack, isDevelopmentStack, targetStack } from "./pulumiArguments.ts";
import { stackEnvironment } from "./stackEnvironment.ts";
import { runToolCommand } from "./toolCommand.ts";

/** Operations, and verbs of fleet, that look into the state, for which they need the Pulumi CLI. */
const readingState = ["connector", "prove", "drift", "preview", "up", "repair", "accept", "status"];

/** Any stack but `dev`. */
const foreign = "";

const say = (line: string) => console.error(line);

/** Runs an operation of the package in this checkout: on stack `dev` it finds the local org and the state. */
await runToolCommand(async ([name = "", ...more]) => {
  const { stack, given } = name === "fleet" ? await fleetOf(more) : { stack: stackOf(more), given: more };
  const needsPulumi = readingState.includes(name === "fleet" ? (more[0] ?? "") : name);
  const program = [join(root, "operations", "main.ts"), name, ...given];
  return runInForeground(process.execPath, ["--disable-warning=ExperimentalWarning", ...program], {
    cwd: root,
    env: asksForHelp(more) ? process.env : await environmentOf(stack, needsPulumi),
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

/** What a verb of fleet is run for: a stack whose environment serves for all of them, and the arguments. */
interface FleetRun {
  stack: string | undefined;
  given: readonly string[];
}

/**
 * Stack `dev` lives in the local org, with a back end of its own. So a fleet is either that stack alone (`fleet drift dev`,
 * or a checkout without another one), or all others.
 */
async function fleetOf(given: readonly string[]): Promise<FleetRun> {
  const [verb, ...more] = given;
  if (asksForHelp(given) || more.some((argument) => argument.startsWith("--folder"))) return { stack: foreign, given };
  const stacks = await stacksIn(root);
  const named = more.filter((argument) => stacks.includes(argument) || argument.includes("*"));
  if (named.length === 1 && named[0] === developmentStack) return { stack: developmentStack, given };
  const others = stacks.filter((stack) => stack !== developmentStack);
  if (named.length > 0 || !["drift", "preview", "up", "status", "recipe"].includes(String(verb)))
    return { stack: foreign, given };
  if (others.length === 0 && verb === "recipe") {
    throw new CommandError(
      "The only stack here is dev, which lives in the local org of this checkout, and no pipeline reaches that. Make the stacks of your orgs first: pulumi stack init NAME.",
    );
  }
  if (others.length === 0) return { stack: developmentStack, given };
  if (others.length < stacks.length) {
    say(`Stack dev is left out, since it lives in the local org of this checkout: npm run fleet -- ${verb} dev`);
  }
  return { stack: foreign, given: [...given, ...others] };
}
