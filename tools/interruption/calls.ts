/** What can be said of a call from the org's request log: of which kind it is, and how it is found again. */

/** Where calls of a run go. */
export type PlaceName = "org" | "webex" | "files";

/** A call of the request log, as far as it is read here. */
export interface LoggedCall {
  method: string;
  /** Path; with the query string where that is a SOQL query, and with the writes of a composite. */
  path: string;
  /** Name of the operation, for calls of the Metadata API. */
  operation?: string;
}

/** What kind of work a call does: in the org, in Webex, or the commit of a file. */
export type CallKind = "login" | "read" | "write" | "deploy" | "webexRead" | "webexWrite" | "file";

/** How a place finds a call: the first `after` that match pass. */
export interface CallMatch {
  method?: string;
  /** Regular expression. */
  path?: string;
  operation?: string;
  after: number;
}

/** One call of an operation. */
export interface Call {
  place: PlaceName;
  kind: CallKind;
  /** For people: `POST …/sobjects/User`. */
  title: string;
  /** Which of the operation's calls with that title, from 1: calls that go out together have no order of their own. */
  occurrence: number;
  match: CallMatch;
}

const readingOperations = /^(readMetadata|listMetadata|describeMetadata|checkDeployStatus)$/;

export function kindOf({ method, path, operation }: LoggedCall): CallKind {
  if (operation === "deploy") return "deploy";
  if (operation !== undefined) return readingOperations.test(operation) ? "read" : "write";
  if (path.startsWith("/services/oauth2/")) return "login";
  // The log shows the calls of a composite that write behind its path.
  return method === "GET" || path.endsWith("/composite") ? "read" : "write";
}

/** Ids differ from run to run. */
const recordIds = /\b[a-zA-Z0-9]{5}0[a-zA-Z0-9]{9}(?:[A-Z0-5]{3})?\b/g;
const anyId = "[a-zA-Z0-9]{15,18}";

/** The calls of an operation to the org, in their order, each so that it can be met again in another run. */
export function callsOf(log: readonly LoggedCall[]): Call[] {
  const [alike, alikeInName] = [counter(), counter()];
  return log.map((logged) => {
    const { method, path, operation } = logged;
    const pattern = `^${path.split(recordIds).map(escaped).join(anyId)}$`;
    const title = titleOf(logged);
    const after = alike(`${method} ${operation ?? ""} ${pattern}`);
    return {
      place: "org",
      kind: kindOf(logged),
      title,
      occurrence: alikeInName(title) + 1,
      match: { method, path: pattern, ...(operation !== undefined && { operation }), after },
    };
  });
}

/** Calls that have only the name of what they do, in their order. */
export function namedCalls(
  place: PlaceName,
  calls: readonly { kind: CallKind; title: string; operation: string }[],
): Call[] {
  const before = counter();
  return calls.map(({ kind, title, operation }) => {
    const after = before(operation);
    return { place, kind, title, occurrence: after + 1, match: { operation, after } };
  });
}

/** Answers how often it was asked for the same key before. */
function counter(): (key: string) => number {
  const counts = new Map<string, number>();
  return (key) => {
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return before;
  };
}

function titleOf({ method, path, operation }: LoggedCall): string {
  if (operation !== undefined) return `SOAP ${operation}`;
  const [address = "", rest = ""] = path.split(/\?(.*)/s);
  const place = address.replace(/^\/services\/data\/v[\d.]+/, "…");
  const inside = place === "…/composite" ? rest : / FROM (\w+)/.exec(rest)?.[1];
  return `${method} ${place}${inside ? ` (${inside})` : ""}`.replace(recordIds, "{id}");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
