/** Writing flows. */
import { type Answer, Refusal } from "../answers.ts";
import type { Flow, FlowDocument } from "../flows/flow.ts";
import { freeLock, passLock, takeLock } from "../flows/locks.ts";
import { patched } from "../flows/patch.ts";
import { basicFlow, publishedFlow } from "../flows/shown.ts";
import { fromV2, toV2 } from "../flows/v2Document.ts";
import { importDocument, publish, replaceDraft, requireExpectedVersion, requireValid } from "../flows/writes.ts";
import { type Call, flowOf, flowTypeOf, type Handler, jsonBody, objectOf } from "./call.ts";

export const legacyImport: Handler = async (call) => {
  const { tenant, grant, query, request } = call;
  const flowType = flowTypeOf(call);
  // What the service does with a body that has no parts.
  if (!request.contentType?.startsWith("multipart/form-data")) {
    throw new Refusal(500, "Oops... Something broke. Please try again.");
  }
  const part = (await request.form()).get("file");
  if (part === null) throw new Refusal(400, "The part file is missing.", { type: "INVALID_FLOW" });
  const document = objectOf(typeof part === "string" ? part : await part.text());
  const flow = importDocument(tenant, grant, { document, flowType, overwrite: query.get("overwrite") === "yes" });
  return { status: 201, body: basicFlow(tenant, flow) };
};

export const v2Import: Handler = async (call) => {
  const { tenant, grant, query } = call;
  const flowType = flowTypeOf(call);
  const sent = await jsonBody(call);
  requireValid(sent);
  const document = fromV2(sent, false);
  const flow = importDocument(tenant, grant, { document, flowType, overwrite: query.get("overwrite") === "true" });
  return { status: 201, body: v2Metadata(call, flow) };
};

export const saveDraft: Handler = async (call) => {
  const flow = flowOf(call);
  return saved(call, flow, await jsonBody(call));
};

export const patchDraft: Handler = async (call) => {
  const flow = flowOf(call);
  const patch = await jsonBody(call);
  const before = toV2(flow.draft.document);
  const after = saved(call, flow, patched(before, patch));
  return after;
};

/** Saves a v2 document as the draft, on a canvas that is made anew. */
function saved(call: Call, flow: Flow, document: FlowDocument): Answer {
  const { tenant, grant, query } = call;
  requireExpectedVersion(flow, query.get("expectedVersion"));
  requireValid(document);
  passLock(tenant, flow, grant.email);
  const retype = tenant.state.settings.draftSaves === "retypeWidgets";
  replaceDraft(tenant, flow, fromV2(document, retype), grant.email);
  return { status: 200, body: v2Metadata(call, flow) };
}

function v2Metadata({ tenant }: Call, flow: Flow): object {
  const { id, name, flowType, draft, versions } = flow;
  const status = versions.length === 0 ? "Draft" : "Published";
  return {
    flow: { id, orgId: tenant.state.orgId, version: draft.number, flowType, name, status },
    preflightWarnings: [],
    preflightWarningsCount: 0,
  };
}

export const lockFlow: Handler = (call) => {
  takeLock(call.tenant, flowOf(call), call.grant.email);
  return okAnswer(call);
};

export const unlockFlow: Handler = (call) => {
  freeLock(call.tenant, flowOf(call), call.grant.email);
  return okAnswer(call);
};

function okAnswer({ tenant }: Call): Answer {
  return tenant.state.settings.lockAnswer === "text" ? { status: 200, text: "OK" } : { status: 200, body: "OK" };
}

export const publishFlow: Handler = async (call) => {
  const flow = flowOf(call);
  const { comment = null, tagIds = [] } = await jsonBody(call);
  if (!Array.isArray(tagIds)) throw new Refusal(400, "tagIds is not a list.", { type: "INVALID_TAG" });
  publish(call.tenant, flow, call.grant, comment === null ? null : String(comment), tagIds);
  return { status: 200, body: publishedFlow(call.tenant, flow) };
};
