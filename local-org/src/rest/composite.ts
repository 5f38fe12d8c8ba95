/** `/composite`: up to 25 calls in one, where later ones may use what earlier ones gave. */

import { ApiError, type RequestContext } from "../contracts.ts";
import { effectivePermissions } from "../effectivePermissions.ts";
import { errorBody, notFound, notSpoken } from "../http/errors.ts";
import type { Dispatcher, RestAnswer, RestCall } from "./call.ts";
import { objectBody } from "./jsonBody.ts";
import { resolveReferences, UnresolvedReference } from "./references.ts";
import { apiVersions } from "./versions.ts";

const mostSubrequests = 25;
/** From this version on the calls of a composite are collated unless the caller says no. */
const firstCollating = 49;
const mostQueries = 5;

interface Subrequest {
  method: string;
  url: string;
  referenceId: string;
  body: unknown;
  headers: Map<string, string>;
}

interface Subanswer {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

/** Thrown to undo a composite that is all or none. */
class RolledBack extends Error {}

export function composite(call: RestCall, dispatch: Dispatcher): RestAnswer {
  const sent = objectBody(call.body());
  const subrequests = readSubrequests(sent.compositeRequest);
  const allOrNone = sent.allOrNone === true;
  const collates = sent.collateSubrequests ?? Number(call.context.apiVersion) >= firstCollating;
  const context: RequestContext = allOrNone ? { ...call.context, transaction: {} } : call.context;
  const answers: Subanswer[] = [];
  try {
    call.context.org.records.transaction(() => {
      for (const subrequest of collates ? collated(subrequests) : subrequests) {
        answers.push(answerSubrequest(context, subrequest, answers, dispatch));
        if (allOrNone && (answers.at(-1)?.httpStatusCode ?? 0) >= 400) throw new RolledBack();
      }
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return { status: 200, body: { compositeResponse: rolledBack(subrequests, answers) } };
  }
  return { status: 200, body: { compositeResponse: inOrderOf(subrequests, answers) } };
}

/**
 * The order of calls that may be collated: none is promised but that a call comes after those that it refers to. To let
 * nobody rely on another, those that read come first, as far as they can.
 */
function collated(subrequests: readonly Subrequest[]): Subrequest[] {
  const left = [...subrequests];
  const ordered: Subrequest[] = [];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ referenceId }) => referenceId));
    const isReady = ({ url, body }: Subrequest) =>
      ![...`${url} ${JSON.stringify(body ?? null)}`.matchAll(/@\{(\w+)/g)].some(([, id = ""]) => waiting.has(id));
    const ready = left.filter(isReady);
    const next = ready.find(({ method }) => method === "GET") ?? ready[0] ?? left[0];
    ordered.push(next as Subrequest);
    left.splice(left.indexOf(next as Subrequest), 1);
  }
  return ordered;
}

function inOrderOf(subrequests: readonly Subrequest[], answers: readonly Subanswer[]): (Subanswer | undefined)[] {
  return subrequests.map(({ referenceId }) => answers.find((answer) => answer.referenceId === referenceId));
}

function answerSubrequest(
  context: RequestContext,
  subrequest: Subrequest,
  earlier: Subanswer[],
  dispatch: Dispatcher,
): Subanswer {
  try {
    const results = new Map(
      earlier.filter(({ httpStatusCode }) => httpStatusCode < 400).map(({ referenceId, body }) => [referenceId, body]),
    );
    const url = new URL(String(resolveReferences(subrequest.url, results)), context.org.instanceUrl);
    const body = resolveReferences(subrequest.body, results);
    const { version, resource } = splitUrl(url);
    // What an earlier subrequest granted or took away counts for this one.
    const permissions = effectivePermissions(context.org, context.userId);
    // A save that fails inside a composite must leave nothing, also when the composite as a whole goes on.
    const answer = context.org.records.transaction(() =>
      dispatch(resource, {
        context: { ...context, apiVersion: version, permissions },
        method: subrequest.method,
        query: url.searchParams,
        header: (name) => subrequest.headers.get(name),
        body: () => {
          if (body === undefined) {
            const message = "The HTTP entity body is required, but this request has no entity body.";
            throw new ApiError(400, "JSON_PARSER_ERROR", message);
          }
          return body;
        },
      }),
    );
    return subanswer(subrequest, answer.status, answer.body ?? null, answer.headers ?? {});
  } catch (error) {
    const known = error instanceof UnresolvedReference ? new ApiError(400, "PROCESSING_HALTED", error.message) : error;
    if ((known as Error).name !== "ApiError") throw known;
    return subanswer(subrequest, (known as ApiError).status, errorBody(known as ApiError), {});
  }
}

function splitUrl(url: URL): { version: string; resource: string } {
  const match = /^\/services\/data\/v(\d+\.\d)(\/.*)$/.exec(url.pathname);
  const [, version = "", resource = ""] = match ?? [];
  if (!apiVersions.some((known) => known.version === version)) throw notFound();
  if (/^\/composite\/?$|^\/composite\/(?!sobjects)/i.test(resource)) throw notSpoken(`${resource} inside a composite`);
  return { version, resource };
}

function readSubrequests(sent: unknown): Subrequest[] {
  if (!Array.isArray(sent) || sent.length === 0) {
    throw new ApiError(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [compositeRequest]");
  }
  if (sent.length > mostSubrequests) throw limitExceeded(`subrequests is ${mostSubrequests}`);
  const subrequests = sent.map(readSubrequest);
  const expensive = subrequests.filter(({ url }) => /\/(?:query(?:All)?\b|composite\/sobjects)/i.test(url));
  if (expensive.length > mostQueries) throw limitExceeded(`query and sObject collection subrequests is ${mostQueries}`);
  const ids = subrequests.map(({ referenceId }) => referenceId);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw new ApiError(
      400,
      "INVALID_INPUT",
      `The referenceId '${repeated}' is used more than once in the composite request.`,
    );
  }
  return subrequests;
}

function readSubrequest(sent: unknown): Subrequest {
  const { method, url, referenceId, body, httpHeaders } = objectBody(sent);
  const missing = Object.entries({ method, url, referenceId })
    .filter(([, value]) => typeof value !== "string" || value === "")
    .map(([name]) => name);
  if (missing.length > 0) {
    throw new ApiError(400, "REQUIRED_FIELD_MISSING", `Required fields are missing: [${missing.join(", ")}]`);
  }
  const headers = Object.entries((httpHeaders ?? {}) as { [name: string]: unknown });
  return {
    method: String(method).toUpperCase(),
    url: String(url),
    referenceId: String(referenceId),
    body,
    headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), String(value)])),
  };
}

function limitExceeded(what: string): ApiError {
  return new ApiError(400, "LIMIT_EXCEEDED", `The maximum number of ${what} in a composite request.`);
}

/** All but the one that failed tell that they were undone, or never tried. */
function rolledBack(subrequests: Subrequest[], answers: Subanswer[]): Subanswer[] {
  const halted = errorBody(
    new ApiError(
      400,
      "PROCESSING_HALTED",
      "The transaction was rolled back since another operation in the same transaction failed.",
    ),
  );
  const failed = answers.at(-1);
  return subrequests.map((subrequest) =>
    failed?.referenceId === subrequest.referenceId ? failed : subanswer(subrequest, 400, halted, {}),
  );
}

function subanswer(subrequest: Subrequest, status: number, body: unknown, headers: Record<string, string>): Subanswer {
  return { body, httpHeaders: headers, httpStatusCode: status, referenceId: subrequest.referenceId };
}
