import type { FieldValue, Org, RequestContext } from "../contracts.ts";

/** A body that a resource of the class takes: a JSON object. */
export type CallBody = { readonly [key: string]: unknown };

/** Unhandled exception of Apex code; managed code hides its stack. */
export class ApexException extends Error {
  constructor(message: string) {
    super(`${message}\n\n(System Code)`);
    this.name = "ApexException";
  }
}

/**
 * The POST resources of the managed class `cnxscv.ServiceRouting` by the last segment of their address. The package's
 * addresses and bodies are not published; these follow a sibling package of the same wrapper functions. They answer
 * with as little as a caller needs.
 */
export const serviceRouting: ReadonlyMap<string, (context: RequestContext, body: CallBody) => object> = new Map([
  ["createVoiceCall", createVoiceCall],
  ["updateVoiceCall", (context, body) => ({ data: { voiceCallId: voiceCallId(context.org, body) } })],
  ["clearRouting", (context, body) => ({ data: { voiceCallId: voiceCallId(context.org, body) } })],
  ["executeOmniFlow", executeOmniFlow],
]);

function createVoiceCall(context: RequestContext, body: CallBody): object {
  const { org, userId } = context;
  const fields = {
    CallType: text(body.initiationMethod),
    FromPhoneNumber: requiredText(body, "from"),
    ToPhoneNumber: requiredText(body, "to"),
    VendorCallKey: requiredText(body, "vendorCallKey"),
    OwnerId: userId,
  };
  return { data: { voiceCallId: org.records.insert("VoiceCall", fields, userId) } };
}

function executeOmniFlow(context: RequestContext, body: CallBody): object {
  voiceCallId(context.org, body);
  return { data: { queue: text(body.fallbackQueue), agent: null } };
}

/** Id of the voice call that a body names. */
function voiceCallId(org: Org, body: CallBody): string {
  const id = requiredText(body, "voiceCallId");
  const record = org.records.get("VoiceCall", id);
  if (!record) throw new ApexException("System.QueryException: List has no rows for assignment to SObject");
  return String(record.Id);
}

function requiredText(body: CallBody, key: string): string {
  const value = text(body[key]);
  if (value === null) throw new ApexException("System.NullPointerException: Attempt to de-reference a null object");
  return String(value);
}

function text(value: unknown): FieldValue {
  return typeof value === "string" && value !== "" ? value : null;
}
