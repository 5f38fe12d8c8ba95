/** The data API of an org in the name of one token. */
import { Difference, Unaskable } from "./expectation.ts";
import { type Answer, type Json, send } from "./http.ts";
import type { Target } from "./target.ts";

export interface Api {
  /** Paths that begin with `/` are below the version of the target; whole ones begin with `//`. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The answer of a query. */
  query(soql: string): Promise<Answer>;
  /** The records of a query. @throws Unaskable when the org refuses it */
  records(soql: string): Promise<Json[]>;
  /** The one record of a query. @throws Unaskable when there is none or more than one */
  one(soql: string): Promise<Json>;
}

export function apiOf(target: Pick<Target, "instanceUrl" | "apiVersion">, accessToken: string): Api {
  const api: Api = {
    call(method, path, body, headers = {}) {
      const address = path.startsWith("//") ? path.slice(1) : `/services/data/v${target.apiVersion}${path}`;
      return send(target.instanceUrl + address, {
        method,
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
    },
    query: (soql) => api.call("GET", `/query?q=${encodeURIComponent(soql)}`),
    async records(soql) {
      const answer = await api.query(soql);
      if (answer.status !== 200) throw new Unaskable(`${soql} answered ${told(answer)}.`);
      return answer.body.records;
    },
    async one(soql) {
      const records = await api.records(soql);
      if (records.length !== 1) throw new Unaskable(`${soql} gave ${records.length} records.`);
      return records[0];
    },
  };
  return api;
}

/** Status and code of an answer in few words. */
export function told({ status, body, text }: Answer): string {
  const [error] = [body ?? []].flat();
  const what = error?.errorCode ?? error?.error ?? text.slice(0, 80);
  const why = error?.message ?? error?.error_description;
  return `${status} ${what}${why === undefined ? "" : ` (${String(why).trim()})`}`;
}

/** The only error of an answer, with its status. @throws Difference when the answer is none, or has more errors */
export function errorOf(answer: Answer): Json {
  const { status, body } = answer;
  if (status < 400 || !Array.isArray(body) || body.length !== 1)
    throw new Difference("an error answer with one error", told(answer));
  return { status, ...body[0] };
}
