import { client } from "../salesforce/httpClient.ts";
import { accessToken } from "./accessToken.ts";
import { errorOfAnswer, errorOnTheWay, WebexError } from "./errors.ts";
import { waitedFor } from "./limits.ts";
import type { WebexSettings } from "./settings.ts";

/** Reads something of the gateway. */
export type WebexReader = (path: string, query: Readonly<Record<string, string>>, doing: string) => Promise<unknown>;

/** One call of the gateway. */
export interface WebexCall {
  method: "GET" | "POST";
  /** Whose the path is. Default: the project of the flows. */
  of?: "organization";
  /** Behind the project, or the organization; begins with `/flow-store/` where the operation needs that prefix. */
  path: string;
  query: Readonly<Record<string, string>>;
  /** For the error: what the call does. */
  doing: string;
  /** Of a POST that sends something. */
  body?: { type: string; text: string };
}

/** Makes one call, and gives the text of its answer. */
export type WebexCaller = (call: WebexCall) => Promise<string>;

/** The project of all flows: the same in every organization, as the specification says. */
const projectId = "5e5c9ad6d61f870d6d778c1b";

const passing = [429, 502, 503, 504];
/** A connection that broke, or none. A redirect, a certificate or a setting is the same the next time. */
const passingOnTheWay = /^(?:ECONN\w+|ETIMEDOUT|EPIPE|EAI_AGAIN|TRANSPORT_FAILED|(?:UND_ERR|HPE|Z)_(?!PRX)\w+)$/;

/**
 * What calls the gateway for an organization; one call after the other, so that the limit of 300 a minute is seldom met.
 * A read is repeated when its failure may pass. A write is repeated only where Webex certainly did nothing: when it says
 * that there were too many calls, or that the token has expired.
 *
 * @param tell is given what a person should know of the token, in words without it
 */
export function webexGateway(settings: WebexSettings, tell: (line: string) => void = () => undefined): WebexCaller {
  const { gatewayUrl, organizationId } = settings;
  const token = accessToken(settings, tell);
  return async ({ method, of, path, query, doing, body }) => {
    // The colon of an operation is literal.
    const prefix = path.startsWith("/flow-store/") ? "/flow-store" : "";
    const rest = path.slice(prefix.length);
    const owner = of === "organization" ? `/organization/${organizationId}` : `/${organizationId}/project/${projectId}`;
    const url = `${gatewayUrl}${prefix}${owner}${rest}?${new URLSearchParams(query)}`;
    for (let attempt = 1; ; attempt++) {
      const authorization = `Bearer ${await token.value()}`;
      const answer = await client
        .request<string>({
          method,
          url,
          headers: { authorization, accept: "application/json", ...(body && { "content-type": body.type }) },
          ...(body && { data: body.text }),
          // As it came: a document is more than what JSON makes of it.
          transformRequest: (data) => data,
          transformResponse: (data) => data,
        })
        .catch((thrown: unknown) => errorOnTheWay(doing, thrown));
      const isAnswer = !(answer instanceof WebexError);
      if (isAnswer && (answer.status === 200 || (method === "POST" && answer.status === 201))) return answer.data;
      const error = isAnswer ? errorOfAnswer(doing, answer, method === "GET" ? "read" : "write") : answer;
      if (error.status === 401 && (await token.renew())) continue;
      const mayPass = passing.includes(error.status) || passingOnTheWay.test(error.code);
      const isUndone = method === "GET" || error.status === 429;
      if (!mayPass || !isUndone) throw error;
      if (!(await waitedFor(attempt, isAnswer ? answer.headers : undefined))) throw error;
    }
  };
}

/** What reads over such calls. Nothing here writes. */
export function readerOver(call: WebexCaller): WebexReader {
  return async (path, query, doing) => objectIn(await call({ method: "GET", path, query, doing }), doing);
}

/** An answer that is an object: whatever else comes is none of the gateway's. */
export function objectIn(text: string, doing: string): object {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return data;
  } catch {
    // Said like anything else that is no object.
  }
  throw new WebexError(doing, 200, "", "the answer could not be read");
}
