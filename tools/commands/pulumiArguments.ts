import { asksForHelp } from "../../operations/commandLine.ts";
import { isHarmless, shown } from "../../salesforce/shown.ts";

/** The stack that the checkout brings along and that lives in the local org. */
export const developmentStack = "dev";

const needingOrg = ["preview", "pre", "up", "update", "refresh", "destroy", "down", "dn", "import", "watch"];

/** Options of `pulumi` that stand before the command and take a value as the next argument. */
const globalOptionsWithValue = [
  "-C",
  "--cwd",
  "--color",
  "-s",
  "--stack",
  "-v",
  "--verbose",
  "--tracing",
  "--profiling",
];

/** The commands in the arguments (`["stack", "init", "production"]`), without options. */
function words(pulumiArguments: readonly string[]): string[] {
  const found: string[] = [];
  for (let index = 0; index < pulumiArguments.length; index++) {
    const argument = pulumiArguments[index] ?? "";
    if (argument === "--") break;
    if (globalOptionsWithValue.includes(argument)) index++;
    else if (!argument.startsWith("-")) found.push(argument);
  }
  return found;
}

/** The stack that the arguments name, by `--stack` or as the operand of `stack init`, `select` or `rm`; else `dev`. */
export function targetStack(pulumiArguments: readonly string[]): string {
  const end = pulumiArguments.indexOf("--");
  const own = end < 0 ? pulumiArguments : pulumiArguments.slice(0, end);
  for (const [index, argument] of own.entries()) {
    if (argument === "--stack" || argument === "-s") return own[index + 1] ?? developmentStack;
    const named = /^(?:--stack|-s)=(.+)$/.exec(argument);
    if (named?.[1]) return named[1];
  }
  const [command, action, operand] = words(own);
  const namesStack = command === "stack" && ["init", "select", "rm"].includes(action ?? "");
  return (namesStack && operand) || developmentStack;
}

/** Whether the stack name, perhaps with organization and project, is that of the local org. */
export function isDevelopmentStack(stack: string): boolean {
  return stack.split("/").at(-1) === developmentStack;
}

/** Options of `pulumi up` and `destroy` that take no value as the next argument. */
const flags =
  /^(?:--(?:yes|refresh|diff|skip-preview|json|debug|emoji|non-interactive|expect-no-changes|run-program|logtostderr|target-dependents|exclude-dependents|continue-on-error|exclude-protected|remove|no-[a-z-]+|(?:show|suppress)-[a-z-]+)|-[a-z]*[yfrjden])$/;

/**
 * Why `npm run up` and `npm run down` do not take their arguments, which go to `pulumi` after `--stack dev`; undefined where
 * they do.
 *
 * @param script `up` or `down`
 * @param command what `pulumi` calls it
 */
export function notForDevelopment(
  script: string,
  command: string,
  programArguments: readonly string[],
): string | undefined {
  const stack = targetStack(programArguments);
  if (!isDevelopmentStack(stack)) {
    return `npm run ${script} works on stack ${developmentStack}, in the local org, and on no other. For stack ${shown(stack)}: npm run pulumi -- ${command} --stack ${isHarmless(stack) ? stack : "NAME"}`;
  }
  const operand = programArguments.find((argument, index) => {
    const before = programArguments[index - 1] ?? "--yes";
    const mayBeValue = before.startsWith("-") && !before.includes("=") && !flags.test(before);
    return !argument.startsWith("-") && !mayBeValue;
  });
  if (operand === undefined) return undefined;
  return `npm run ${script} takes options of pulumi ${command} alone, not ${shown(operand)}. It works on stack ${developmentStack}; for another one: npm run pulumi -- ${command} --stack NAME`;
}

/** Whether `pulumi` will change the configuration file of stack `dev`, though no argument names a stack or a file. */
export function editsImpliedConfiguration(pulumiArguments: readonly string[]): boolean {
  const [command, action = ""] = words(pulumiArguments);
  const isNamed = pulumiArguments.some((argument) => /^(--stack|-s|--config-file)(=|$)/.test(argument));
  const isEdit = ["set", "set-all", "rm", "rm-all", "refresh", "env"].includes(action);
  return command === "config" && isEdit && !isNamed && !asksForHelp(pulumiArguments);
}

/** Whether `pulumi` will call the org: the local one has to run then. */
export function needsOrg(pulumiArguments: readonly string[]): boolean {
  return !asksForHelp(pulumiArguments) && needingOrg.includes(words(pulumiArguments)[0] ?? "");
}

/** Whether the stack has to be there before: for all but the commands that make it or look at no stack. */
export function needsStack(pulumiArguments: readonly string[]): boolean {
  const [command, action] = words(pulumiArguments);
  if (pulumiArguments.includes("--help") || pulumiArguments.includes("-h")) return false;
  if (command === "stack") return !["init", "ls", "select", "rm"].includes(action ?? "");
  return needsOrg(pulumiArguments) || ["config", "cancel", "console", "logs", "state"].includes(command ?? "");
}
