/** A call that the gateway has let through, and what it may ask of it. */
import { type Answer, Refusal } from "../answers.ts";
import type { Flow, FlowType } from "../flows/flow.ts";
import type { Grant } from "../identity/model.ts";
import type { Tenant } from "../state.ts";

export interface GatewayRequest {
  method: string;
  /** As it was sent, after the host. */
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  contentType: string | undefined;
  text(): Promise<string>;
  /** @throws Refusal when the body is no form of parts */
  form(): Promise<FormData>;
}

export interface Call {
  tenant: Tenant;
  grant: Grant;
  request: GatewayRequest;
  query: URLSearchParams;
  /** Each part of the address that the pattern of the operation names. */
  parts: Readonly<Record<string, string | undefined>>;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

/** @throws Refusal for any other word */
export function flowTypeOf({ query }: Call): FlowType {
  const given = query.get("flowType") ?? "FLOW";
  if (given === "FLOW" || given === "SUBFLOW") return given;
  throw new Refusal(400, `The flowType ${given} is neither FLOW nor SUBFLOW.`, { type: "INVALID_FLOW_TYPE" });
}

/** The flow of the address: of the type that the query names, since the two are apart. @throws Refusal */
export function flowOf(call: Call): Flow {
  const flowType = flowTypeOf(call);
  const flow = call.tenant.state.flows.find(({ id }) => id === call.parts.flowId);
  if (flow === undefined || flow.flowType !== flowType) {
    throw new Refusal(404, `There is no ${flowType} with the id ${call.parts.flowId}.`, { type: "FLOW_NOT_FOUND" });
  }
  return flow;
}

/** @throws Refusal when the body is no JSON object */
export async function jsonBody({ request }: Call): Promise<{ [key: string]: unknown }> {
  return objectOf(await request.text());
}

/** @throws Refusal when the text is no JSON object */
export function objectOf(text: string): { [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as { [key: string]: unknown };
  } catch {
    // Refused like JSON that is no object.
  }
  throw new Refusal(400, "The JSON object cannot be read.", { type: "INVALID_JSON" });
}
