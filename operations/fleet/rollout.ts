/** What became of one stack in a rollout. */
export type Outcome = "succeeded" | "failed" | "not reached";

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
