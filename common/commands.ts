/** The commands that messages tell people to run, as they work where this process was started. */
import { AsyncLocalStorage } from "node:async_hooks";

/** Where a process runs, as far as its commands depend on it. */
export interface Place {
  /** Whether the code is that of a checkout, where the package has no command of its own. */
  isCheckout: boolean;
  /** The stack that an npm script of the checkout was run for, empty if that is not known; undefined outside of one. */
  npmStack: string | undefined;
}

/** Says to a process, and to all that it starts, that an npm script of the checkout has started it, and for which stack. */
export const npmStackVariable = "PULUMI_SALESFORCE_ACCESS_NPM_STACK";

/** The environment for a program that works on one stack of several. */
export const environmentForStack = (environment: NodeJS.ProcessEnv, stack: string): NodeJS.ProcessEnv =>
  environment[npmStackVariable] === undefined ? environment : { ...environment, [npmStackVariable]: stack };

/** The stack that is being worked on: a process that asks a fleet has one at a time in each of its tasks. */
const stackInHand = new AsyncLocalStorage<string>();

/** Does something for one stack: until it is done, commands that name no stack are for that one. */
export const forStack = <Result>(stack: string, work: () => Result): Result => stackInHand.run(stack, work);

/** Says for the rest of an operation which stack it is for. */
export const commandsAreFor = (stack: string): void => stackInHand.enterWith(stack);

/** A word of a command that a shell takes as one: in quotes where it has a blank or another character that means something. */
export function shellWord(word: string): string {
  if (/^[\p{L}\p{N}_./:@%+=,-]+$/u.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : `"${word}"`;
}

/** The place of this process: TypeScript is in a checkout alone, the published package holds JavaScript. */
const placeOfProcess = (): Place => ({
  isCheckout: import.meta.url.endsWith(".ts"),
  npmStack: process.env[npmStackVariable],
});

/**
 * The command for an operation of the package.
 *
 * @param words the operation and its arguments: `connector sheet --stack production`
 */
export function operationCommand(words: string, { isCheckout }: Place = placeOfProcess()): string {
  if (!isCheckout) return `npx pulumi-salesforce-access ${words}`;
  const [operation, ...more] = words.split(" ");
  return ["npm run", operation, ...(more.length > 0 ? ["--", ...more] : [])].join(" ");
}

/**
 * The command for Pulumi. The npm scripts have a Pulumi home of their own, so whoever uses them goes on with them; without
 * a name of a stack they would mean stack `dev`.
 *
 * @param words command and options: `up --refresh`
 * @param stack name of the stack; left out where it is the one that is being worked on
 */
export function pulumiCommand(
  words: string,
  stack: string | undefined = stackInHand.getStore(),
  { npmStack }: Place = placeOfProcess(),
): string {
  const option = /^(?:login|stack init)\b/.test(words) ? "" : optionOf(stack ?? (npmStack === "" ? "STACK" : npmStack));
  return `${npmStack === undefined ? "pulumi" : "npm run pulumi --"} ${words}${option}`;
}

/**
 * How to lead Pulumi to the back end that keeps the states. The npm scripts have a Pulumi home of their own, in which a login
 * by hand would be one of stack `dev`.
 */
export function backEndAdvice({ npmStack }: Place = placeOfProcess()): string {
  const byHand = npmStack === undefined ? "; or run pulumi login" : "";
  return `Set the environment variable PULUMI_BACKEND_URL to its address, or PULUMI_ACCESS_TOKEN for Pulumi Cloud${byHand}.`;
}

const optionOf = (stack: string | undefined) => (stack === undefined ? "" : ` --stack ${stack}`);
