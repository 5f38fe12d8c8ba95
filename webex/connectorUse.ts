import { WebexError } from "./errors.ts";
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

const choicesPath = "/v2/activities/http-request-v2/inputs/connectorId/choices";

/** Looks for a connector by its name, and for what uses it: in every version that a tag leads to, and in drafts. */
export async function connectorUse(read: WebexReader, name: string): Promise<ConnectorUse> {
  const doing = "listing the connectors that an activity can choose";
  const { choices, count } = (await read(choicesPath, {}, doing)) as {
    choices?: { name?: unknown; value?: unknown }[];
    count?: number;
  };
  if (!Array.isArray(choices) || (typeof count === "number" && count > choices.length)) {
    throw new WebexError(doing, 200, "", "the list was cut short");
  }
  const choice = choices.find((each) => String(each.name).toLowerCase() === name.toLowerCase());
  if (typeof choice?.value !== "string") return { connectorId: undefined, flows: [], flowsSeen: 0 };
  const connectorId = choice.value;
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
  const walk = (value: unknown, name: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, name);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const own = (value as { name?: unknown }).name;
    const known = typeof own === "string" ? own : name;
    for (const [key, item] of Object.entries(value)) {
      if (key === "connectorId" && item === connectorId) found.add(known);
      // The picture of a flow repeats its activities, without their names.
      else if (key !== "diagram") walk(item, typeof own === "string" ? known : key);
    }
  };
  walk(document, "");
  // A connector that only the picture names is used all the same, as far as anybody can tell.
  if (found.size === 0 && JSON.stringify(document).includes(`"${connectorId}"`))
    found.add("an activity that could not be told");
  return [...found].map((name) => (name === "properties" || name === "" ? "an activity" : name));
}
