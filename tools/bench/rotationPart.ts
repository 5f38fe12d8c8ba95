import { ensureToolchain } from "../toolchain/index.ts";
import { describeMachine } from "./machine.ts";
import { fullRuns, inTemporaryFolder, latencyMs, type Measured, type PartOptions, stopOfEachRun } from "./part.ts";
import { type Rotations, resultsOfRotations, rotationReport } from "./rotationReport.ts";
import { rotateByBlueGreen, rotateByCutOver } from "./rotations.ts";

/** Rotations by both strategies: calls, the window of the cut-over, failed logins. */
export async function measureRotation(options: PartOptions): Promise<Measured> {
  const { isQuick, loadBefore, interruption, report } = options;
  const toolchain = await ensureToolchain({ report });
  const machine = await describeMachine({ pulumi: toolchain.pulumi, loadBefore });
  const stop = stopOfEachRun(interruption, 5);
  const runs = isQuick ? 1 : fullRuns;
  const rotations: Rotations = { cutOver: [], blueGreen: [] };
  await inTemporaryFolder(async (parent) => {
    const run = { program: "rotation", integrations: 1, latencyMs, parent, toolchain, stop, report } as const;
    for (let number = 1; number <= runs; number++) {
      report(`Run ${number} of ${runs}: cutOver`);
      rotations.cutOver.push(await rotateByCutOver(run));
      report(`Run ${number} of ${runs}: blueGreen`);
      rotations.blueGreen.push(await rotateByBlueGreen(run));
    }
  });
  const results = resultsOfRotations(rotations);
  return {
    part: "rotation",
    text: rotationReport(results, { machine, latencyMs }),
    json: { machine, latencyMs, ...results },
    problems: results.logins.failed === 0 ? [] : [`Logins failed during blueGreen: ${results.logins.failed}.`],
  };
}
