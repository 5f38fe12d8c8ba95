/** The second form of documents: nodes by name, with properties in one level. Reading loses what it has no place for. */
import { newUuid } from "../identifiers.ts";
import { activityTypes, retypedWidgets } from "./activities.ts";
import { activitiesOf, asObject, type Json } from "./document.ts";
import type { FlowDocument } from "./flow.ts";

/** Keys of the raw form that the v2 form does not hand on. */
const lost = new Set(["process", "diagram", "eventFlows", "runtimeVariables", "validating", "persist", "settings"]);

/** Of events, the v2 form hands on neither where they come from, nor what they are classified as. */
const lostOfEvents = /^event(Source|Classification)/;

export function toV2(document: FlowDocument): FlowDocument {
  const kept = Object.entries(document).filter(([key]) => !lost.has(key));
  const eventFlows = Object.entries(asObject(asObject(document.eventFlows).eventsMap)).map(([name, group]) => [
    name,
    { ...nodesAndEdges(asObject(group)), onEvents: asObject(group).onEvents ?? {} },
  ]);
  return {
    ...Object.fromEntries(kept),
    schemaVersion: "2.0",
    ...nodesAndEdges(document),
    eventFlows: Object.fromEntries(eventFlows),
  };
}

function nodesAndEdges(part: Json): { nodes: object[]; edges: object[] } {
  const activities = activitiesOf({ process: part.process });
  const names = new Map(activities.map(({ id, name }) => [id, name]));
  const links = asObject(part.process).links;
  return {
    nodes: activities.map(({ id, name, group, properties }) => ({
      id,
      name,
      activityType: ["start", "end", "event"].includes(group) ? group : "action",
      group,
      properties: group === "event" ? withoutLost(properties) : { ...properties },
    })),
    edges: (Array.isArray(links) ? links : [])
      .map(asObject)
      .map(({ sourceActivityId, targetActivityId, conditionExpr }) => ({
        id: null,
        from: names.get(String(sourceActivityId)) ?? null,
        to: names.get(String(targetActivityId)) ?? null,
        condition: conditionExpr ?? "",
        properties: {},
      })),
  };
}

function withoutLost(properties: Json): Json {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !lostOfEvents.test(key)));
}

export interface Node {
  id: string | undefined;
  name: string;
  activityType: string;
  activityName: string;
  properties: Json;
}

/** The nodes of a v2 document or of one of its event flows, whatever came. */
export function nodesOf(part: Json): Node[] {
  return (Array.isArray(part.nodes) ? part.nodes : []).map(asObject).map(({ id, name, activityType, properties }) => ({
    id: typeof id === "string" ? id : undefined,
    name: String(name ?? ""),
    activityType: String(activityType ?? ""),
    activityName: String(asObject(properties).activityName ?? ""),
    properties: asObject(properties),
  }));
}

/** The event flows of a v2 document: a map of groups, or one group alone. */
export function eventGroups(document: Json): [name: string, group: Json][] {
  const eventFlows = asObject(document.eventFlows);
  if (Array.isArray(eventFlows.nodes)) return [["GLOBAL_EVENTS", eventFlows]];
  return Object.entries(eventFlows).map(([name, group]) => [name, asObject(group)]);
}

/**
 * The raw form of a v2 document, with a canvas that is made anew.
 *
 * @param retype whether its widgets get the types that Flow Designer cannot open
 */
export function fromV2(document: FlowDocument, retype: boolean): FlowDocument {
  const { nodes: _nodes, edges: _edges, eventFlows: _eventFlows, schemaVersion: _schema, ...kept } = document;
  const groups = eventGroups(document).map(([name, group]) => [
    name,
    { name, onEvents: group.onEvents ?? {}, ...processAndDiagram(group, retype) },
  ]);
  return {
    ...kept,
    ...processAndDiagram(document, retype),
    eventFlows: { eventsMap: Object.fromEntries(groups) },
  };
}

function processAndDiagram(part: Json, retype: boolean): { process: object; diagram: object } {
  const nodes = nodesOf(part).map((node) => ({ ...node, id: node.id ?? newUuid() }));
  const ids = new Map(nodes.map(({ id, name }) => [name, id]));
  const activities = nodes.map(({ id, name, activityName, activityType, properties }) => [
    id,
    {
      id,
      name,
      group: activityTypes[activityName] ?? activityType,
      properties: { activityId: activityName, ...properties },
    },
  ]);
  const widgets = nodes.map(({ id, activityName, activityType, properties }) => [
    id,
    {
      id: newUuid(),
      type: (retype ? retypedWidgets[activityName] : undefined) ?? activityTypes[activityName] ?? activityType,
      widgetType: "activity",
      properties,
    },
  ]);
  const links = (Array.isArray(part.edges) ? part.edges : []).map(asObject).map(({ from, to, condition }) => ({
    id: newUuid(),
    sourceActivityId: ids.get(String(from)) ?? null,
    targetActivityId: ids.get(String(to)) ?? null,
    conditionExpr: condition ?? "",
    properties: { value: condition ?? "" },
  }));
  return {
    process: { activities: Object.fromEntries(activities), links },
    diagram: { widgets: Object.fromEntries(widgets) },
  };
}
