/** What changes flows: imports, saves of the draft, publishing. */
import { Refusal } from "../answers.ts";
import { newFlowId } from "../identifiers.ts";
import type { Tenant } from "../state.ts";
import { activityTypes } from "./activities.ts";
import { activitiesOf } from "./document.ts";
import { type Flow, type FlowDocument, type FlowType, type TagName, tagNames } from "./flow.ts";
import { passLock } from "./locks.ts";
import { problemsOf, validationBody } from "./validation.ts";

/** Who writes. */
export interface Author {
  email: string;
}

export interface Import {
  document: FlowDocument;
  flowType: FlowType;
  overwrite: boolean;
}

/** Puts a raw document into the draft of the flow that has its name, or makes that flow. @throws Refusal */
export function importDocument(tenant: Tenant, { email }: Author, { document, flowType, overwrite }: Import): Flow {
  const name = typeof document.name === "string" ? document.name.trim() : "";
  if (name === "") throw new Refusal(400, "The flow has no name.", { type: "INVALID_FLOW" });
  const unknown = activitiesOf(document).find(({ properties }) => !isKnown(properties.activityName));
  if (unknown !== undefined) {
    const text = `The activity ${String(unknown.properties.activityName)} of ${unknown.name} is not known.`;
    throw new Refusal(400, text, { type: "ACTIVITY_NOT_FOUND" });
  }
  const { flows } = tenant.state;
  const existing = flows.find((flow) => flow.name === name && flow.flowType === flowType);
  if (existing === undefined) {
    if (flows.length >= mostFlows) throw new Refusal(400, `A local tenant has ${mostFlows} flows at most.`);
    const created = newFlow(document, { name, flowType, email, now: tenant.now() });
    flows.push(created);
    tenant.changed();
    return created;
  }
  if (!overwrite) {
    throw new Refusal(409, `A flow with the name ${name} exists already.`, { type: "FLOW_ALREADY_EXISTS" });
  }
  passLock(tenant, existing, email);
  replaceDraft(tenant, existing, document, email);
  return existing;
}

const mostFlows = 2_000;
/** Versions that a flow keeps at most, besides those that a tag points to. */
const mostVersions = 200;

function isKnown(activityName: unknown): boolean {
  return typeof activityName === "string" && Object.hasOwn(activityTypes, activityName);
}

interface NewFlow {
  name: string;
  flowType: FlowType;
  email: string;
  now: Date;
}

/** A flow that was never published. */
export function newFlow(document: FlowDocument, { name, flowType, email, now }: NewFlow): Flow {
  const time = now.toISOString();
  return {
    id: newFlowId(),
    name,
    description: typeof document.description === "string" ? document.description : "",
    flowType,
    draft: { id: newFlowId(), number: 0, document, comment: null, createdBy: email, createdDate: time },
    versions: [],
    tags: {},
    tagHistories: {},
    lock: null,
    createdBy: email,
    createdDate: time,
    lastModifiedBy: email,
    lastModifiedDate: time,
  };
}

/** Its number stays 0, so that nobody can tell from it that somebody else has written. */
export function replaceDraft(tenant: Tenant, flow: Flow, document: FlowDocument, email: string): void {
  const time = tenant.now().toISOString();
  flow.draft = { ...flow.draft, document, createdBy: email, createdDate: time };
  flow.lastModifiedBy = email;
  flow.lastModifiedDate = time;
  tenant.changed();
}

/**
 * Demands that a v2 document can be taken.
 *
 * @throws Refusal 400 for one that has the form of the published schema only, 422 for what the validation finds
 */
export function requireValid(document: FlowDocument): void {
  if (!Array.isArray(document.nodes) || typeof document.name !== "string" || document.name === "") {
    throw new Refusal(400, "The document is not a flow: name and nodes are missing.", { type: "INVALID_FLOW" });
  }
  const problems = problemsOf(document);
  if (problems.length > 0) {
    throw new Refusal(422, "The flow is not valid.", { body: validationBody(problems) });
  }
}

/** Demands the version that the caller last saw, which is always 0. @throws Refusal */
export function requireExpectedVersion({ draft }: Flow, expected: string | null): void {
  if (expected === null || Number(expected) === draft.number) return;
  throw new Refusal(409, `Version conflict: expected version ${expected} but found ${draft.number}`, {
    type: "VERSION_CONFLICT",
  });
}

/** Makes the draft, whoever wrote it, the newest version, and moves tags to it: `Latest` always. @throws Refusal */
export function publish(tenant: Tenant, flow: Flow, { email }: Author, comment: string | null, tags: unknown[]): void {
  const unknown = tags.find((tag) => !tagNames.includes(tag as TagName));
  if (unknown !== undefined) {
    throw new Refusal(400, `The tag ${String(unknown)} is none of ${tagNames.join(", ")}.`, { type: "INVALID_TAG" });
  }
  passLock(tenant, flow, email);
  const { document } = flow.draft;
  const time = tenant.now().toISOString();
  const id = newFlowId();
  const number = (flow.versions.at(-1)?.number ?? 0) + 1;
  flow.versions.push({ id, number, document: structuredClone(document), comment, createdBy: email, createdDate: time });
  for (const tag of new Set<TagName>([...(tags as TagName[]), "Latest"])) {
    flow.tags[tag] = id;
    flow.tagHistories[tag] = [...(flow.tagHistories[tag] ?? []), id].slice(-mostVersions);
  }
  dropOldVersions(flow);
  flow.name = typeof document.name === "string" && document.name !== "" ? document.name : flow.name;
  flow.description = typeof document.description === "string" ? document.description : flow.description;
  flow.lastModifiedBy = email;
  flow.lastModifiedDate = time;
  tenant.changed();
}

function dropOldVersions(flow: Flow): void {
  const tagged = new Set(Object.values(flow.tags));
  const newest = flow.versions.slice(-mostVersions);
  flow.versions = flow.versions.filter((version) => tagged.has(version.id) || newest.includes(version));
}
