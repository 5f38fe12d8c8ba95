import { asksForHelp, CommandError } from "../../operations/commandLine.ts";
import { developmentStack } from "./pulumiArguments.ts";

/** How a verb of fleet is run in this checkout. */
export interface FleetRun {
  /** The stack whose environment serves for all; empty for any but `dev`. */
  stack: string;
  /** The arguments, with the names of stacks where none were given. */
  given: readonly string[];
  /** What the person should know. */
  says?: string;
}

/** Verbs that mean every stack when they name none. */
const ofAllStacks = ["drift", "preview", "up", "status", "recipe"];

/**
 * Stack `dev` lives in the local org, with a back end of its own. So a fleet is either that stack alone (`fleet drift dev`,
 * or a checkout without another one), or all others. Pure.
 *
 * @param given the verb and its arguments
 * @param stacks all stacks of the checkout
 * @throws CommandError for a pipeline of stack `dev` alone, whose org no pipeline reaches
 */
export function fleetRun(given: readonly string[], stacks: readonly string[]): FleetRun {
  const [verb = "", ...more] = given;
  const asGiven = { stack: "", given };
  if (asksForHelp(given) || more.some((argument) => argument.startsWith("--folder"))) return asGiven;
  const named = more.filter((argument) => stacks.includes(argument) || argument.includes("*"));
  if (named.length === 1 && named[0] === developmentStack) return { stack: developmentStack, given };
  if (named.length > 0 || !ofAllStacks.includes(verb)) return asGiven;
  const others = stacks.filter((stack) => stack !== developmentStack);
  if (others.length === 0 && verb === "recipe") {
    throw new CommandError(
      "The only stack here is dev, which lives in the local org of this checkout, and no pipeline reaches that. Make the stacks of your orgs first: pulumi stack init NAME.",
    );
  }
  if (others.length === 0) return { stack: developmentStack, given };
  if (others.length === stacks.length) return asGiven;
  const firstOption = [...more, "-"].findIndex((argument) => argument.startsWith("-"));
  return {
    stack: "",
    // Before the options: one that lacks its value must not take a name for it.
    given: [verb, ...more.slice(0, firstOption), ...others, ...more.slice(firstOption)],
    says: `Stack dev is left out, since it lives in the local org of this checkout: npm run fleet -- ${verb} dev`,
  };
}
