import { CommandError } from "../commandLine.ts";
import { readProject } from "../stackFolder.ts";
import { askOrg } from "./askOrg.ts";
import { type StateReader, stateReader } from "./backEnd.ts";
import { resultIn } from "./mergeCommand.ts";
import type { OrgResult } from "./result.ts";
import { noStack, stacksIn } from "./stacks.ts";

/** Milliseconds that the one org may take. */
const patience = 60_000;

/** One stack of a fleet, and what its org has otherwise than its state. */
export interface DriftOfOne {
  org: OrgResult;
  readState: StateReader;
}

/**
 * Finds what has drifted in the org of one stack: from a result, or by asking the org.
 *
 * @param from path of a result; undefined asks the org now
 * @throws CommandError when there is no such stack, the result has nothing of it, or the org could not be asked
 */
export async function driftOfOne(folder: string, stack: string, from: string | undefined): Promise<DriftOfOne> {
  const { name: project } = await readProject(folder);
  const readState = await stateReader(folder, project);
  const all = await stacksIn(folder);
  if (!all.includes(stack)) throw noStack(stack, all);
  const org = from === undefined ? await askOrg({ folder, stack, readState, patience }) : await orgIn(from, stack);
  if (org.verdict === "unreachable") throw new CommandError(org.reason);
  return { org, readState };
}

async function orgIn(path: string, stack: string): Promise<OrgResult> {
  const org = (await resultIn(path)).orgs.find((each) => each.stack === stack);
  if (org === undefined) throw new CommandError(`${path} has no stack ${stack}: give a result that has asked its org.`);
  return org;
}
