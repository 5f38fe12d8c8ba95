/** The SOAP calls for records. Each is answered by what answers the same call of the data API. */
import { canRead } from "../access.ts";
import { ApiError, type RequestContext } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import type { SoapCall } from "../metadata/soapEnvelope.ts";
import type { XmlElement } from "../metadata/xmlReader.ts";
import { element, textElement } from "../metadata/xmlWriter.ts";
import type { RestCall, RestHandler } from "../rest/call.ts";
import {
  createCollection,
  deleteCollection,
  readCollection,
  updateCollection,
  upsertTyped,
} from "../rest/collections.ts";
import type { QueryHandlers } from "../rest/query.ts";
import { findObject } from "../schema/index.ts";
import { describeGlobalResult, describeResult } from "./describeXml.ts";
import {
  type JsonRecord,
  type JsonResult,
  readSentRecord,
  recordElement,
  resultElement,
  type SentRecord,
} from "./recordXml.ts";
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
    ["upsert", upserted],
    ["delete", deleted],
    ["retrieve", retrieved],
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
export const unspokenCalls: ReadonlySet<string> = new Set([
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
  "search",
  "sendEmail",
  "setPassword",
  "undelete",
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
  /** Of an upsert. */
  created?: boolean;
  success: boolean;
  errors: { statusCode: string; message: string; fields: string[] }[];
}

function saved({ context, call }: PartnerRequest, handler: RestHandler): string {
  const records = call.parameters.map(readSentRecord).map(jsonRecord);
  const body = { allOrNone: call.allOrNone, records };
  return saveResults(handler(restCall(context, { body: () => body })).body as SaveResult[]);
}

/** The first parameter names the field that tells which record is meant. A record that failed was not created. */
function upserted({ context, call }: PartnerRequest): string {
  const [field, ...sent] = call.parameters;
  const body = { allOrNone: call.allOrNone, records: sent.map(readSentRecord).map(jsonRecord) };
  const answer = upsertTyped(restCall(context, { parameters: [field?.text.trim() ?? ""], body: () => body }));
  return saveResults(answer.body as SaveResult[]);
}

/** One record for each id; nil for one that is not there for the caller. */
function retrieved({ context, call }: PartnerRequest): string {
  const textsOf = (name: string) => call.parameters.filter((one) => one.name === name).map(({ text }) => text.trim());
  const [[fields = ""], [type = ""], ids] = [textsOf("fieldList"), textsOf("sObjectType"), textsOf("ids")];
  const object = findObject(type);
  if (object === undefined || !canRead(context, object)) throw unknownType(type);
  const query = new URLSearchParams({ fields, ids: ids.join(",") });
  const records = readCollection(restCall(context, { parameters: [object.name], query })).body as (JsonRecord | null)[];
  const asksId = fields.split(",").some((name) => name.trim().toLowerCase() === "id");
  return records
    .map((record) => {
      if (record === null) return '<result xsi:nil="true"/>';
      const { Id, ...others } = record;
      return recordElement("result", asksId ? record : others);
    })
    .join("");
}

function jsonRecord({ type, id, fields, nested }: SentRecord): object {
  if (nested !== undefined) throw notSpoken(`a record inside of the field ${nested}`);
  if (findObject(type) === undefined) throw unknownType(type);
  return { attributes: { type }, ...(id === undefined ? {} : { id }), ...fields };
}

function unknownType(type: string): ApiError {
  return new ApiError(
    400,
    "INVALID_TYPE",
    `sObject type '${type}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

function deleted({ context, call }: PartnerRequest): string {
  const ids = call.parameters.map(({ text }) => text.trim());
  const query = new URLSearchParams({ ids: ids.join(","), allOrNone: String(call.allOrNone) });
  const results = deleteCollection(restCall(context, { query })).body as SaveResult[];
  return saveResults(results.map((result, position) => withSoapText(result, ids[position] ?? "")));
}

/** What is no id has another text here than in the data API. */
function withSoapText({ errors, ...result }: SaveResult, id: string): SaveResult {
  const told = (error: SaveResult["errors"][number]) =>
    error.statusCode === "MALFORMED_ID" ? { ...error, message: `bad id ${id}` } : error;
  return { ...result, errors: errors.map(told) };
}

function saveResults(results: readonly SaveResult[]): string {
  return results
    .map(({ id, created, success, errors }) =>
      element(
        "result",
        [
          textElement("created", created),
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
