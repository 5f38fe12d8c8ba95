import { readDocument } from "../../../webex/flowDocument.ts";
import { exportedText, type FlowKey } from "../../../webex/flows.ts";
import { repointed } from "../../../webex/repoint.ts";
import { digestOf, type FlowRecord, type Journal, lastRecords, type MoveRecord } from "./journal.ts";
import { bringAbout, type FlowWork, type Hands, LeftAlone } from "./moveFlow.ts";
import type { PlannedFlow } from "./movePlan.ts";

/** What a run has done, and what it has left. */
export interface Done {
  done: FlowKey[];
  left: FlowKey[];
}

/** The flows whose move or undo was begun and did not end. Pure. */
export const unfinished = (move: MoveRecord | undefined): FlowRecord[] =>
  lastRecords(move).filter(({ state }) => state === "moving" || state === "undoing");

/** The flows that can go back, the last one first. Pure. */
export const undoable = (move: MoveRecord | undefined): FlowRecord[] =>
  lastRecords(move)
    .filter(({ state }) => state === "moving" || state === "moved" || state === "undoing")
    .reverse();

/** Where a run writes, what it goes by, and with what it is done. */
export interface Run {
  journal: Journal;
  move: MoveRecord;
  hands: Hands;
}

/** Moves the flows of a plan, after those that an earlier run has left half done. */
export async function moveFlows(
  run: Run,
  halfDone: readonly FlowRecord[],
  planned: readonly PlannedFlow[],
): Promise<Done> {
  const fresh = planned.map(({ flow: { id, name, type }, parts }): FlowRecord => {
    const of = parts.map(({ versionId, number, tags, was }) => ({
      versionId,
      ...(number !== undefined && { number }),
      tags,
      sha256: digestOf(was),
    }));
    return { id, name, type, parts: of, state: "left" };
  });
  return inTurn(run, [...halfDone, ...fresh], {
    begun: "moving",
    ended: "moved",
    verb: "moves",
    // What was not begun yet is planned anew the next time, and so is what somebody has changed.
    afterLeaving: (state, isLocked) => (isLocked ? state : "left"),
    work: (record) => workOf(run, record, "move"),
  });
}

/** Takes flows back to the versions that they served, the last one first. */
export async function undoFlows(run: Run, records: readonly FlowRecord[]): Promise<Done> {
  return inTurn(run, records, {
    begun: "undoing",
    ended: "undone",
    verb: "goes back",
    afterLeaving: (state) => state,
    work: (record) => workOf(run, record, "undo"),
  });
}

interface Turn {
  begun: FlowRecord["state"];
  ended: FlowRecord["state"];
  verb: string;
  /** @param state of before the turn @param isLocked whether that is all that stood in the way */
  afterLeaving(state: FlowRecord["state"], isLocked: boolean): FlowRecord["state"];
  work(record: FlowRecord): Promise<FlowWork>;
}

/** One flow after the other. What goes wrong on the way ends the run; the journal says then where it was. */
async function inTurn({ journal, move, hands }: Run, records: readonly FlowRecord[], turn: Turn): Promise<Done> {
  const outcome: Done = { done: [], left: [] };
  for (const [index, record] of records.entries()) {
    hands.check();
    const before = record.state;
    const what = `${index + 1}/${records.length} ${record.type === "FLOW" ? "flow" : "subflow"} ${record.name}`;
    hands.say(`${what}: ${turn.verb} …`);
    record.state = turn.begun;
    if (!move.flows.includes(record)) move.flows.push(record);
    await journal.keep();
    try {
      await bringAbout(await turn.work(record), hands);
      record.state = turn.ended;
      outcome.done.push(record);
      hands.say(`${what}: ${turn.ended}, verified, lock released`);
    } catch (error) {
      if (!(error instanceof LeftAlone)) throw error;
      record.state = turn.afterLeaving(before, error.isLocked);
      outcome.left.push(record);
      hands.say(`${what}: left alone, since ${error.message}`);
    }
    await journal.keep();
  }
  return outcome;
}

/** What a flow is brought to: its old versions are read again, by their ids, and must be what they were. */
async function workOf({ move, hands }: Run, record: FlowRecord, way: "move" | "undo"): Promise<FlowWork> {
  const { from, to } = move;
  const parts: FlowWork["parts"][number][] = [];
  for (const { versionId, tags, sha256 } of record.parts) {
    hands.check();
    const reading = readDocument(await exportedText(hands.call, record, versionId));
    if ("problem" in reading) throw new LeftAlone(`version ${versionId} cannot be read any more: ${reading.problem}`);
    const { document: old } = reading;
    if (digestOf(old) !== sha256) throw new LeftAlone(`version ${versionId} is not what it was`);
    const moved = repointed(old, from, to);
    if ("problem" in moved) throw new LeftAlone(moved.problem);
    const [was, want] = way === "move" ? [old, moved.document] : [moved.document, old];
    parts.push({ tags, was, want });
  }
  const comment = way === "move" ? `Connector "${from.name}" to "${to.name}"` : `Back to connector "${from.name}"`;
  return { flow: record, parts, comment };
}
