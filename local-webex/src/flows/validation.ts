/** What the validations of documents say. Pure. */
import { activityTypes } from "./activities.ts";
import { type Activity, activitiesOf, asObject, isHttpRequest, type Json } from "./document.ts";
import type { FlowDocument } from "./flow.ts";
import { eventGroups, nodesOf } from "./v2Document.ts";

/** An entry of the results of a stored version. */
export interface Finding {
  code: string;
  severity: "ERROR" | "WARNING" | "RECOMMENDATION";
  message: string;
  hint: string;
  docLink: string;
  activityLabel: string;
}

/** What Flow Designer finds in a stored version: some of it in flows that it made itself. */
export function findingsOf(document: FlowDocument): Finding[] {
  return activitiesOf(document).filter(isHttpRequest).flatMap(requestFindings);
}

function requestFindings({ name, properties }: Activity): Finding[] {
  const finding = (code: string, severity: Finding["severity"], message: string): Finding => ({
    code,
    severity,
    message,
    hint: "",
    docLink: "",
    activityLabel: name,
  });
  const found: Finding[] = [];
  if (lacksConnector(properties)) {
    found.push(finding("FC1015", "ERROR", "The required field connectorId is empty."));
  }
  if (properties.authenticated === false && typeof properties.httpRequestUrl !== "string") {
    found.push(finding("FC1047", "ERROR", "The field httpRequestUrl is not a valid URL."));
  }
  if (properties.httpResponseTimeout === undefined) {
    found.push(finding("FC1004", "RECOMMENDATION", "Set a response timeout."));
  }
  return found;
}

/** Asked for in every request, also in those that say that they need none. */
function lacksConnector({ connectorId }: Json): boolean {
  return typeof connectorId !== "string" || connectorId === "";
}

/** An error of a v2 document that was sent. */
export interface Problem {
  activityName: string;
  condition: string;
  from: string;
  edge: string;
  suggestion: string;
  message: string;
  severity: "ERROR";
}

/** What is wrong in a v2 document; empty when it can be taken. */
export function problemsOf(document: FlowDocument): Problem[] {
  const problem = (activityName: string, message: string): Problem => ({
    activityName,
    condition: "",
    from: "",
    edge: "",
    suggestion: "",
    message,
    severity: "ERROR",
  });
  const parts: Json[] = [document, ...eventGroups(document).map(([, group]) => group)];
  return parts.flatMap((part) => {
    const nodes = nodesOf(part);
    const names = new Set(nodes.map(({ name }) => name));
    return [
      ...nodes.flatMap(({ name, activityName, properties }) => {
        if (!Object.hasOwn(activityTypes, activityName)) return [problem(name, `Unknown activity ${activityName}.`)];
        if (activityName === "Event" && properties.eventSourceName === undefined) {
          return [problem(name, "key not found: eventSourceName")];
        }
        if (activityName === "fn-activity" && properties.fnName === undefined) {
          return [problem(name, "key not found: fnName")];
        }
        const isRequest = activityName === "http-request-v2" || activityName === "http-request";
        return isRequest && lacksConnector(properties)
          ? [problem(name, "FC1015: The required field connectorId is empty.")]
          : [];
      }),
      ...(Array.isArray(part.edges) ? part.edges : [])
        .map(asObject)
        .filter(({ from, to }) => !names.has(String(from)) || !names.has(String(to)))
        .map(({ from, to }) => problem(String(from), `The edge to ${String(to)} leads nowhere.`)),
    ];
  });
}

/** Body of the validation of a document, and of the refusal of one. */
export function validationBody(problems: readonly Problem[]): object {
  return {
    valid: problems.length === 0,
    errors: problems,
    warnings: [],
    summary: problems.length === 0 ? "The flow is valid." : `The flow has ${problems.length} errors.`,
  };
}
