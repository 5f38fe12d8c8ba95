/** Reading flows. */
import { Refusal, Unrouted } from "../answers.ts";
import type { Flow, FlowVersion } from "../flows/flow.ts";
import { basicFlow, exported } from "../flows/shown.ts";
import { toV2 } from "../flows/v2Document.ts";
import { findingsOf, problemsOf, validationBody } from "../flows/validation.ts";
import { isUuid, projectId } from "../identifiers.ts";
import { type Call, flowOf, flowTypeOf, type Handler, jsonBody } from "./call.ts";

const usualSize = 10;

export const listFlows: Handler = (call) => {
  const { tenant, query, parts } = call;
  const flowType = flowTypeOf(call);
  // A wrong project is no error: it just has no flows.
  if (isUuid(parts.projectId ?? "")) throw new Unrouted();
  const ids = query.get("ids")?.split(",");
  const search = query.get("partialNameSearch")?.toLowerCase();
  const found = tenant.state.flows.filter(
    (flow) =>
      parts.projectId === projectId &&
      flow.flowType === flowType &&
      (ids === undefined || ids.includes(flow.id)) &&
      (search === undefined || flow.name.toLowerCase().includes(search)),
  );
  const page = wholeNumber(query, "page", 0, 0);
  const size = Math.min(wholeNumber(query, "size", 1, usualSize), tenant.state.settings.mostFlowsPerPage);
  const data = found.slice(page * size, (page + 1) * size).map((flow) => basicFlow(tenant, flow));
  if (query.get("includePagination") !== "true") return { status: 200, body: data };
  const pageInfo = {
    currentPage: page,
    totalRecords: found.length,
    pageSize: size,
    totalPages: Math.ceil(found.length / size),
  };
  return { status: 200, body: { pageInfo, data } };
};

function wholeNumber(query: URLSearchParams, name: string, least: number, usual: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new Refusal(400, `${name} takes a whole number from ${least}, not ${text}.`, { type: "INVALID_PARAMETER" });
}

/** The version that a query names: `latest`, which nothing has before it is published; `draft`; or an id. */
function versionOf(flow: Flow, name: string): FlowVersion {
  const version =
    name === "draft"
      ? flow.draft
      : name === "latest"
        ? flow.versions.at(-1)
        : [...flow.versions, flow.draft].find(({ id }) => id === name);
  if (version !== undefined) return version;
  throw new Refusal(404, `The flow has no version ${name}.`, { type: "FLOW_VERSION_NOT_FOUND" });
}

export const legacyExport: Handler = (call) => {
  const flow = flowOf(call);
  const version = versionOf(flow, call.query.get("version") ?? "latest");
  return { status: 200, body: exported(call.tenant, flow, version) };
};

export const v2Export: Handler = (call) => {
  if (call.tenant.state.settings.v2Export === "invalidFlowId") {
    throw new Refusal(400, "Invalid flowId", { type: "INVALID_FLOW_ID" });
  }
  const flow = flowOf(call);
  return { status: 200, body: v2Shown(call, flow, versionOf(flow, call.query.get("version") ?? "latest")) };
};

export const readDraft: Handler = (call) => {
  const flow = flowOf(call);
  return { status: 200, body: v2Shown(call, flow, flow.draft) };
};

function v2Shown({ tenant }: Call, flow: Flow, version: FlowVersion): object {
  return { ...toV2(exported(tenant, flow, version)), id: flow.id };
}

export const validateStored: Handler = (call) => {
  const flow = flowOf(call);
  const results = findingsOf(versionOf(flow, call.query.get("versionId") ?? "draft").document);
  return { status: 200, body: { valid: results.every(({ severity }) => severity !== "ERROR"), results } };
};

export const validateDocument: Handler = async (call) => {
  const document = await jsonBody(call);
  if (!Array.isArray(document.nodes)) {
    throw new Refusal(400, "The document is not a flow: nodes are missing.", { type: "INVALID_FLOW" });
  }
  return { status: 200, body: validationBody(problemsOf(document)) };
};
