import { spawn } from "node:child_process";

/** How a program ended. */
export interface Ended {
  /** Undefined when a signal ended it. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

const patienceMilliseconds = 20_000;

/**
 * Runs a program to its end, without standard input. When it is to stop, it is asked to as by Ctrl-C, and waited for:
 * Pulumi ends the processes that it has started only then; killed, it leaves them behind.
 *
 * @param options.stop asks the program to stop
 * @throws Error when the program cannot be started
 */
export function runInterruptible(
  program: string,
  programArguments: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; stop: AbortSignal },
): Promise<Ended> {
  const { cwd, env, stop } = options;
  return new Promise((resolve, reject) => {
    // A process group of its own: Ctrl-C in the terminal reaches it once, through us, and not twice.
    const child = spawn(program, programArguments, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const text = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (chunk: string) => {
        text[name] += chunk;
      });
    }
    let patience: NodeJS.Timeout | undefined;
    const ask = () => {
      child.kill("SIGINT");
      patience = setTimeout(() => child.kill("SIGKILL"), patienceMilliseconds);
    };
    const done = () => {
      clearTimeout(patience);
      stop.removeEventListener("abort", ask);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code) => {
      done();
      resolve({ exitCode: code ?? undefined, ...text });
    });
    if (stop.aborted) {
      ask();
    } else {
      stop.addEventListener("abort", ask);
    }
  });
}
