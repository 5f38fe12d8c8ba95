import { spawn } from "node:child_process";
import { constants } from "node:os";

// Plain JavaScript, because launch.js needs it before there is a Node that runs TypeScript.

const repeatedSignalMilliseconds = 1_000;

/**
 * Whether a signal that this process got has to be passed on to the program it runs.
 * A terminal gives Ctrl-C to both already, and Pulumi takes a second one as "stop without cleaning up". Runners such as
 * npm repeat a signal that a whole process group has got: of several within a second one is passed on.
 * @param {string} signal
 * @param {boolean} inTerminal
 * @param {number} millisecondsSinceLast since the last signal that was passed on
 */
export function passesOn(signal, inTerminal, millisecondsSinceLast) {
  return !(signal === "SIGINT" && inTerminal) && millisecondsSinceLast > repeatedSignalMilliseconds;
}

/**
 * Runs a program with this process' own standard streams to its end, and passes signals on to it.
 * @param {string} program
 * @param {readonly string[]} programArguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, outputToStandardError?: boolean, onOutput?: (text: string) => void }} options
 *   with `onOutput` the program's standard output is passed to it as well as shown
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it, as shells have it
 */
export function runInForeground(program, programArguments, { cwd, env, outputToStandardError, onOutput } = {}) {
  const output = outputToStandardError ? 2 : "inherit";
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      cwd,
      env,
      stdio: ["inherit", onOutput ? "pipe" : output, "inherit"],
    });
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text);
      onOutput(text);
    });
    let last = Number.NEGATIVE_INFINITY;
    const inTerminal = Boolean(process.stdin.isTTY || process.stderr.isTTY);
    const handle = (signal) => {
      if (passesOn(signal, inTerminal, performance.now() - last)) {
        last = performance.now();
        child.kill(signal);
      }
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, handle);
    const done = () => {
      for (const signal of signals) process.off(signal, handle);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code, signal) => {
      done();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
