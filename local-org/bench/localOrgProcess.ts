/** The command that runs local orgs, as a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { processorSeconds } from "../../tools/bench/processorTime.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";

const program = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const readyLine = /^Local org (?:\S+ )?ready at (http:\/\/\S+)/;
/** Comes after the line of the last org. */
const allReadyLine = /^\d+ local orgs ready\.$/;

export interface LocalOrgProcess {
  /** Base URL of the first org. */
  url: string;
  /** Milliseconds from the start of the process until it said that its orgs answer. */
  startMs: number;
  /** Resident memory now. */
  memoryMebibytes(): Promise<number>;
  /** Processor time used so far; undefined where the kernel does not tell it as Linux does. */
  processorMs(): Promise<number | undefined>;
}

/** Starts so many local orgs in memory, works with them and ends them. @throws Error when they do not start */
export async function withLocalOrgs<T>(count: number, work: (started: LocalOrgProcess) => Promise<T>): Promise<T> {
  const start = performance.now();
  const flags = ["--disable-warning=ExperimentalWarning", program, "--port", "0", "--orgs", String(count)];
  const child = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  try {
    const url = await firstUrl(child.stdout);
    const startMs = performance.now() - start;
    const pid = child.pid as number;
    return await work({
      url,
      startMs,
      memoryMebibytes: () => residentMebibytes(pid),
      processorMs: async () => {
        const seconds = await processorSeconds(pid, "own");
        return seconds && seconds * 1000;
      },
    });
  } finally {
    child.kill();
    await exited;
  }
}

async function firstUrl(output: NodeJS.ReadableStream): Promise<string> {
  let first: string | undefined;
  for await (const line of createInterface({ input: output })) {
    first ??= readyLine.exec(line)?.[1];
    if (first !== undefined && allReadyLine.test(line)) return first;
  }
  throw new Error("The local orgs did not start.");
}

/** From the kernel where it tells, else from ps. */
async function residentMebibytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
  const kibibytes =
    /^VmRSS:\s+(\d+) kB$/m.exec(status ?? "")?.[1] ??
    (await runProgram("ps", ["-o", "rss=", "-p", String(pid)])).stdout;
  return Number(kibibytes) / 1024;
}
