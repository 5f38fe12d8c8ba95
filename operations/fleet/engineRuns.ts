import { type ChildProcess, spawn } from "node:child_process";
import type { WriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { environmentForStack } from "../../common/commands.ts";
import { CommandError } from "../commandLine.ts";
import { notWritten } from "../outputFiles.ts";
import { inParallel } from "./parallel.ts";
import { changesIn, type RolledOut } from "./rollout.ts";
import type { Wave } from "./stacks.ts";

/** How a rollout is run. */
export interface RolloutOptions {
  /** The folder of the project. */
  folder: string;
  /** Arguments of `pulumi`, without the stack. */
  pulumi: readonly string[];
  /** Folder for the output of each stack. */
  logs: string;
  /** Stacks that run at the same time. */
  atOnce: number;
  /** So many failed stacks end the rollout: what runs is brought to its end, nothing else begins. */
  mostFailures: number;
  report(line: string): void;
}

/** Runs Pulumi for the stacks of all waves, one wave after the other. */
export async function runWaves(waves: readonly Wave[], options: RolloutOptions): Promise<RolledOut[]> {
  const interruption = new Interruption();
  const done: RolledOut[] = [];
  let failures = 0;
  try {
    for (const { name, stacks } of waves) {
      // What a wave has not taken, the next one is spared.
      const begins = failures === 0;
      if (begins && waves.length > 1) options.report(`Wave ${name}: ${stacks.join(", ")}`);
      const results = await inParallel(stacks, options.atOnce, async (stack): Promise<RolledOut> => {
        if (!begins || failures >= options.mostFailures || interruption.hasCome) {
          return { stack, wave: name, outcome: "not reached", changes: "", seconds: 0, log: "" };
        }
        const result = await runStack(stack, name, options, interruption);
        if (result.outcome === "failed") failures += 1;
        options.report(lineOfStack(result));
        return result;
      });
      done.push(...results);
    }
    return done;
  } finally {
    interruption.end();
  }
}

/** One stack of a rollout on the terminal. */
export function lineOfStack({ stack, outcome, changes, seconds, log }: RolledOut): string {
  const took = seconds > 0 ? ` in ${seconds.toFixed(0)} s` : "";
  if (outcome === "failed") return `${outcome.padEnd(13)}${stack}${took}; see ${log}`;
  return `${outcome.padEnd(13)}${stack}${changes && `: ${changes}`}${took}`;
}

async function runStack(
  stack: string,
  wave: string,
  { folder, pulumi, logs, report }: RolloutOptions,
  interruption: Interruption,
): Promise<RolledOut> {
  const log = join(logs, `${stack}.log`);
  const file = await logFile(log);
  const started = performance.now();
  try {
    const child = spawn("pulumi", [...pulumi, "--stack", stack, "--non-interactive", "--color", "never"], {
      cwd: folder,
      env: environmentForStack(process.env, stack),
      stdio: ["ignore", "pipe", "pipe"],
    });
    interruption.reaches(child);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    const streams = [child.stdout, child.stderr];
    for (const stream of streams) stream.pipe(file, { end: false });
    // A disk that is full costs the log, not the run.
    file.on("error", () => {
      for (const stream of streams) stream.resume();
    });
    const code = await exitOf(child);
    const seconds = (performance.now() - started) / 1000;
    const mayHaveStopped = code === 0 && interruption.hasCome;
    if (mayHaveStopped) {
      report(`${stack} was interrupted, which Pulumi calls a success even where deletes are left: run it again.`);
    }
    const outcome = code === 0 && !mayHaveStopped ? "succeeded" : "failed";
    return { stack, wave, outcome, changes: changesIn(output), seconds, log };
  } finally {
    await new Promise<void>((resolve) => file.end(resolve));
  }
}

/** The file for what Pulumi prints, which only its owner can read, also where it was there before. */
async function logFile(path: string): Promise<WriteStream> {
  try {
    const file = await open(path, "w", 0o600);
    await file.chmod(0o600);
    return file.createWriteStream();
  } catch (error) {
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("close", resolve);
    child.on("error", (error: NodeJS.ErrnoException) => {
      const missing = "There is no pulumi on the PATH: install the Pulumi CLI.";
      reject(error.code === "ENOENT" ? new CommandError(missing) : error);
    });
  });
}

/**
 * Ctrl-C, and what ends a job of a pipeline: Pulumi is asked to come to an orderly end, as Ctrl-C asks it, and nothing else
 * begins.
 */
class Interruption {
  hasCome = false;
  readonly #children = new Set<ChildProcess>();
  readonly #came = (signal: NodeJS.Signals) => {
    this.hasCome = true;
    // The terminal sends Ctrl-C to the whole group of processes.
    if (signal !== "SIGINT") for (const child of this.#children) child.kill("SIGINT");
  };

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, this.#came);
  }

  reaches(child: ChildProcess): void {
    this.#children.add(child);
    child.on("close", () => this.#children.delete(child));
  }

  end(): void {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, this.#came);
  }
}
