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
      const answer = await client.get(url, { headers }).catch((error: Error & { code?: string }) => {
        return new WebexError(doing, 0, "", `${error.code ?? error.name}`);
      });
      if (!(answer instanceof WebexError) && answer.status === 200) return answer.data;
      const error = answer instanceof WebexError ? answer : errorOfAnswer(doing, answer);
      const mayPass = error.status === 0 || passing.includes(error.status);
      const seconds = answer instanceof WebexError ? 2 ** attempt / 2 : pauseOf(answer.headers["retry-after"], attempt);
      if (!mayPass || attempt === attempts || seconds > longestWait) throw error;
      await wait(seconds * 1000);
    }
  };
}

/** Seconds until the next attempt: as the answer says, in seconds, else growing. */
function pauseOf(retryAfter: unknown, attempt: number): number {
  const seconds = Number(retryAfter);
  return retryAfter !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : 2 ** attempt / 2;
}
