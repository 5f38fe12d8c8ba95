import { chosenByName, connectorChoices } from "./connectorChoices.ts";
import { contentIn, type FlowReads, idsInFlows, isUnknown, readFlows } from "./flowReads.ts";
import { readerOver, type WebexCaller } from "./gateway.ts";
import { type Connector, holds } from "./repoint.ts";

/** What Webex tells of a connector. */
export interface ConnectorUse {
  /** Id of the connector; undefined where neither the list of connectors nor any flow knows the name. */
  connectorId: string | undefined;
  /** Whether it is among those that an activity can choose. */
  isListed: boolean;
  /** The flows that use it. */
  flows: VersionUse[];
  /** Versions of which nobody can say whether they use it, with the reason. */
  unknown: { flow: string; version: string; problem: string }[];
  /** How many flows and subflows were looked at; 0 is no proof that there are none. */
  flowsSeen: number;
}

/** A version of a flow, and the activities of it that use a connector. */
interface VersionUse {
  flow: string;
  /** `draft`, or the tags that lead to it. */
  version: string;
  activities: string[];
}

/** Looks for connectors by their names, and for what uses them: in every version that a tag leads to, and in drafts. */
export async function connectorUses(call: WebexCaller, names: readonly string[]): Promise<Map<string, ConnectorUse>> {
  const choices = await connectorChoices(readerOver(call));
  const reads = await readFlows(call, () => undefined);
  return new Map(names.map((name) => [name, useOf(name, choices, reads)]));
}

function useOf(name: string, choices: readonly Connector[], { flows, reads }: FlowReads): ConnectorUse {
  const listed = chosenByName(choices, name).map(({ id }) => id);
  const ids = listed.length > 0 ? listed : idsInFlows(reads, name);
  const use: ConnectorUse = {
    connectorId: ids[0],
    isListed: listed.length > 0,
    flows: [],
    unknown: [],
    flowsSeen: flows.length,
  };
  for (const { flow, draft, versions } of reads) {
    const served = versions.map(({ versionId, reading }) => {
      const tags = flow.tags.filter((tag) => tag.versionId === versionId);
      return { version: tags.map((tag) => tag.name).join(", "), reading };
    });
    for (const { version, reading } of [{ version: "draft", reading: draft }, ...served]) {
      const activities = [...new Set(ids.flatMap((id) => activitiesUsing(contentIn(reading), id)))];
      if (activities.length > 0) use.flows.push({ flow: flow.name, version, activities });
      else if ("problem" in reading && isUnknown(reading)) {
        use.unknown.push({ flow: flow.name, version, problem: reading.problem });
      }
    }
  }
  return use;
}

/**
 * Names of the activities of an exported flow that use a connector, in the main process and in event flows, in either
 * form of the document. What names the connector without a name of its own counts under its key. Pure.
 */
export function activitiesUsing(document: unknown, connectorId: string): string[] {
  const found = new Set<string>();
  const isId = (value: unknown) => typeof value === "string" && value.toLowerCase() === connectorId.toLowerCase();
  let isSomewhere = false;
  // A list of what is left, not calls within calls: a document may be as deep as it likes.
  const left: { value: unknown; name: string; isPicture: boolean }[] = [
    { value: document, name: "", isPicture: false },
  ];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, name, isPicture } = next;
    if (typeof value === "string" && holds(value, connectorId)) isSomewhere = true;
    if (typeof value !== "object" || value === null) continue;
    const own = (value as { name?: unknown }).name;
    const hasName = typeof own === "string" && !Array.isArray(value);
    const children = Object.entries(value).map(([key, item]) => {
      if (!isPicture && key === "connectorId" && isId(item)) found.add(hasName ? own : name);
      if (holds(key, connectorId)) isSomewhere = true;
      // The picture of a flow repeats its activities, without their names.
      const of = Array.isArray(value) || hasName ? (hasName ? own : name) : key;
      return { value: item as unknown, name: of, isPicture: isPicture || key === "diagram" };
    });
    left.push(...children.reverse());
  }
  // A connector that only the picture names is used all the same, as far as anybody can tell.
  if (found.size === 0 && isSomewhere) found.add("an activity that could not be told");
  return [...found].map((name) => (name === "properties" || name === "" ? "an activity" : name));
}
