import type { RequestContext } from "../contracts.ts";

/** One call of the data API after authentication; a composite's subrequests are calls too. */
export interface RestCall {
  context: RequestContext;
  method: string;
  /** The parts of the path that the route leaves open, decoded. */
  parameters: string[];
  query: URLSearchParams;
  /** A request header by its lower-case name. */
  header(name: string): string | undefined;
  /** The JSON body; throws the org's error when there is none or it is no JSON. */
  body(): unknown;
}

export interface RestAnswer {
  status: number;
  /** Left out for an empty answer. */
  body?: unknown;
  headers?: Record<string, string>;
}

export type RestHandler = (call: RestCall) => RestAnswer;

/** Finds the handler of a call and lets it answer. */
export type Dispatcher = (resource: string, call: Omit<RestCall, "parameters">) => RestAnswer;

/** Path of a version's data API, such as `/services/data/v68.0`. */
export function dataPath(context: RequestContext): string {
  return `/services/data/v${context.apiVersion}`;
}
