import { createLocalOrg } from "local-salesforce-org";
import type { Toolchain } from "../toolchain/index.ts";
import type { Effort } from "./effort.ts";
import type { Operation } from "./operations.ts";
import { type LoggedRequest, OrgControl } from "./orgControl.ts";
import { changesIn } from "./pulumiSummary.ts";
import { measureState, type StateSize } from "./stateSize.ts";
import { type ProgramName, Workspace } from "./workspace.ts";

/** What one operation took. */
export interface Sample extends Effort {
  /** Its name. */
  operation: string;
  /** What Pulumi says that it has changed. */
  changes: string;
  requests: LoggedRequest[];
}

/** Operations in a row, on a new org and a new stack. */
export interface Series {
  samples: Sample[];
  /** After the first `up`. */
  state: StateSize;
}

/**
 * Runs operations one after the other.
 *
 * @param options.parent folder that the caller removes
 * @param options.latencyMs how long the org holds back each answer
 * @param options.integrations how many the program makes: the org has licences for so many integration users
 * @param options.stop asked before each run of Pulumi; what it gives ends that run
 */
export async function runSeries(options: {
  program: ProgramName;
  operations: readonly Operation[];
  latencyMs: number;
  integrations: number;
  parent: string;
  toolchain: Toolchain;
  stop: () => AbortSignal;
  report: (line: string) => void;
}): Promise<Series> {
  const { program, operations, latencyMs, integrations, parent, toolchain, stop, report } = options;
  const seats = { "Salesforce Integration": integrations, SalesforceAPIIntegrationPsl: integrations };
  const localOrg = await createLocalOrg({ shape: { seats } });
  try {
    const control = new OrgControl(localOrg.url);
    const credentials = await control.credentials();
    const workspace = await Workspace.create({ parent, program, toolchain, credentials, stop });
    await control.setLatency(latencyMs);
    const samples: Sample[] = [];
    let state: StateSize | undefined;
    for (const { name, title, pulumiArguments, configuration } of operations) {
      await workspace.configure(configuration);
      const { output, ...effort } = await workspace.run(pulumiArguments);
      const sample = { operation: name, ...effort, changes: changesIn(output), requests: await control.takeRequests() };
      report(`  ${title}: ${effort.seconds.toFixed(1)} s, ${sample.requests.length} calls, ${sample.changes}`);
      samples.push(sample);
      state ??= measureState(await workspace.exportState());
    }
    return { samples, state: state as StateSize };
  } finally {
    await localOrg.stop();
  }
}
