import { chosenByName, connectorChoices } from "./connectorChoices.ts";
import { exportFlow, listFlows } from "./flows.ts";
import type { WebexReader } from "./gateway.ts";

/** What Webex tells of a connector. */
export interface ConnectorUse {
  /** Id of the connector; undefined where none of that name is among those that an activity can choose. */
  connectorId: string | undefined;
  /** The flows that use it. */
  flows: { flow: string; version: string; activities: string[] }[];
  /** How many flows and subflows were looked at; 0 is no proof that there are none. */
  flowsSeen: number;
}

/** Looks for a connector by its name, and for what uses it: in every version that a tag leads to, and in drafts. */
export async function connectorUse(read: WebexReader, name: string): Promise<ConnectorUse> {
  const choice = chosenByName(await connectorChoices(read), name);
  if (choice === undefined) return { connectorId: undefined, flows: [], flowsSeen: 0 };
  const connectorId = choice.id;
  const flows = await listFlows(read);
  const used: ConnectorUse["flows"] = [];
  for (const flow of flows) {
    const versions = new Map<string, string[]>([["draft", ["draft"]]]);
    for (const tag of flow.tags) versions.set(tag.versionId, [...(versions.get(tag.versionId) ?? []), tag.name]);
    for (const [version, names] of versions) {
      const activities = activitiesUsing(await exportFlow(read, flow, version), connectorId);
      if (activities.length > 0) used.push({ flow: flow.name, version: names.join(", "), activities });
    }
  }
  return { connectorId, flows: used, flowsSeen: flows.length };
}

/**
 * Names of the activities of an exported flow that use a connector, in the main process and in event flows, in either
 * form of the document. What names the connector without a name of its own counts under its key. Pure.
 */
export function activitiesUsing(document: unknown, connectorId: string): string[] {
  const found = new Set<string>();
  let isSomewhere = false;
  // A list of what is left, not calls within calls: a document may be as deep as it likes.
  const left: { value: unknown; name: string; isPicture: boolean }[] = [
    { value: document, name: "", isPicture: false },
  ];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, name, isPicture } = next;
    if (value === connectorId) isSomewhere = true;
    if (typeof value !== "object" || value === null) continue;
    const own = (value as { name?: unknown }).name;
    const hasName = typeof own === "string" && !Array.isArray(value);
    const children = Object.entries(value).map(([key, item]) => {
      if (!isPicture && key === "connectorId" && item === connectorId) found.add(hasName ? own : name);
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
