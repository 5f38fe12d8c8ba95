import { join } from "node:path";
import type { Toolchain } from "../toolchain/index.ts";
import { type Case, nameOf, type Recording } from "./cases.ts";
import type { Operation } from "./operation.ts";
import { type Result, Worker } from "./worker.ts";

/**
 * How often a case is tried when its call does not come: calls that go out at the same time are joined, and how many
 * of them join is a matter of milliseconds.
 */
const tries = 3;

/**
 * Records the undisturbed runs, and runs cases, several at the same time, each on an org and a stack of its own.
 *
 * @param options.folder an empty folder, which the caller removes
 * @param options.choose which cases are run, from the calls of the undisturbed runs
 * @param options.done called after each case
 */
export async function runMatrix(options: {
  folder: string;
  toolchain: Toolchain;
  operations: readonly Operation[];
  workers: number;
  choose: (recordings: readonly Recording[]) => Case[];
  done: (result: Result) => void;
  report: (line: string) => void;
  stop: AbortSignal;
}): Promise<{ recordings: readonly Recording[]; results: Result[] }> {
  const { folder, toolchain, operations, choose, done, report, stop } = options;
  const workers: Worker[] = [];
  try {
    const first = await Worker.create(join(folder, "worker-1"), toolchain);
    workers.push(first);
    const recordings = await first.record(operations, report);
    const waiting = choose(recordings);
    const results: Result[] = [];
    const work = async (worker: Worker) => {
      for (let next = waiting.shift(); next && !stop.aborted; next = waiting.shift()) {
        const result = await tryCase(worker, next);
        results.push(result);
        done(result);
      }
    };
    const more = Array.from({ length: Math.min(options.workers, waiting.length) - 1 }, async (_, index) => {
      const worker = await Worker.create(join(folder, `worker-${index + 2}`), toolchain);
      workers.push(worker);
      await worker.record(operations, () => {});
      await work(worker);
    });
    await Promise.all([work(first), ...more]);
    return { recordings, results };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

async function tryCase(worker: Worker, tried: Case): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const result = await worker.run(tried);
    if (result.isStruck || attempt === tries) return result;
  }
}

/** The names of cases that were chosen and have no result. */
export function missing(cases: readonly Case[], results: readonly Result[]): string[] {
  const names = new Set(results.map(({ name }) => name));
  return cases.map(nameOf).filter((name) => !names.has(name));
}
