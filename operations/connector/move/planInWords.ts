import { placeOf } from "../../../webex/repoint.ts";
import { guesses, latestTag } from "../../../webex/unproved.ts";
import type { FlowRecord } from "./journal.ts";
import { type Part, type PlannedFlow, publishedParts, type UsedVersion } from "./movePlan.ts";
import { labelOf } from "./refusals.ts";
import type { Survey } from "./survey.ts";

/** What of a flow a move by calls would do, and every value that would be another one. */
function movedFlow(planned: PlannedFlow): string[] {
  const { flow, parts } = planned;
  const published = publishedParts(parts);
  const callers = callersInWords(planned).map((line) => `  ${line}`);
  const lines = [`${kindOf(flow)} "${flow.name}" (${flow.id})`, ...callers];
  for (const part of published) {
    const tags = part.tags.join(", ");
    const why = part.changes.length === 0 ? `, as it is: publishing the older one takes its tag ${latestTag} away` : "";
    lines.push(
      `  version ${labelOf(part)} (${tags}) is published anew with the same tags${why}; it stays as ${part.versionId}`,
    );
    lines.push(...changesOf(part));
  }
  const untouched = parts.filter((part) => !published.includes(part));
  for (const part of untouched) lines.push(`  version ${labelOf(part)} (${part.tags.join(", ")}) stays`);
  if (published.length > 1) {
    lines.push(
      `  ! Until the last of them is published, tag ${latestTag} leads to an older one: move this flow by hand if callers come by it.`,
    );
  }
  return lines;
}

/** Each value that changes, by activity: what runs of it, and its copy in the picture. */
function changesOf({ was, changes }: Part): string[] {
  const byActivity = new Map<string, Map<string, string[]>>();
  for (const { path, from, to } of changes) {
    const place = placeOf(was, path);
    const activity = `${place?.activity} (${partOf(place?.eventFlows)}`;
    const copies = byActivity.get(activity) ?? new Map<string, string[]>();
    const copy = `${place?.copy}`;
    copies.set(copy, [...(copies.get(copy) ?? []), `      ${path.at(-1)}: "${from}" -> "${to}"`]);
    byActivity.set(activity, copies);
  }
  return [...byActivity].flatMap(([activity, copies]) =>
    [...copies].flatMap(([copy, lines]) => [`    ${activity}, ${copy})`, ...lines]),
  );
}

export const kindOf = ({ type }: { type: "FLOW" | "SUBFLOW" }): string => (type === "FLOW" ? "Flow" : "Subflow");

/** Where in a flow an activity is. */
export const partOf = (eventFlows: string | undefined): string =>
  eventFlows === undefined ? "main flow" : `event flows ${eventFlows}`;

/** By which entry points calls come to a flow; none where it is not known of any. */
export function callersInWords({ callers, used, unknown }: PlannedFlow): string[] {
  const touching = [...used, ...unknown].flatMap(({ tags }) => tags);
  const [now, later] = [true, false].map((isNow) =>
    callers
      .filter(({ tagId }) => touching.includes(tagId) === isNow)
      .map(({ name, tagId }) => (tagId === "" ? `"${name}"` : `"${name}" (${tagId})`))
      .join(", "),
  );
  return [
    ...(now ? [`Calls use it by entry point ${now}`] : []),
    ...(later ? [`Calls come by entry point ${later} to a version that does not name the connector`] : []),
  ];
}

/** A version and its tags. */
export const versionInWords = ({ version, tags }: Pick<UsedVersion, "version" | "tags">): string =>
  version === "draft" ? "the draft" : `version ${version} (${tags.join(", ")})`;

/** The whole plan of a move by calls. */
export function moveInWords(
  { from, to, planned, flowsSeen, noEntryPoints }: Survey,
  halfDone: readonly FlowRecord[],
): string[] {
  const isHalfDone = ({ flow }: PlannedFlow) => halfDone.some(({ id }) => id === flow.id);
  const fresh = planned.filter((each) => !isHalfDone(each));
  const movable = fresh.filter(({ reasons }) => reasons.length === 0);
  const left = fresh.filter(({ reasons }) => reasons.length > 0);
  return [
    `From connector "${from?.name}" (${from?.id}) to "${to.name}" (${to.id}); ${flowsSeen} flows and subflows were looked at.`,
    ...(noEntryPoints ? [`By which entry points calls come to them is not known: ${noEntryPoints}.`] : []),
    ...(halfDone.length > 0 ? ["", "Goes on with what an earlier run has left half done:"] : []),
    ...halfDone.map((record) => `${kindOf(record)} "${record.name}" (${record.id})`),
    ...(movable.length > 0 ? ["", "Moves, one after the other, and changes no other value:"] : []),
    ...movable.flatMap(movedFlow),
    ...(left.length > 0 ? ["", "Leaves to you (without --unproved-api the command says how):"] : []),
    ...left.flatMap(({ flow, reasons }) => [
      `${kindOf(flow)} "${flow.name}" (${flow.id})`,
      ...reasons.map((reason) => `  - ${reason}`),
    ]),
    ...(movable.length + left.length + halfDone.length === 0
      ? ["", "No flow names the connector: nothing to move."]
      : []),
  ];
}

/** What an undo would do. */
export function undoInWords(records: readonly FlowRecord[]): string[] {
  if (records.length === 0) return ["No flow is left that this journal could take back."];
  return [
    "Takes back, the last one first: publishes what each version was, anew and with the same tags.",
    ...records.flatMap((record) => [
      `${kindOf(record)} "${record.name}" (${record.id})`,
      ...record.parts.map(
        (part) => `  version ${part.number ?? "of one"} (${part.tags.join(", ")}): ${part.versionId}`,
      ),
    ]),
  ];
}

/** What nobody has seen on a tenant. */
export const unprovedInWords: readonly string[] = [
  "UNPROVED: nobody has seen this move on a real tenant. It rests on:",
  ...guesses.map((guess) => `  - ${guess}`),
  "Try it with one flow that no caller reaches first (--flow NAME), and look at that flow in Flow Designer.",
];
