import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Part } from "./markdown.ts";

/** How a part is measured. */
export interface PartOptions {
  /** Once, and in small numbers: to try the benchmark, not for figures. */
  isQuick: boolean;
  /** Load of the machine before anything was measured. */
  loadBefore: number;
  /** Ends the measurement. */
  interruption: AbortSignal;
  report: (line: string) => void;
}

/** What a part came to: as Markdown, as JSON, and what is wrong with it. */
export interface Measured {
  part: Part;
  text: string;
  json: object;
  problems: string[];
}

/** Milliseconds that the org holds each answer back where it is like one far away. */
export const latencyMs = 150;

/** Runs of each series, of which the median is told. */
export const fullRuns = 5;

/** Makes a temporary folder for the work and removes it afterwards, with everything that lies in it. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "benchmark-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Gives each run of a program, when it begins, the signal that ends it: on an interruption, and when it takes too long. */
export function stopOfEachRun(interruption: AbortSignal, limitMinutes: number): () => AbortSignal {
  return () => AbortSignal.any([interruption, AbortSignal.timeout(limitMinutes * 60_000)]);
}
