/** Which address and verb of a version's data API leads to which handler. */
import {
  listConsumers,
  listStaged,
  listUsage,
  readConsumer,
  readStaged,
  removeStaged,
  rotate,
  stage,
} from "../connect/credentials.ts";
import { ApiError } from "../contracts.ts";
import { notFound, notSpoken } from "../http/errors.ts";
import type { Database } from "../store/database.ts";
import { createToolingHandlers } from "../tooling/handlers.ts";
import type { Dispatcher, RestAnswer, RestCall, RestHandler } from "./call.ts";
import {
  createCollection,
  deleteCollection,
  readCollection,
  updateCollection,
  upsertCollection,
} from "./collections.ts";
import { withColumns } from "./columns.ts";
import { composite } from "./composite.ts";
import { createDated } from "./conditional.ts";
import { describeGlobal, describeObject, objectInformation } from "./describe.ts";
import { createQueryHandlers } from "./query.ts";
import { create, read, readByField, remove, removeByField, update, upsertByField } from "./records.ts";

interface Route {
  /** The path below the version; each group is a parameter. */
  path: RegExp;
  handlers: { [method: string]: RestHandler };
}

const segment = "([^/]+)";
const path = (pattern: string): RegExp => new RegExp(`^${pattern.replaceAll(/(?<!\?):/g, segment)}$`, "i");

/** Answers the calls of one org. @param database that of the org, for SOQL */
export function createDispatcher(database: Database): Dispatcher {
  const plain = createQueryHandlers(database);
  const query = { ...plain, query: withColumns(plain.query), queryAll: withColumns(plain.queryAll) };
  const tooling = createToolingHandlers(query);
  const dated = createDated(database);
  const routes: readonly Route[] = [
    { path: path("/query"), handlers: { GET: query.query } },
    { path: path("/queryAll"), handlers: { GET: query.queryAll } },
    { path: path("/query/:"), handlers: { GET: query.nextPage } },
    { path: path("/queryAll/:"), handlers: { GET: query.nextPage } },
    { path: path("/composite"), handlers: { POST: (call) => composite(call, dispatch) } },
    { path: path("/tooling/query"), handlers: { GET: tooling.query } },
    { path: path("/tooling/query/:"), handlers: { GET: tooling.nextPage } },
    { path: path("/tooling/sobjects"), handlers: { GET: tooling.describeGlobal } },
    { path: path("/tooling/sobjects/:"), handlers: { GET: tooling.objectInformation, POST: tooling.change } },
    { path: path("/tooling/sobjects/:/describe"), handlers: { GET: tooling.describeObject } },
    {
      path: path("/tooling/sobjects/:/:"),
      handlers: { GET: tooling.read, PATCH: tooling.change, DELETE: tooling.change },
    },
    ...credentialRoutes,
    { path: path("/sobjects"), handlers: { GET: dated(describeGlobal) } },
    { path: path("/sobjects/:/describe"), handlers: { GET: dated(describeObject) } },
    ...recordRoutes,
  ];
  const dispatch: Dispatcher = (resource, call) => answerCall(routes, resource, call);
  return dispatch;
}

const credentialRoutes: readonly Route[] = [
  { path: path("/apps/oauth/usage"), handlers: { GET: listUsage } },
  { path: path("/apps/oauth/credentials/:"), handlers: { GET: listConsumers } },
  { path: path("/apps/oauth/credentials/:/:"), handlers: { GET: readConsumer } },
  { path: path("/apps/oauth/credentials/:/:/staged"), handlers: { GET: listStaged, POST: stage } },
  {
    path: path("/apps/oauth/credentials/:/:/staged/:"),
    handlers: { GET: readStaged, PATCH: rotate, DELETE: removeStaged },
  },
];

const recordRoutes: readonly Route[] = [
  {
    path: path("/composite/sobjects"),
    handlers: { POST: createCollection, PATCH: updateCollection, DELETE: deleteCollection },
  },
  { path: path("/composite/sobjects/:"), handlers: { GET: readCollection, POST: readCollection } },
  { path: path("/composite/sobjects/:/:"), handlers: { PATCH: upsertCollection } },
  { path: path("/sobjects/:"), handlers: { GET: objectInformation, POST: create } },
  { path: path("/sobjects/:/:"), handlers: { GET: read, PATCH: update, DELETE: remove } },
  { path: path("/sobjects/:/:/:"), handlers: { GET: readByField, PATCH: upsertByField, DELETE: removeByField } },
];

/** Addresses of an org that would match a route above but mean something else, which is not spoken here. */
const otherMeanings: readonly RegExp[] = [
  path("/sobjects/:/(?:listviews|deleted|updated|quickActions|relevantItems|defaultValues|describe/.*)(?:/.*)?"),
  path("/sobjects/(?:User|SelfServiceUser)/:/password"),
];

/**
 * Answers one call.
 *
 * @param resource the path below the version, such as `/sobjects/User`
 * @throws ApiError also for an address that is not spoken (501) and a verb that the address does not take (405)
 */
function answerCall(routes: readonly Route[], resource: string, call: Omit<RestCall, "parameters">): RestAnswer {
  const trimmed = resource.replace(/\/$/, "");
  const method = call.method === "HEAD" ? "GET" : call.method;
  if (otherMeanings.some((pattern) => pattern.test(trimmed))) throw notSpoken(`${call.method} ${resource}`);
  for (const route of routes) {
    const match = route.path.exec(trimmed);
    if (match === null) continue;
    const handler = route.handlers[method];
    if (handler === undefined) throw methodNotAllowed(call.method, Object.keys(route.handlers));
    return handler({ ...call, parameters: match.slice(1).map(decoded) });
  }
  throw notSpoken(`${call.method} ${resource}`);
}

function methodNotAllowed(method: string, allowed: string[]): ApiError {
  const all = allowed.includes("GET") ? ["HEAD", ...allowed] : allowed;
  return new ApiError(405, "METHOD_NOT_ALLOWED", `HTTP Method '${method}' not allowed. Allowed are ${all.join(",")}`);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}
