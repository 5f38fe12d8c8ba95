/** The SOAP calls for records. Each is answered by what answers the same call of the data API. */
import { ApiError, type RequestContext } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import type { SoapCall } from "../metadata/soapEnvelope.ts";
import type { XmlElement } from "../metadata/xmlReader.ts";
import { element, textElement } from "../metadata/xmlWriter.ts";
import type { RestCall, RestHandler } from "../rest/call.ts";
import { createCollection, deleteCollection, updateCollection } from "../rest/collections.ts";
import type { QueryHandlers } from "../rest/query.ts";
import { findObject } from "../schema/index.ts";
import { describeGlobalResult, describeResult } from "./describeXml.ts";
import { type JsonResult, readSentRecord, resultElement, type SentRecord } from "./recordXml.ts";
import { userInfo } from "./userInfo.ts";

/** A call with everything its operation needs. */
export interface PartnerRequest {
  readonly context: RequestContext;
  readonly call: SoapCall;
}

/** Answers the content of `<operationResponse>`. @throws ApiError */
export type PartnerOperation = (request: PartnerRequest) => string;

/** @param query the query handlers of the org's data API */
export function createPartnerOperations(query: QueryHandlers): ReadonlyMap<string, PartnerOperation> {
  return new Map<string, PartnerOperation>([
    ["query", (request) => queried(request, query.query)],
    ["queryAll", (request) => queried(request, query.queryAll)],
    ["queryMore", (request) => page(request, query.nextPage)],
    ["create", (request) => saved(request, createCollection)],
    ["update", (request) => saved(request, updateCollection)],
    ["delete", deleted],
    ["getUserInfo", ({ context }) => element("result", userInfo(context))],
    [
      "getServerTimestamp",
      ({ context }) => element("result", textElement("timestamp", context.org.now().toISOString())),
    ],
    ["describeGlobal", ({ context }) => element("result", describeGlobalResult(restCall(context, {})))],
    ["describeSObject", describedEach],
    ["describeSObjects", describedEach],
    ["logout", loggedOut],
  ]);
}

/** Calls that an org has here and the local org does not speak. */
export const UNSPOKEN_CALLS: ReadonlySet<string> = new Set([
  "convertLead",
  "describeLayout",
  "describeTabs",
  "emptyRecycleBin",
  "getDeleted",
  "getUpdated",
  "invalidateSessions",
  "login",
  "merge",
  "process",
  "resetPassword",
  "retrieve",
  "search",
  "sendEmail",
  "setPassword",
  "undelete",
  "upsert",
]);

function restCall(context: RequestContext, more: Partial<RestCall>): RestCall {
  return {
    context,
    method: "GET",
    parameters: [],
    query: new URLSearchParams(),
    header: () => undefined,
    body: () => undefined,
    ...more,
  };
}

function firstText(call: SoapCall): string {
  return call.parameters[0]?.text.trim() ?? "";
}

function batchHeader({ batchSize }: SoapCall): RestCall["header"] {
  return (name) => (name === "sforce-query-options" && batchSize !== undefined ? `batchSize=${batchSize}` : undefined);
}

function queried({ context, call }: PartnerRequest, handler: RestHandler): string {
  const query = new URLSearchParams({ q: firstText(call) });
  const { body } = handler(restCall(context, { query, header: batchHeader(call) }));
  return resultElement("result", body as JsonResult);
}

function page({ context, call }: PartnerRequest, handler: RestHandler): string {
  const { body } = handler(restCall(context, { parameters: [firstText(call)], header: batchHeader(call) }));
  return resultElement("result", body as JsonResult);
}

/** One result of a save as the data API gives it. */
interface SaveResult {
  id?: string;
  success: boolean;
  errors: { statusCode: string; message: string; fields: string[] }[];
}

function saved({ context, call }: PartnerRequest, handler: RestHandler): string {
  const records = call.parameters.map(readSentRecord).map(jsonRecord);
  const body = { allOrNone: call.allOrNone, records };
  return saveResults(handler(restCall(context, { body: () => body })).body as SaveResult[]);
}

function jsonRecord({ type, id, fields, nested }: SentRecord): object {
  if (nested !== undefined) throw notSpoken(`a record inside of the field ${nested}`);
  if (findObject(type) === undefined)
    throw new ApiError(
      400,
      "INVALID_TYPE",
      `sObject type '${type}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  return { attributes: { type }, ...(id === undefined ? {} : { id }), ...fields };
}

function deleted({ context, call }: PartnerRequest): string {
  const ids = call.parameters.map(({ text }) => text.trim());
  const query = new URLSearchParams({ ids: ids.join(","), allOrNone: String(call.allOrNone) });
  return saveResults(deleteCollection(restCall(context, { query })).body as SaveResult[]);
}

function saveResults(results: readonly SaveResult[]): string {
  return results
    .map(({ id, success, errors }) =>
      element(
        "result",
        [
          ...errors.map(({ statusCode, message, fields }) =>
            element(
              "errors",
              fields.map((field) => textElement("fields", field)).join("") +
                textElement("message", message) +
                textElement("statusCode", statusCode),
            ),
          ),
          id === undefined ? '<id xsi:nil="true"/>' : textElement("id", id),
          textElement("success", success),
        ].join(""),
      ),
    )
    .join("");
}

function describedEach({ context, call }: PartnerRequest): string {
  return call.parameters
    .map((name: XmlElement) => describeResult(restCall(context, { parameters: [name.text.trim()] })))
    .map((content) => element("result", content))
    .join("");
}

function loggedOut({ context, call }: PartnerRequest): string {
  context.org.sessions.close(call.sessionId ?? "");
  return "";
}
