import { fileURLToPath } from "node:url";
import { type Spread, spreadOf } from "../../tools/bench/spread.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";
import { measuredCalls } from "./calls.ts";
import { sendRepeatedly } from "./load.ts";
import { withLocalOrgs } from "./localOrgProcess.ts";

/** What local orgs take and give. */
export interface LocalOrgFigures {
  calls: CallFigures[];
  /** Of a process that runs already. */
  firstOrg: StartFigures;
  furtherOrg: StartFigures;
  /** Of whole processes, by the number of their orgs. */
  processes: { orgs: number; startMs: Spread; mebibytes: Spread }[];
  conditions: LoadConditions;
}

/** Until an org answers. */
export interface StartFigures {
  ms: Spread;
  processorMs: Spread;
}

export interface CallFigures {
  title: string;
  /** Answers a second. */
  perSecond: Spread;
  /** Processor time of the org for one answer; it hardly depends on what else the machine does. Undefined where not told. */
  processorMs: Spread | undefined;
}

export interface LoadConditions {
  rounds: number;
  roundMs: number;
  warmUpMs: number;
  connections: number;
}

const full: LoadConditions = { rounds: 5, roundMs: 2000, warmUpMs: 1500, connections: 4 };
const quick: LoadConditions = { rounds: 2, roundMs: 500, warmUpMs: 500, connections: 4 };
const orgCounts = [1, 10, 100];
const orgsOfOneProcess = 20;

/**
 * @param options.stop asked before each measurement
 * @throws Error when a call is not answered as it should be
 */
export async function measureLocalOrg(options: {
  isQuick: boolean;
  stop: AbortSignal;
  report: (line: string) => void;
}): Promise<LocalOrgFigures> {
  const { isQuick, stop, report } = options;
  const conditions = isQuick ? quick : full;
  report("Local org: calls");
  const calls = await measureCalls(conditions, stop);
  report("Local org: start");
  const starts: Start[][] = [];
  for (let round = 0; round < conditions.rounds; round += 1) {
    stop.throwIfAborted();
    starts.push(await startsOfOneProcess());
  }
  const processes: LocalOrgFigures["processes"] = [];
  for (const orgs of orgCounts) {
    report(`Local org: process with ${orgs}`);
    processes.push({ orgs, ...(await measureProcess(orgs, conditions.rounds, stop)) });
  }
  return {
    calls,
    firstOrg: startFigures(starts.flatMap(([first]) => (first === undefined ? [] : [first]))),
    furtherOrg: startFigures(starts.flatMap(([, ...further]) => further)),
    processes,
    conditions,
  };
}

/** The calls take turns, so that what else the machine does falls on all of them. */
async function measureCalls(conditions: LoadConditions, stop: AbortSignal): Promise<CallFigures[]> {
  const { rounds, roundMs, warmUpMs, connections } = conditions;
  return withLocalOrgs(1, async ({ url, processorMs }) => {
    const calls = await measuredCalls(url);
    const measured = calls.map((call) => ({ call, perSecond: [] as number[], processor: [] as number[] }));
    for (const { call } of measured) await sendRepeatedly(url, call, { milliseconds: warmUpMs, connections });
    for (let round = 0; round < rounds; round += 1) {
      for (const { call, perSecond, processor } of measured) {
        stop.throwIfAborted();
        const before = await processorMs();
        const { answers, milliseconds } = await sendRepeatedly(url, call, { milliseconds: roundMs, connections });
        const after = await processorMs();
        perSecond.push((answers * 1000) / milliseconds);
        if (before !== undefined && after !== undefined) processor.push((after - before) / answers);
      }
    }
    return measured.map(({ call, perSecond, processor }) => ({
      title: call.title,
      perSecond: spreadOf(perSecond),
      processorMs: processor.length === 0 ? undefined : spreadOf(processor),
    }));
  });
}

interface Start {
  ms: number;
  processorMs: number;
}

function startFigures(starts: readonly Start[]): StartFigures {
  return {
    ms: spreadOf(starts.map(({ ms }) => ms)),
    processorMs: spreadOf(starts.map(({ processorMs }) => processorMs)),
  };
}

async function startsOfOneProcess(): Promise<Start[]> {
  const program = fileURLToPath(new URL("./starts.ts", import.meta.url));
  const flags = ["--disable-warning=ExperimentalWarning", program, String(orgsOfOneProcess)];
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, flags);
  if (exitCode !== 0) throw new Error(`The orgs did not start:\n${stderr}`);
  return JSON.parse(stdout) as Start[];
}

async function measureProcess(orgs: number, rounds: number, stop: AbortSignal) {
  const startMs: number[] = [];
  const mebibytes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    stop.throwIfAborted();
    await withLocalOrgs(orgs, async (started) => {
      startMs.push(started.startMs);
      mebibytes.push(await started.memoryMebibytes());
    });
  }
  return { startMs: spreadOf(startMs), mebibytes: spreadOf(mebibytes) };
}
