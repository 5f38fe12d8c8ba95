import { CommandError } from "../commandLine.ts";
import { isStackName } from "./stacks.ts";

/** What became of one stack in a rollout. */
const outcomes = ["succeeded", "failed", "not reached"] as const;
export type Outcome = (typeof outcomes)[number];

/** One stack of a rollout. */
export interface RolledOut {
  stack: string;
  wave: string;
  outcome: Outcome;
  /** What Pulumi says of the resources, such as `12 created`; empty where it says nothing. */
  changes: string;
  /** Seconds that the run took; 0 when there was none. */
  seconds: number;
  /** Where the output of Pulumi is; empty when there is none. */
  log: string;
}

/** What `--json` writes, and `--resume` reads. */
export interface Rollout {
  /** Of the form of this file; another one is refused. */
  version: 1;
  command: "up" | "preview";
  stacks: RolledOut[];
}

/**
 * Reads what a rollout has left.
 *
 * @param name of the file, for the error
 * @throws CommandError when the text is something else
 */
export function readRollout(text: string, name: string): Rollout {
  const wrong = (what: string) =>
    new CommandError(`${name} ${what}: give a file that "fleet preview --json" or "fleet up --json" has written.`, 2);
  let rollout: Partial<Rollout>;
  try {
    rollout = JSON.parse(text);
  } catch {
    throw wrong("is no JSON");
  }
  const { version, command, stacks } = rollout ?? {};
  const isRollout = version === 1 && (command === "up" || command === "preview") && Array.isArray(stacks);
  if (!isRollout || !stacks.every(isRolledOut)) throw wrong("is something else");
  return { version, command, stacks };
}

function isRolledOut(value: unknown): value is RolledOut {
  const { stack, wave, outcome, changes, seconds, log } = (value ?? {}) as Partial<RolledOut>;
  return (
    isStackName(stack) &&
    outcomes.includes(outcome as Outcome) &&
    [wave, changes, log].every((text) => typeof text === "string") &&
    typeof seconds === "number"
  );
}

/** What Pulumi says at the end of a run of what has become of the resources: `12 created, 1 unchanged`. */
export function changesIn(output: string): string {
  const [, lines = ""] = /^Resources:\n((?: +.*\n)+)/m.exec(`${output}\n`) ?? [];
  return lines
    .split("\n")
    .map((line) => line.trim().replace(/^[+~±-]+ ?/, ""))
    .filter((line) => line !== "")
    .join(", ");
}

/** 0 when every stack succeeded. */
export function exitCodeOfRollout({ stacks }: Rollout): number {
  return stacks.every(({ outcome }) => outcome === "succeeded") ? 0 : 1;
}
