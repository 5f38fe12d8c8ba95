import { WebexError } from "./errors.ts";
import { type Reading, readDocument } from "./flowDocument.ts";
import { exportedText, type Flow, listFlows } from "./flows.ts";
import { readerOver, type WebexCaller } from "./gateway.ts";
import { idsNamed, mentions } from "./repoint.ts";

/** A version that tags lead to. */
export interface VersionRead {
  versionId: string;
  /** Counted by Webex; undefined where it does not say. */
  number: number | undefined;
  /** Ids of the tags. */
  tags: string[];
  reading: Reading;
}

/** A flow with what it serves. */
export interface FlowRead {
  flow: Flow;
  draft: Reading;
  /** The oldest first. */
  versions: VersionRead[];
}

/** All that is there. */
export interface FlowReads {
  /** Every flow and subflow that the token sees. */
  flows: Flow[];
  /** Those that name a connector in some version, or of which nobody can say it. */
  reads: FlowRead[];
}

/**
 * Reads the draft and every version that a tag leads to, of all flows and subflows: a call for each. A version that Webex
 * does not give out does not hide the others.
 */
export async function readFlows(call: WebexCaller, report: (line: string) => void): Promise<FlowReads> {
  const flows = await listFlows(readerOver(call));
  const reads: FlowRead[] = [];
  for (const [index, flow] of flows.entries()) {
    if (index % 20 === 0) report(`Reading flow ${index + 1} of ${flows.length} …`);
    const readings = new Map<string, Reading>();
    for (const version of new Set(["draft", ...flow.tags.map(({ versionId }) => versionId)])) {
      readings.set(version, await versionRead(call, flow, version));
    }
    // Most flows name no connector, and are not kept in memory.
    if ([...readings.values()].some(mayNameAny)) reads.push(flowRead(flow, readings));
  }
  return { flows, reads };
}

/** Statuses by which Webex refuses one version, and not the token, the pace or the service. */
const ofOneVersion = [400, 403, 404, 409, 410, 422, 500];

async function versionRead(call: WebexCaller, flow: Flow, version: string): Promise<Reading> {
  try {
    return readDocument(await exportedText(call, flow, version));
  } catch (error) {
    if (!(error instanceof WebexError) || !ofOneVersion.includes(error.status)) throw error;
    return { problem: error.message, content: "", isUnknown: true };
  }
}

const mayNameAny = (reading: Reading): boolean => isUnknown(reading) || mentions(contentIn(reading), "connector");

/** Whether nobody can say which connectors a version names. */
export const isUnknown = (reading: Reading): boolean => "problem" in reading && reading.isUnknown;

/** What came of each version: the draft, then the others. */
export const readingsOf = ({ draft, versions }: FlowRead): Reading[] => [
  draft,
  ...versions.map(({ reading }) => reading),
];

function flowRead(flow: Flow, readings: ReadonlyMap<string, Reading>): FlowRead {
  const versionIds = [...new Set(flow.tags.map(({ versionId }) => versionId))];
  const versions = versionIds.map((versionId): VersionRead => {
    const tags = flow.tags.filter((tag) => tag.versionId === versionId);
    const number = tags.find(({ versionNumber }) => versionNumber !== undefined)?.versionNumber;
    return { versionId, number, tags: tags.map(({ id }) => id), reading: readings.get(versionId) as Reading };
  });
  versions.sort((one, other) => (one.number ?? 0) - (other.number ?? 0));
  return { flow, draft: readings.get("draft") as Reading, versions };
}

/** What came of a version: its document, or what there is of it. */
export const contentIn = (reading: Reading): unknown => ("problem" in reading ? reading.content : reading.document);

/** The ids under which flows name a connector of this name. Pure. */
export function idsInFlows(reads: readonly FlowRead[], name: string): string[] {
  const all = reads.flatMap(readingsOf);
  return [...new Set(all.flatMap((reading) => idsNamed(contentIn(reading), name)))];
}
