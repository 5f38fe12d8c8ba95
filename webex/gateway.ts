import { setTimeout as wait } from "node:timers/promises";
import { holdSecret } from "../salesforce/redaction.ts";
import { client } from "../salesforce/transport.ts";
import { errorOfAnswer, WebexError } from "./errors.ts";
import type { WebexSettings } from "./settings.ts";

/** Reads something of the gateway. Nothing here writes. */
export type WebexReader = (path: string, query: Readonly<Record<string, string>>, doing: string) => Promise<unknown>;

/** The project of all flows: the same in every organization, as the specification says. */
const projectId = "5e5c9ad6d61f870d6d778c1b";

const attempts = 5;
/** A request that is limited is not processed; the answer says how long to wait. Longer than this is not waited. */
const longestWait = 60;
const passing = [429, 502, 503, 504];
/** A connection that broke, or none. A redirect, a certificate or a setting is the same the next time. */
const passingOnTheWay = /^(?:ECONN\w+|ETIMEDOUT|EPIPE|EAI_AGAIN|TRANSPORT_FAILED|(?:UND_ERR|HPE|Z)_(?!PRX)\w+)$/;

/** What reads the flows of an organization; one call after the other, so that the limit of 300 a minute is seldom met. */
export function webexReader({ gatewayUrl, organizationId, accessToken }: WebexSettings): WebexReader {
  holdSecret(accessToken);
  const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json" };
  return async (path, query, doing) => {
    // The colon of an operation is literal.
    const prefix = path.startsWith("/flow-store/") ? "/flow-store" : "";
    const rest = path.slice(prefix.length);
    const url = `${gatewayUrl}${prefix}/${organizationId}/project/${projectId}${rest}?${new URLSearchParams(query)}`;
    for (let attempt = 1; ; attempt++) {
      const answer = await client.get(url, { headers }).catch((thrown: unknown) => errorOnTheWay(doing, thrown));
      if (!(answer instanceof WebexError) && answer.status === 200) return objectIn(answer.data, doing);
      const error = answer instanceof WebexError ? answer : errorOfAnswer(doing, answer);
      const mayPass = passing.includes(error.status) || passingOnTheWay.test(error.code);
      const seconds = answer instanceof WebexError ? 2 ** attempt / 2 : pauseOf(answer.headers["retry-after"], attempt);
      if (!mayPass || attempt === attempts || seconds > longestWait) throw error;
      await wait(seconds * 1000);
    }
  };
}

interface Thrown {
  code?: unknown;
  message?: string;
  cause?: unknown;
}

/** What went wrong on the way: libraries wrap it, and the innermost error with a code tells most. */
function errorOnTheWay(doing: string, thrown: unknown): WebexError {
  let told = thrown as Thrown;
  for (let inner = told as Thrown | undefined; inner; inner = inner.cause as Thrown | undefined) {
    if (typeof inner.code === "string") told = inner;
  }
  const code = typeof told.code === "string" ? told.code : "TRANSPORT_FAILED";
  return new WebexError(doing, 0, "", told.message ? `${code}: ${told.message}` : code, code);
}

/** An answer that is an object: whatever else comes is none of the gateway's. */
function objectIn(data: unknown, doing: string): object {
  if (typeof data === "object" && data !== null && !Array.isArray(data)) return data;
  throw new WebexError(doing, 200, "", "the answer could not be read");
}

/** Seconds until the next attempt: as the answer says, in seconds, else growing. */
function pauseOf(retryAfter: unknown, attempt: number): number {
  const seconds = Number(retryAfter);
  return retryAfter !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : 2 ** attempt / 2;
}
