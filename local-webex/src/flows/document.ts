/** Reading raw documents, which may be anything that was imported. */
import type { FlowDocument } from "./flow.ts";

export type Json = { readonly [key: string]: unknown };

export function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** An activity of a document. */
export interface Activity {
  id: string;
  name: string;
  group: string;
  /** Its own, as they stand in the document. */
  properties: { [key: string]: unknown };
  /** `process`, or the name of the group of event flows it is in. */
  place: string;
}

/** A part of a document with activities: the flow itself, or a group of its event flows. */
export interface Part {
  /** `process`, or the name of the group. */
  place: string;
  part: Json;
}

export function partsOf(document: FlowDocument): Part[] {
  const groups = Object.entries(asObject(asObject(document.eventFlows).eventsMap));
  return [{ place: "process", part: document }, ...groups.map(([place, part]) => ({ place, part: asObject(part) }))];
}

/** All activities, those of the event flows included. */
export function activitiesOf(document: FlowDocument): Activity[] {
  return partsOf(document).flatMap(({ place, part }) =>
    Object.entries(asObject(asObject(part.process).activities)).map(([id, sent]) => {
      const activity = asObject(sent);
      const properties = asObject(activity.properties) as Activity["properties"];
      return { id, name: String(activity.name ?? id), group: String(activity.group ?? ""), properties, place };
    }),
  );
}

/** Activities that send an HTTP request: today's and the older one. */
export function isHttpRequest({ properties }: Activity): boolean {
  return properties.activityName === "http-request-v2" || properties.activityName === "http-request";
}

/** The activities that name a connector. */
export function connectedActivities(document: FlowDocument): Activity[] {
  return activitiesOf(document).filter((activity) => isHttpRequest(activity) && connectorIdOf(activity) !== undefined);
}

export function connectorIdOf({ properties }: Activity): string | undefined {
  return typeof properties.connectorId === "string" ? properties.connectorId : undefined;
}

/** The document as Flow Designer saves it after a person chose another connector for all of its authenticated requests. */
export function withConnector(document: FlowDocument, connector: { id: string; name: string }): FlowDocument {
  const copy = structuredClone(document);
  for (const { part } of partsOf(copy)) {
    for (const map of [asObject(part.process).activities, asObject(part.diagram).widgets]) {
      for (const entry of Object.values(asObject(map))) {
        const properties = asObject(asObject(entry).properties) as Activity["properties"];
        if (!String(properties.activityName).startsWith("http-request") || properties.authenticated !== true) continue;
        properties.connectorId = connector.id;
        for (const key of ["connectorId:name", "connectorId_name"]) {
          if (Object.hasOwn(properties, key)) properties[key] = connector.name;
        }
      }
    }
  }
  return copy;
}
