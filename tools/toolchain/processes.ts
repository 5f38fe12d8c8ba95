import { type ChildProcess, spawn } from "node:child_process";
import { toolEnvironment } from "../launch/environment.js";

/** How a finished program ended. */
export interface Finished {
  /** Undefined when it could not be started or was ended by a signal or by our time limit. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

const running = new Set<ChildProcess>();

/**
 * Runs a program to its end, without standard input, and collects what it prints. Never throws.
 * It gets a process group of its own, so that `endRunningPrograms` reaches also what it has started itself.
 * @param options.env default: the environment of a tool, without secrets
 */
export function runProgram(
  program: string,
  programArguments: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeoutMilliseconds?: number } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, programArguments, {
      cwd: options.cwd,
      env: options.env ?? toolEnvironment(process.env),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const limit = options.timeoutMilliseconds && setTimeout(() => endGroup(child), options.timeoutMilliseconds);
    const finish = (exitCode: number | undefined) => {
      running.delete(child);
      clearTimeout(limit);
      resolve({ exitCode, stdout, stderr });
    };
    child.on("error", (error) => {
      stderr += error.message;
      finish(undefined);
    });
    child.on("close", (code) => finish(code ?? undefined));
  });
}

/** Ends everything that `runProgram` has started and that still runs. */
export function endRunningPrograms(): void {
  for (const child of running) endGroup(child);
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
