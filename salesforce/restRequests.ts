/** A request to the REST API, by its path below `/services/data/vNN.0`. */
export interface RestRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  /** Sent as JSON. */
  body?: unknown;
}

/** Makes one write and answers its body. */
export type Write = (request: RestRequest, doing: string) => Promise<unknown>;

/** A request as the client sends it. */
interface HttpRequest {
  method: RestRequest["method"];
  url: string;
  body?: string;
  headers?: Record<string, string>;
}

/** A request to one version of the API. */
export function httpRequest({ method, path, body }: RestRequest, apiVersion: string): HttpRequest {
  const url = `/services/data/v${apiVersion}${path}`;
  if (body === undefined) return { method, url };
  return { method, url, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}
