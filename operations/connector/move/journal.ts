import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { FlowDocument } from "../../../webex/flowDocument.ts";
import type { FlowKey } from "../../../webex/flows.ts";
import type { Connector } from "../../../webex/repoint.ts";
import { sameContent } from "../../../webex/unproved.ts";
import { CommandError } from "../../commandLine.ts";
import { notWritten, replaceOutput } from "../../outputFiles.ts";

/** A flow as it was before its move: no document of it, but how each is found again. */
export interface FlowRecord extends FlowKey {
  /** The versions that tags led to, the oldest first. Webex keeps them. */
  parts: { versionId: string; number?: number; tags: string[]; sha256: string }[];
  /** `left`: nothing of it counts any more, since it was not begun, or somebody has changed the flow. */
  state: "moving" | "moved" | "undoing" | "undone" | "left";
}

/** The flows that were moved from one connector to another, in the order in which that was begun. */
export interface MoveRecord {
  organizationId: string;
  from: Connector;
  to: Connector;
  flows: FlowRecord[];
}

/** What was done, and what was there before. It is kept before the first write of each flow, and after its last one. */
export class Journal {
  readonly path: string;
  readonly moves: MoveRecord[];

  constructor(path: string, moves: MoveRecord[]) {
    this.path = path;
    this.moves = moves;
  }

  /** @throws CommandError for a file that is none of ours */
  static async read(path: string): Promise<Journal> {
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw new CommandError(`${path} cannot be read: ${error.code}.`);
    });
    return new Journal(path, text === undefined ? [] : movesIn(path, text));
  }

  /** The record of a move; undefined where nothing of it was begun. @param from id or name @param to id or name */
  find(organizationId: string, from: string, to: string): MoveRecord | undefined {
    return this.moves.find(
      (move) => move.organizationId === organizationId && isNamed(move.from, from) && isNamed(move.to, to),
    );
  }

  /** Begins a move, or goes on with it. */
  begin(move: Omit<MoveRecord, "flows">): MoveRecord {
    const known = this.find(move.organizationId, move.from.id, move.to.id);
    if (known) return known;
    const begun = { ...move, flows: [] };
    this.moves.push(begun);
    return begun;
  }

  /** Writes the whole of it, for its owner alone: what is there is the journal of before, or this one. */
  async keep(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 }).catch((error) => {
      throw notWritten(this.path, error);
    });
    await replaceOutput(this.path, `${JSON.stringify({ version: 1, moves: this.moves }, null, 2)}\n`, 0o600);
  }
}

const isNamed = ({ id, name }: Connector, given: string) =>
  [id, name].some((word) => word.toLowerCase() === given.toLowerCase());

/** The record of each flow that counts: its last one. Pure. */
export function lastRecords(move: MoveRecord | undefined): FlowRecord[] {
  const last = new Map(move?.flows.map((record) => [`${record.type} ${record.id}`, record]));
  return [...last.values()];
}

/** By which a version is known again. */
export const digestOf = (document: FlowDocument): string =>
  createHash("sha256").update(sameContent(document)).digest("hex");

function movesIn(path: string, text: string): MoveRecord[] {
  const refused = new CommandError(
    `${path} is no journal of moved flows that this version can read. Name another file with --journal.`,
  );
  try {
    const { version, moves } = JSON.parse(text) as { version: unknown; moves: MoveRecord[] };
    const isRecord = ({ id, name, type, state, parts }: FlowRecord) =>
      [id, name, type, state].every((value) => typeof value === "string") &&
      parts.every(({ versionId, sha256, tags }) => `${versionId}${sha256}` !== "" && Array.isArray(tags));
    const isMove = ({ organizationId, from, to, flows }: MoveRecord) =>
      [organizationId, from.id, from.name, to.id, to.name].every((value) => typeof value === "string") &&
      flows.every(isRecord);
    if (version !== 1 || !moves.every(isMove)) throw refused;
    return moves;
  } catch {
    throw refused;
  }
}
