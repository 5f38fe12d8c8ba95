import { spawn } from "node:child_process";
import { CommandError } from "./commandLine.ts";

/** How a question to the Pulumi CLI was answered. */
export interface PulumiAnswer {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** What a question to the Pulumi CLI may cost. */
export interface PulumiBounds {
  /** Of what it prints, all in all. */
  bytes: number;
  seconds: number;
  /** Between the request to end and the end. Default: 5. */
  secondsToEnd?: number;
}

/**
 * Runs the Pulumi CLI and waits for its end, within bounds: a back end or a program that hangs must not hold a pipeline. It
 * stays in the group of this process, so that Ctrl-C reaches both.
 *
 * @param folder the folder of the project
 * @throws CommandError when there is no CLI, or it stays within one of the bounds no longer; nothing that it printed is told
 */
export function askPulumi(
  folder: string,
  programArguments: readonly string[],
  { bytes, seconds, secondsToEnd = 5 }: PulumiBounds,
): Promise<PulumiAnswer> {
  const command = `pulumi ${programArguments.slice(0, 2).join(" ")}`;
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", programArguments, {
      cwd: folder,
      env: process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let size = 0;
    let given: CommandError | undefined;
    let killing: NodeJS.Timeout | undefined;
    const end = (why: string) => {
      if (given) return;
      given = new CommandError(`${command} was ended: ${why}`);
      child.kill("SIGTERM");
      killing = setTimeout(() => {
        child.kill("SIGKILL");
        // What it has started may live on and hold these open.
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
      }, secondsToEnd * 1000);
    };
    const late = setTimeout(() => {
      end(`it took longer than ${seconds} s. Run it by hand to see what it waits for; often that is the back end.`);
    }, seconds * 1000);
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > bytes) end(`it printed more than ${bytes / 1024 ** 2} MB.`);
        else printed[name].push(chunk);
      });
    }
    const settle = (error: Error | undefined, exitCode: number | null = null) => {
      clearTimeout(late);
      clearTimeout(killing);
      if (error) reject(error);
      else {
        const text = (name: keyof typeof printed) => Buffer.concat(printed[name]).toString("utf8");
        resolve({ exitCode, stdout: text("stdout"), stderr: text("stderr") });
      }
    };
    child.on("error", (error: NodeJS.ErrnoException) => {
      const missing = "There is no pulumi on the PATH: install the Pulumi CLI.";
      settle(error.code === "ENOENT" ? new CommandError(missing) : error);
    });
    child.on("close", (exitCode) => settle(given, exitCode));
  });
}
