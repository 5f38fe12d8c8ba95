import { measureLocalOrg } from "../../local-org/bench/measure.ts";
import { localOrgReport } from "../../local-org/bench/report.ts";
import { describeMachine } from "./machine.ts";
import type { Measured, PartOptions } from "./part.ts";

/** The local org itself: answers a second, start, memory. */
export async function measureLocalOrgPart(options: PartOptions): Promise<Measured> {
  const { isQuick, loadBefore, interruption, report } = options;
  const machine = await describeMachine({ loadBefore });
  const figures = await measureLocalOrg({ isQuick, stop: interruption, report });
  return { part: "local-org", text: localOrgReport(figures, machine), json: { machine, ...figures }, problems: [] };
}
