import { forStack, pulumiCommand } from "../../common/commands.ts";
import { withOwnLimits } from "../../salesforce/bounds.ts";
import { harmless } from "../../salesforce/harmless.ts";
import { CommandError } from "../commandLine.ts";
import { orgErrorInWords } from "../orgErrors.ts";
import { openOrgOf, readStackFolder } from "../stackFolder.ts";
import { NoSuchStack, type StateReader } from "./backEnd.ts";
import { depthOf } from "./depth.ts";
import { driftOf, expectKnownKinds, type OwnResource, ownResources } from "./drift.ts";
import { leftoversIn } from "./leftovers.ts";
import type { Depth, OrgResult } from "./result.ts";

/** Which stack of which project, and how long its org may take. */
export interface Question {
  folder: string;
  stack: string;
  readState: StateReader;
  /** Milliseconds. */
  patience: number;
  /** How far the org is asked; undefined: as far as its login may. */
  depth?: Depth | undefined;
}

/** Asks the org of one stack for drift. Every failure is a verdict: one org does not hide the others. */
export const askOrg = (question: Question): Promise<OrgResult> => forStack(question.stack, () => answerTo(question));

async function answerTo({ folder, stack, readState, patience, depth: wanted }: Question): Promise<OrgResult> {
  const unknown: OrgResult = {
    stack,
    verdict: "unreachable",
    drift: [],
    notLookedAt: [],
    reason: "",
    certificates: [],
  };
  let known = unknown;
  const ended = new AbortController();
  const work = async (): Promise<OrgResult> => {
    const recorded = await readState(stack);
    const resources = ownResources(recorded);
    expectKnownKinds(recorded);
    if (resources.length === 0) {
      const unfinished = unfinishedIn(stack, leftoversIn(recorded));
      return { ...unknown, ...(unfinished ?? { verdict: "skipped", reason: noResources() }) };
    }
    known = { ...unknown, ...factsOf(resources) };
    const org = await openOrgOf(await readStackFolder(folder, stack));
    const depth = await depthOf(org, wanted);
    const found = await driftOf(org, resources, depth);
    const unfinished = unfinishedIn(stack, leftoversIn(recorded));
    const verdict = found.drift.length > 0 ? "drifted" : "clean";
    return { ...known, verdict, ...unfinished, ...(verdict === "drifted" && { verdict }), depth, ...found };
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<OrgResult>((resolve) => {
    timer = setTimeout(() => {
      ended.abort();
      resolve({ ...known, reason: tooLate(patience) });
    }, patience);
  });
  try {
    return await Promise.race([withOwnLimits(ended.signal, work), late]);
  } catch (error) {
    if (error instanceof NoSuchStack) return { ...unknown, verdict: "skipped", reason: error.message };
    return { ...known, reason: reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** What a state says of a run that did not come to its end; undefined where it says nothing. */
function unfinishedIn(stack: string, lines: readonly string[]): Pick<OrgResult, "verdict" | "reason"> | undefined {
  if (lines.length === 0) return undefined;
  const reason = `The next update changes what the state says itself: ${lines.join("; ")}. Run ${pulumiCommand("up", stack)}.`;
  return { verdict: "unapplied", reason };
}

const noResources = () =>
  `The state holds no resource of Salesforce: ${pulumiCommand("up")} has not run yet, or everything was destroyed.`;

const tooLate = (patience: number) =>
  `The org was not asked to the end within ${patience / 1000} s. Ask it alone, and give it more time with --timeout.`;

/** One broken state or one fault of ours must not end the run for the other orgs. */
function reasonOf(error: unknown): string {
  const words = error instanceof CommandError ? error.message : orgErrorInWords(error);
  return words ?? `The org was not asked, because of an error that was not expected: ${harmless(String(error))}`;
}

/** What the state alone says. */
export function factsOf(resources: readonly OwnResource[]): Pick<OrgResult, "orgId" | "certificates" | "provedAt"> {
  const orgId = resources.map(({ outputs }) => outputs.orgId).find((id) => typeof id === "string");
  const proved = resources
    .filter(({ kind }) => kind === "AccessProof")
    .map(({ modified }) => modified)
    .sort()
    .at(-1);
  return {
    ...(orgId !== undefined && { orgId }),
    certificates: resources.flatMap(({ name, outputs }) =>
      typeof outputs.certificateValidTo === "string" ? [{ resource: name, validTo: outputs.certificateValidTo }] : [],
    ),
    ...(proved && { provedAt: proved }),
  };
}
