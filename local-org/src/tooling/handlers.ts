/** The Tooling API, as far as it shows the same records as the data API: queries, records and describes, all to read. */
import { ApiError } from "../contracts.ts";
import { notFound, notSpoken } from "../http/errors.ts";
import { dataPath, type RestAnswer, type RestCall, type RestHandler } from "../rest/call.ts";
import { describeGlobal, describeObject, objectInformation } from "../rest/describe.ts";
import type { QueryHandlers } from "../rest/query.ts";
import { read } from "../rest/records.ts";
import { toolingTypeNames } from "../schema/generated.ts";
import { findObject } from "../schema/index.ts";
import { queriedName } from "./queriedName.ts";

/** sObjects of the local org that the Tooling API has too. Source: the tooling types of `@salesforce/types`. */
const toolingObjects = new Set([
  "ApexClass",
  "CustomPermission",
  "PermissionSet",
  "PermissionSetAssignment",
  "Profile",
  "User",
]);

/** A handler for each address below `/tooling`, by the rest of the address. */
export interface ToolingHandlers {
  query: RestHandler;
  nextPage: RestHandler;
  describeGlobal: RestHandler;
  objectInformation: RestHandler;
  describeObject: RestHandler;
  read: RestHandler;
  /** Refuses creates, changes and deletes: the local org speaks none of them here. */
  change: RestHandler;
}

/** @param data the query handlers of the data API, whose pages the Tooling API shares */
export function createToolingHandlers(data: QueryHandlers): ToolingHandlers {
  return {
    query(call) {
      const text = call.query.get("q") ?? "";
      const name = queriedName(text);
      if (name !== undefined) requireToolingObject(name);
      const answer = data.query(call);
      return call.query.get("columns") === "true" ? answer : asToolingResult(call, answer, name);
    },
    nextPage: (call) => asToolingResult(call, data.nextPage(call), undefined),
    describeGlobal(call) {
      const answer = asTooling(call, describeGlobal(call));
      const { sobjects, ...rest } = answer.body as { sobjects: { name: string }[] };
      return { ...answer, body: { ...rest, sobjects: sobjects.filter(({ name }) => toolingObjects.has(name)) } };
    },
    objectInformation: (call) => asTooling(call, ofToolingObject(call, objectInformation)),
    describeObject: (call) => asTooling(call, ofToolingObject(call, describeObject)),
    read: (call) => asTooling(call, ofToolingObject(call, read)),
    change: ({ method, parameters }) => {
      throw notSpoken(`${method} of ${parameters[0]} in the Tooling API`);
    },
  };
}

/** @throws ApiError for an sObject that the Tooling API does not have, and 501 for one that the local org does not serve */
function requireToolingObject(name: string): void {
  const object = findObject(name);
  if (object !== undefined && toolingObjects.has(object.name)) return;
  if (object === undefined && toolingTypeNames.has(name.toLowerCase()))
    throw notSpoken(`the sObject ${name} of the Tooling API`);
  throw new ApiError(
    400,
    "INVALID_TYPE",
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

/** sObjects of the Tooling API that an org like this one is known not to have: it tracks no sources. */
const knownToLack = /^SourceMember$/i;

function ofToolingObject(call: RestCall, handler: RestHandler): RestAnswer {
  const name = call.parameters[0] ?? "";
  if (knownToLack.test(name)) throw notFound();
  const object = findObject(name);
  if (object === undefined && toolingTypeNames.has(name.toLowerCase()))
    throw notSpoken(`the sObject ${name} of the Tooling API`);
  if (object === undefined || !toolingObjects.has(object.name)) throw notFound();
  return handler(call);
}

interface QueryBody {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: { attributes?: { type?: string } }[];
}

/** The Tooling API tells more about a result than the data API does, in this order. */
function asToolingResult(call: RestCall, answer: RestAnswer, queried: string | undefined): RestAnswer {
  const { totalSize, done, nextRecordsUrl, records } = asTooling(call, answer).body as QueryBody;
  const entity = findObject(queried ?? "")?.name ?? records[0]?.attributes?.type ?? null;
  const next = nextRecordsUrl === undefined ? {} : { nextRecordsUrl };
  return {
    ...answer,
    body: {
      size: records.length,
      totalSize,
      done,
      queryLocator: nextRecordsUrl?.split("/").at(-1) ?? null,
      ...next,
      entityTypeName: entity,
      records,
    },
  };
}

/** Addresses inside an answer of the data API, led to the Tooling API. */
function asTooling(call: RestCall, answer: RestAnswer): RestAnswer {
  const base = dataPath(call.context);
  return { ...answer, body: withToolingAddresses(answer.body, base) };
}

function withToolingAddresses(value: unknown, base: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withToolingAddresses(item, base));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withToolingAddresses(item, base)]));
  if (typeof value !== "string") return value;
  const isAddress = value.startsWith(`${base}/sobjects/`) || value.startsWith(`${base}/query/`);
  return isAddress ? `${base}/tooling${value.slice(base.length)}` : value;
}
