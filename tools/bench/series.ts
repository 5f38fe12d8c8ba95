import type { Effort } from "./effort.ts";
import { onNewOrg, type RunOptions } from "./onNewOrg.ts";
import type { Operation } from "./operations.ts";
import type { LoggedRequest } from "./orgControl.ts";
import { changesIn } from "./pulumiSummary.ts";
import { measureState, type StateSize } from "./stateSize.ts";

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

/** Runs operations one after the other. */
export function runSeries(options: RunOptions & { operations: readonly Operation[] }): Promise<Series> {
  return onNewOrg(options, async ({ control, workspace }) => {
    const samples: Sample[] = [];
    let state: StateSize | undefined;
    for (const { name, title, pulumiArguments, configuration } of options.operations) {
      await workspace.configure(configuration);
      const { output, ...effort } = await workspace.run(pulumiArguments);
      const sample = { operation: name, ...effort, changes: changesIn(output), requests: await control.takeRequests() };
      options.report(`  ${title}: ${effort.seconds.toFixed(1)} s, ${sample.requests.length} calls, ${sample.changes}`);
      samples.push(sample);
      state ??= measureState(await workspace.exportState());
    }
    return { samples, state: state as StateSize };
  });
}
