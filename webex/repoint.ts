import { type FlowDocument, isObject } from "./flowDocument.ts";

/** A connector as flows name it. */
export interface Connector {
  /** UUID. */
  id: string;
  /** What Flow Designer shows. */
  name: string;
}

/** One value that changes, by its place in the document. */
export interface Change {
  path: readonly string[];
  from: string;
  to: string;
}

/** A document that names another connector, and all that is different in it; or why there is none. */
export type Repointed = { document: FlowDocument; changes: Change[] } | { problem: string };

/**
 * The document in which one connector has the place of another. Flows have no reference of their own to a connector: each
 * request names it, in the process and once more in the picture, and each of its event flows does. Changed are the
 * values `connectorId` that are the old id and, beside them, the names that are the old name. Everything else stays,
 * known or not. Pure.
 *
 * @returns a problem where the old id stands anywhere else: somebody has to look at that
 */
export function repointed(document: FlowDocument, from: Connector, to: Connector): Repointed {
  const changes: Change[] = [];
  const elsewhere: string[] = [];
  const visit = (value: unknown, path: readonly string[]): unknown => {
    if (typeof value === "string" && holds(value, from.id)) elsewhere.push(pathInWords(path));
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, String(index)]));
    if (!isObject(value)) return value;
    const isUse = value.connectorId === from.id;
    const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
      const at = [...path, key];
      if (holds(key, from.id)) elsewhere.push(pathInWords(at));
      const next = isUse ? replacement(key, item, from, to) : undefined;
      if (next === undefined) return [key, visit(item, at)];
      changes.push({ path: at, from: String(item), to: next });
      return [key, next];
    });
    // Not by assignment: a key may be `__proto__`.
    return Object.fromEntries(entries);
  };
  const result = visit(document, []) as FlowDocument;
  const strange = changes
    .filter(({ path }) => placeOf(document, path) === undefined)
    .map(({ path }) => pathInWords(path));
  if (elsewhere.length > 0) {
    return { problem: `the id of the connector also stands at ${elsewhere.join(", ")}, where nothing is known of it` };
  }
  if (strange.length > 0) {
    return { problem: `the connector is named at ${strange.join(", ")}, which is no place of a request` };
  }
  return { document: result, changes };
}

function replacement(key: string, value: unknown, from: Connector, to: Connector): string | undefined {
  if (key === "connectorId") return to.id;
  // `connectorId:name` and `connectorId_name`; flows of before 2025 have neither.
  return key.startsWith("connectorId") && key.includes("name") && value === from.name ? to.name : undefined;
}

/** Whether a text has an id in it, in capitals or not. */
export const holds = (text: string, id: string) => text.toLowerCase().includes(id.toLowerCase());

const pathInWords = (path: readonly string[]) => path.map((part) => part.slice(0, 80)).join(".") || "the top";

/** Where in a flow a value is. */
export interface Place {
  /** Name of the activity. */
  activity: string;
  /** The group of event flows it belongs to; undefined for the main flow. */
  eventFlows: string | undefined;
  /** What runs, or what the picture repeats of it. */
  copy: "process" | "diagram";
}

/** The activity that a property belongs to; undefined where there is none by what is known of such documents. Pure. */
export function placeOf(document: FlowDocument, path: readonly string[]): Place | undefined {
  const isOfEvents = path[0] === "eventFlows" && path[1] === "eventsMap";
  const eventFlows = isOfEvents ? path[2] : undefined;
  const [copy, list, id, properties, key, ...more] = isOfEvents ? path.slice(3) : path;
  const isPlace =
    ((copy === "process" && list === "activities") || (copy === "diagram" && list === "widgets")) &&
    properties === "properties" &&
    key !== undefined &&
    more.length === 0;
  if (!isPlace) return undefined;
  const part = eventFlows === undefined ? document : inside(document, ["eventFlows", "eventsMap", eventFlows]);
  const name = inside(part, ["process", "activities", String(id), "name"]);
  return { activity: typeof name === "string" ? name : String(id), eventFlows, copy };
}

function inside(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);
}

/** Whether a document, or a text that could not be read, names a connector anywhere. Pure. */
export function mentions(value: unknown, id: string): boolean {
  if (typeof value === "string") return holds(value, id);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) => holds(key, id) || mentions(item, id));
}

/** The ids under which requests name a connector of this name; for where Webex lists no connector so. Pure. */
export function idsNamed(value: unknown, name: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  const { connectorId } = value as { connectorId?: unknown };
  const isNamed = entries.some(([key, item]) => key.startsWith("connectorId") && key.includes("name") && item === name);
  const own = isNamed && typeof connectorId === "string" ? [connectorId] : [];
  return [...new Set([...own, ...entries.flatMap(([, item]) => idsNamed(item, name))])];
}
