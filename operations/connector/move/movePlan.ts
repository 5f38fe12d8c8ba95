import { activitiesUsing } from "../../../webex/connectorUse.ts";
import type { EntryPoint } from "../../../webex/entryPoints.ts";
import type { FlowDocument, Reading } from "../../../webex/flowDocument.ts";
import {
  contentIn,
  type FlowRead,
  type FlowReads,
  isUnknown,
  readingsOf,
  type VersionRead,
} from "../../../webex/flowReads.ts";
import type { Flow } from "../../../webex/flows.ts";
import { type Change, type Connector, mentions, type Place, placeOf, repointed } from "../../../webex/repoint.ts";
import { labelOf, reasonsAgainst } from "./refusals.ts";

/** A version that tags lead to, before the move and after it. */
export interface Part extends Omit<VersionRead, "reading"> {
  was: FlowDocument;
  want: FlowDocument;
  changes: Change[];
}

/** What an activity names of the connector, in the main flow or in a group of event flows. */
export interface Use extends Omit<Place, "copy"> {
  /** Undefined where the document could not be told apart. */
  copies: { copy: Place["copy"]; keys: string[] }[] | undefined;
}

/** A version of a flow that names the connector. */
export interface UsedVersion {
  /** `draft`, or the number of a version. */
  version: string;
  tags: string[];
  uses: Use[];
}

/** A flow that names the connector, or of which nobody can say whether it does. */
export interface PlannedFlow {
  flow: Flow;
  /** The entry points by which calls come to it; those of a subflow come to the flows that call it. */
  callers: EntryPoint[];
  /** All versions that a tag leads to, the oldest first; whether they name the connector or not. */
  served: { version: string; tags: string[] }[];
  used: UsedVersion[];
  /** Versions that could not be read, and name the connector or do not: `draft`, or the number. */
  unknown: { version: string; tags: string[]; problem: string }[];
  /** Why it is not moved by calls; empty where it can be. */
  reasons: string[];
  /** All versions that tags lead to, the oldest first; empty where there are reasons. */
  parts: Part[];
}

/**
 * What naming another connector takes, flow by flow: subflows come before whoever calls them. Pure.
 */
export function planMove(
  { flows, reads }: FlowReads,
  from: Connector,
  to: Connector,
  entryPoints: readonly EntryPoint[] = [],
): PlannedFlow[] {
  const users = reads.filter((read) =>
    readingsOf(read).some((reading) => isUnknown(reading) || mentions(contentIn(reading), from.id)),
  );
  const names = flows.map(({ name }) => name.trim().toLowerCase());
  const planned = inOrder(users).map((read) => plannedFlow(read, from, to, entryPoints));
  return planned.map((each) => {
    const sameName = names.filter((name) => name === each.flow.name.trim().toLowerCase()).length;
    if (sameName === 1) return each;
    return {
      ...each,
      parts: [],
      reasons: [...each.reasons, "another flow has the same name, and an import goes by the name"],
    };
  });
}

function plannedFlow(read: FlowRead, from: Connector, to: Connector, entryPoints: readonly EntryPoint[]): PlannedFlow {
  const { flow, draft, versions } = read;
  const served = versions.map((version) => ({ version: labelOf(version), tags: version.tags }));
  const all = [
    { version: "draft", tags: [], reading: draft },
    ...versions.map((each) => ({ ...each, version: labelOf(each) })),
  ];
  const used = all
    .filter(({ reading }) => mentions(contentIn(reading), from.id))
    .map(({ version, tags, reading }) => ({ version, tags, uses: usesIn(reading, from, to) }));
  const unknown = all.flatMap(({ version, tags, reading }) =>
    "problem" in reading && isUnknown(reading) && !mentions(contentIn(reading), from.id)
      ? [{ version, tags, problem: reading.problem }]
      : [],
  );
  const reasons = reasonsAgainst(read);
  const parts: Part[] = [];
  for (const { reading, ...version } of versions) {
    if ("problem" in reading) continue;
    const outcome = repointed(reading.document, from, to);
    if ("problem" in outcome) reasons.push(`version ${labelOf(version)}: ${outcome.problem}`);
    else parts.push({ ...version, was: reading.document, want: outcome.document, changes: outcome.changes });
  }
  const callers = entryPoints.filter(({ flowId }) => flowId === flow.id);
  return { flow, callers, served, used, unknown, reasons, parts: reasons.length === 0 ? parts : [] };
}

/** The activities of a version that name the connector. */
function usesIn(reading: Reading, from: Connector, to: Connector): Use[] {
  const outcome = "problem" in reading ? reading : repointed(reading.document, from, to);
  if ("problem" in reading || "problem" in outcome) {
    return activitiesUsing(contentIn(reading), from.id).map((activity) => ({
      activity,
      eventFlows: undefined,
      copies: undefined,
    }));
  }
  const uses = new Map<string, Use>();
  for (const { path } of outcome.changes) {
    const { activity, eventFlows, copy } = placeOf(reading.document, path) as Place;
    const id = path.at(-3);
    const use = uses.get(`${eventFlows}/${id}`) ?? { activity, eventFlows, copies: [] };
    const of = use.copies?.find((each) => each.copy === copy);
    if (of) of.keys.push(String(path.at(-1)));
    else use.copies?.push({ copy, keys: [String(path.at(-1))] });
    uses.set(`${eventFlows}/${id}`, use);
  }
  return [...uses.values()];
}

/** Those that others name come first; otherwise subflows do. */
function inOrder(reads: readonly FlowRead[]): FlowRead[] {
  const bySort = [...reads].sort(
    (one, other) => rank(one) - rank(other) || one.flow.name.localeCompare(other.flow.name, "en"),
  );
  const done = new Set<FlowRead>();
  const visit = (read: FlowRead, path: readonly FlowRead[]): void => {
    if (done.has(read) || path.includes(read)) return;
    for (const callee of bySort) {
      const isNamed =
        callee !== read && readingsOf(read).some((reading) => mentions(contentIn(reading), callee.flow.id));
      if (isNamed) visit(callee, [...path, read]);
    }
    done.add(read);
  };
  for (const read of bySort) visit(read, []);
  return [...done];
}

const rank = ({ flow }: FlowRead) => (flow.type === "SUBFLOW" ? 0 : 1);

/** The parts that are published: those that change, and the newest, whose tag Latest every publish takes away. Pure. */
export function publishedParts(parts: readonly Part[]): Part[] {
  const changing = parts.filter(({ changes }) => changes.length > 0);
  return parts.filter((part) => changing.includes(part) || (changing.length > 0 && part === parts.at(-1)));
}
