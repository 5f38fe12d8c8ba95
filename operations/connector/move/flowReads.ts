import { type Reading, readDocument } from "../../../webex/flowDocument.ts";
import { exportedText, type Flow, listFlows } from "../../../webex/flows.ts";
import { readerOver, type WebexCaller } from "../../../webex/gateway.ts";
import { idsNamed } from "../../../webex/repoint.ts";

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
  /** Those that name a connector in some version. */
  reads: FlowRead[];
}

/** Reads the draft and every version that a tag leads to, of all flows and subflows: a call for each. */
export async function readFlows(call: WebexCaller, report: (line: string) => void): Promise<FlowReads> {
  const flows = await listFlows(readerOver(call));
  const reads: FlowRead[] = [];
  for (const [index, flow] of flows.entries()) {
    if (index % 20 === 0) report(`Reading flow ${index + 1} of ${flows.length} …`);
    const texts = new Map([["draft", await exportedText(call, flow, "draft")]]);
    for (const { versionId } of flow.tags) {
      if (!texts.has(versionId)) texts.set(versionId, await exportedText(call, flow, versionId));
    }
    // Most flows name no connector, and are not kept in memory.
    const namesNone = [...texts.values()].every((text) => !text.includes("onnector"));
    if (!namesNone) reads.push(flowRead(flow, texts));
  }
  return { flows, reads };
}

function flowRead(flow: Flow, texts: ReadonlyMap<string, string>): FlowRead {
  const readingOf = (version: string) => readDocument(texts.get(version) ?? "");
  const versionIds = [...new Set(flow.tags.map(({ versionId }) => versionId))];
  const versions = versionIds.map((versionId): VersionRead => {
    const tags = flow.tags.filter((tag) => tag.versionId === versionId);
    const number = tags.find(({ versionNumber }) => versionNumber !== undefined)?.versionNumber;
    return { versionId, number, tags: tags.map(({ id }) => id), reading: readingOf(versionId) };
  });
  versions.sort((one, other) => (one.number ?? 0) - (other.number ?? 0));
  return { flow, draft: readingOf("draft"), versions };
}

/** What came of a version: its document, or the text that could not be read. */
export const contentIn = (reading: Reading): unknown => ("problem" in reading ? reading.text : reading.document);

/** The ids under which flows name a connector of this name. Pure. */
export function idsInFlows(reads: readonly FlowRead[], name: string): string[] {
  const all = reads.flatMap(({ draft, versions }) => [draft, ...versions.map(({ reading }) => reading)]);
  return [...new Set(all.flatMap((reading) => idsNamed(contentIn(reading), name)))];
}
