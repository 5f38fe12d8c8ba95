/** What a call does in a flow. Pure. */
import { type Activity, activitiesOf, asObject, isHttpRequest, partsOf } from "../flows/document.ts";
import type { FlowDocument } from "../flows/flow.ts";

/** The requests that a call makes: those of the flow in the order of its links, then those when the call ends. */
export function requestsOf(document: FlowDocument): Activity[] {
  const activities = activitiesOf(document);
  return partsOf(document)
    .flatMap(({ place, part }) => {
      const own = activities.filter((activity) => activity.place === place);
      const links = asObject(part.process).links;
      return inOrder(own, Array.isArray(links) ? links.map(asObject) : []);
    })
    .filter((activity) => isHttpRequest(activity) && activity.properties.authenticated === true);
}

/** Breadth first from where nothing leads to; what no link reaches comes last. */
function inOrder(activities: readonly Activity[], links: readonly { readonly [key: string]: unknown }[]): Activity[] {
  const reached = new Set(links.map(({ targetActivityId }) => targetActivityId));
  const queue = activities.filter(({ id }) => !reached.has(id)).map(({ id }) => id);
  const seen = new Set(queue);
  for (const id of queue) {
    for (const { sourceActivityId, targetActivityId } of links) {
      if (sourceActivityId !== id || seen.has(String(targetActivityId))) continue;
      seen.add(String(targetActivityId));
      queue.push(String(targetActivityId));
    }
  }
  const order = [...queue, ...activities.map(({ id }) => id)];
  return [...activities].sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
}

/** A text with the variables of a call in place of `{{name}}`. */
export function rendered(text: unknown, variables: ReadonlyMap<string, string>): string {
  return String(text ?? "").replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_mark, name: string) => variables.get(name) ?? "");
}

/** The variables that a request sets from its answer, by paths such as `$.data.voiceCallId`. */
export function outputsOf({ properties }: Activity, answer: string): [name: string, value: string][] {
  const wanted = Array.isArray(properties.outputVariableArray) ? properties.outputVariableArray.map(asObject) : [];
  if (wanted.length === 0) return [];
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return [];
  }
  return wanted.flatMap(({ outputVariable, jsonPathExp }) => {
    const steps = String(jsonPathExp).split(".").slice(1);
    const found = steps.reduce<unknown>(
      (inner, step) => (Object.hasOwn(asObject(inner), step) ? asObject(inner)[step] : undefined),
      value,
    );
    return typeof found === "string" ? [[String(outputVariable), found] as [string, string]] : [];
  });
}
