/** A call that the local org has answered, as far as the benchmark reads it. */
export interface LoggedRequest {
  /** ISO time at which the call arrived. */
  startedAt: string;
  durationMs: number;
  method: string;
  /** Path; with the query string where that is a SOQL query. */
  path: string;
  status: number;
  userAgent: string;
  /** Name of the operation, for calls of the Metadata API. */
  operation?: string;
}

/** How a program gets into the org, as `GET /_local/credentials` tells it. */
interface Credentials {
  instanceUrl: string;
  accessToken: string;
  clientId: string;
}

const timeoutMilliseconds = 10_000;

/** What the benchmark asks of a running local org, under `/_local`. */
export class OrgControl {
  readonly #url: string;

  /** @param url base URL of the org */
  constructor(url: string) {
    this.#url = url;
  }

  async credentials(): Promise<Credentials> {
    return (await (await this.#call("GET", "credentials")).json()) as Credentials;
  }

  /** Holds each answer of the org back for so many milliseconds. */
  async setLatency(latencyMs: number): Promise<void> {
    await this.#call("POST", "settings", { latencyMs });
  }

  /** The calls since the last time, in the order of their arrival; forgets them. */
  async takeRequests(): Promise<LoggedRequest[]> {
    const requests = (await (await this.#call("GET", "requests")).json()) as LoggedRequest[];
    await this.#call("DELETE", "requests");
    return requests;
  }

  async #call(method: string, name: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.#url}/_local/${name}`, {
      method,
      signal: AbortSignal.timeout(timeoutMilliseconds),
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!answer.ok) throw new Error(`The local org answers ${answer.status} to ${method} /_local/${name}.`);
    return answer;
  }
}
