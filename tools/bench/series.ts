import { createLocalOrg } from "local-salesforce-org";
import type { Toolchain } from "../toolchain/index.ts";
import type { OperationName } from "./operations.ts";
import { operations } from "./operations.ts";
import { type LoggedRequest, OrgControl } from "./orgControl.ts";
import { changesIn } from "./pulumiSummary.ts";
import { measureState, type StateSize } from "./stateSize.ts";
import { type ProgramName, Workspace } from "./workspace.ts";

/** What one operation took. */
export interface Sample {
  operation: OperationName;
  /** From the start of the CLI to its end. */
  seconds: number;
  /** What Pulumi says that it has changed. */
  changes: string;
  requests: LoggedRequest[];
}

/** All operations in a row, on a new org and a new stack. */
export interface Series {
  samples: Sample[];
  /** After the first `up`. */
  state: StateSize;
}

/**
 * Runs all operations once.
 *
 * @param options.parent folder that the caller removes
 * @param options.latencyMs how long the org holds back each answer
 * @param options.stop asked before each run of Pulumi; what it gives ends that run
 */
export async function runSeries(options: {
  program: ProgramName;
  latencyMs: number;
  parent: string;
  toolchain: Toolchain;
  stop: () => AbortSignal;
  report: (line: string) => void;
}): Promise<Series> {
  const { program, latencyMs, parent, toolchain, stop, report } = options;
  const localOrg = await createLocalOrg({ port: 0 });
  try {
    const control = new OrgControl(localOrg.url);
    const credentials = await control.credentials();
    const workspace = await Workspace.create({ parent, program, toolchain, credentials, stop });
    await control.setLatency(latencyMs);
    const samples: Sample[] = [];
    let state: StateSize | undefined;
    for (const { name, title, pulumiArguments, configuration } of operations) {
      await workspace.configure(configuration);
      const { output, seconds } = await workspace.run(pulumiArguments);
      const sample = { operation: name, seconds, changes: changesIn(output), requests: await control.takeRequests() };
      report(`  ${title}: ${seconds.toFixed(1)} s, ${sample.requests.length} calls, ${sample.changes}`);
      samples.push(sample);
      state ??= measureState(await workspace.exportState());
    }
    return { samples, state: state as StateSize };
  } finally {
    await localOrg.stop();
  }
}
