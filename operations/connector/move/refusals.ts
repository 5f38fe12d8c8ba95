import type { FlowRead, VersionRead } from "../../../webex/flowReads.ts";
import { differences, latestTag, publishableTags } from "../../../webex/unproved.ts";

/** How a version is called: by its number, else by its id. */
export const labelOf = ({ number, versionId }: Omit<VersionRead, "reading">): string =>
  number === undefined ? versionId : String(number);

/** Why a flow is left to a person, whatever the connector; empty where nothing is against it. Pure. */
export function reasonsAgainst({ flow, draft, versions }: FlowRead): string[] {
  const reasons: string[] = [];
  if (flow.lockedBy !== undefined) reasons.push(`it is locked by ${flow.lockedBy}, who edits it`);
  const named = [
    { label: "its draft", reading: draft },
    ...versions.map((each) => ({ ...each, label: `version ${labelOf(each)}` })),
  ];
  for (const { label, reading } of named) {
    if ("problem" in reading) reasons.push(`${label} cannot be read: ${reading.problem}`);
    else if (reading.document.name !== flow.name) {
      reasons.push(`${label} has another name than the flow, and an import goes by the name`);
    }
  }
  const newest = versions.at(-1);
  if (newest === undefined) return [...reasons, "it was never published: nothing but its draft names the connector"];
  if (!("problem" in draft) && !("problem" in newest.reading)) {
    const parts = differences(newest.reading.document, draft.document);
    if (parts.length > 0) {
      reasons.push(
        `its draft differs from version ${labelOf(newest)} in ${parts.join(", ")}: publishing would put unfinished work before callers`,
      );
    }
  }
  const strange = versions.flatMap(({ tags }) => tags).filter((tag) => !publishableTags.includes(tag));
  if (strange.length > 0) reasons.push(`its tag ${strange.join(", ")} is none that a publish can move`);
  return hasNewest(versions)
    ? reasons
    : [...reasons, "its tags lead to several versions, and which of them is the newest cannot be told"];
}

/** Whether the versions have an order, and the tag that every publish moves is on the last one. */
function hasNewest(versions: readonly VersionRead[]): boolean {
  if (versions.length === 1) return true;
  const numbers = new Set(versions.map(({ number }) => number));
  const isLatestElsewhere = versions.slice(0, -1).some(({ tags }) => tags.includes(latestTag));
  return numbers.size === versions.length && !numbers.has(undefined) && !isLatestElsewhere;
}
