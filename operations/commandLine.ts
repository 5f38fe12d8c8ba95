import { inspect, type ParseArgsConfig, parseArgs } from "node:util";
import { nearestName } from "../common/nearestName.ts";
import { harmlessLines } from "../salesforce/harmless.ts";
import { isHarmless, shown } from "../salesforce/shown.ts";

/** A command cannot go on. The message says why and what to do; it is shown without a stack trace. */
export class CommandError extends Error {
  override name = "CommandError";
  /** What the process ends with; 2 for arguments that are wrong. */
  readonly exitCode: number;
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a command and makes its result, or the message of its error, the result of this process. People put keys and tokens
 * where a path or a name belongs, and a program that was called may say anything: no message leaves with a secret in it.
 */
export async function runCommand(command: (programArguments: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    const { name, message, exitCode = 1 } = error as Error & { exitCode?: number };
    const expected = name === "CommandError" || name === "ToolchainError";
    console.error(harmlessLines(expected ? message : inspect(error), longestMessage));
    process.exitCode = expected ? exitCode : 1;
  }
}

/** Characters; the longest help has a tenth. */
const longestMessage = 50_000;

/** Whether the arguments ask for help. */
export function asksForHelp(programArguments: readonly string[]): boolean {
  return programArguments.includes("--help") || programArguments.includes("-h");
}

/** The options that a command knows. */
type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Reads the options of a command and the arguments that are none.
 *
 * @param help shown with the problem
 * @throws CommandError for an option that the command does not have, and for a value that is missing
 */
export function readArguments<const Known extends Options>(
  programArguments: readonly string[],
  options: Known,
  help: string,
) {
  const mark = programArguments.find((each) => typographic.test(each));
  if (mark !== undefined) throw wrongArguments(typedAnew(mark), help);
  return parsed(programArguments, options, help, () =>
    parseArgs({ args: [...programArguments], options, allowPositionals: true }),
  );
}

/**
 * Reads the options of a command that takes nothing else.
 *
 * @param help shown with the problem
 * @throws CommandError as `readArguments` does, and for any other argument
 */
export function readOptions<const Known extends Options>(
  programArguments: readonly string[],
  options: Known,
  help: string,
) {
  return parsed(programArguments, options, help, () => parseArgs({ args: [...programArguments], options }).values);
}

function parsed<Result>(
  programArguments: readonly string[],
  options: Options,
  help: string,
  parse: () => Result,
): Result {
  try {
    return parse();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [, quoted = ""] = /'([^']*)'/.exec(message) ?? [];
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      throw unknownOption(quoted, programArguments, options, help);
    }
    if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
      throw wrongArguments(unexpected(quoted, programArguments, options), help);
    }
    // The value that is quoted may be what was meant for a file.
    const told = message.replace(/'([^']*)'/g, (all, value) =>
      isHarmless(value.replace(/[,<>]/g, "")) ? all : shown(value),
    );
    throw wrongArguments(told, help);
  }
}

/** An option that a command does not have, and that is near to none that it has; another command may have it. */
export class UnknownOption extends CommandError {
  readonly option: string;
  readonly #help: string;
  constructor(option: string, help: string, meant = ".") {
    super(`Unknown option ${shown(option)}${meant}\n\n${help}`, 2);
    this.option = option;
    this.#help = help;
  }

  /** The same, told to somebody who has taken it from another command. */
  of(commands: readonly string[]): UnknownOption {
    const named = commands.length > 3 ? [...commands.slice(0, 2), `${commands.length - 2} others`] : commands;
    const list = [named.slice(0, -1).join(", "), named.at(-1)].filter(Boolean).join(" and ");
    return new UnknownOption(this.option, this.#help, `: it belongs to ${list}.`);
  }
}

/** Of `-stack`, the parser names the first letter alone. */
function unknownOption(
  name: string,
  programArguments: readonly string[],
  options: Options,
  help: string,
): CommandError {
  const index = programArguments.findIndex((argument) => argument.startsWith(name));
  const [given = name, ofEqualSign] = programArguments[index]?.split("=") ?? [];
  const known = Object.keys(options);
  const short = usual[given];
  const nearest = short && known.includes(short) ? short : nearestName(given.replace(/^-+/, ""), known);
  if (nearest !== undefined) return wrongArguments(`Unknown option ${shown(given)}; did you mean --${nearest}?`, help);
  // The other way round than where an option is wanted.
  if (/^(?:-s|--?stack)$/.test(given) && /^Usage: .*\bSTACK\b/.test(help)) {
    const stack = ofEqualSign ?? programArguments[index + 1] ?? "";
    const such = /^[\w.*-]{1,60}$/.test(stack) ? `: ${stack}` : ".";
    return wrongArguments(`Unknown option ${given}; give the name of the stack without it${such}`, help);
  }
  return new UnknownOption(given, help);
}

/** Short options of Pulumi, which people type from habit. */
const usual: { readonly [option: string]: string } = { "-s": "stack", "-y": "yes" };

/** What a word processor or a chat makes of two hyphens, and of quotation marks. */
const typographic = /^[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]|^-[\u2010-\u2015\u2212\uff0d]|^[“”„‘’«»]/;

function unexpected(argument: string, programArguments: readonly string[], options: Options): string {
  const isStack = "stack" in options && !programArguments.some((each) => /^--stack(=|$)/.test(each));
  const mark = programArguments.find((each) => typographic.test(each));
  if (mark !== undefined) return typedAnew(mark);
  const meant =
    isStack && /^[\w-]*\w[\w-]*$/.test(argument) && argument.length <= 60
      ? `; did you mean --stack ${argument}?`
      : `: this takes options alone. A value with blanks needs quotation marks around it.`;
  return `Unexpected argument ${shown(argument)}${meant}`;
}

/** An argument that was pasted from a text. */
const typedAnew = (argument: string): string =>
  /[“”„‘’«»]/.test(argument)
    ? `An argument has typographic quotation marks, which no shell knows: type " in their place.`
    : `An option begins with a dash that is no hyphen: type its two hyphens (--) anew.`;

/** Arguments that are wrong: what is wrong with them, and the help. */
export const wrongArguments = (problem: string, help: string) => new CommandError(`${problem}\n\n${help}`, 2);

/** What a command does with its arguments, unless they ask for help, which is then printed. */
export function withHelp(
  help: string,
  run: (programArguments: readonly string[]) => Promise<number>,
): Operation["run"] {
  const orHelp = async (programArguments: readonly string[]) => {
    if (!asksForHelp(programArguments)) return run(programArguments);
    console.log(help);
    return 0;
  };
  return Object.assign(orHelp, { help });
}

/**
 * Reads the number of an option.
 *
 * @throws CommandError when it is no whole number from 1 to the most
 */
export function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new CommandError(`--${option} must be a whole number from 1 to ${most}, not ${shown(text)}.`, 2);
}

/** A command of the package: what a person or a pipeline runs beside `pulumi`. */
export interface Operation {
  /** In one line, for the list of all operations. */
  purpose: string;
  /** @returns the exit code; its help says which options it has */
  run: ((programArguments: readonly string[]) => Promise<number>) & { readonly help?: string };
  /** The operations that it consists of, by name. */
  verbs?: { readonly [name: string]: Operation };
}
