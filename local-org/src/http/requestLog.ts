/** The log of the calls that an org answered: for people, and for tests that count calls. */

/** One answered call. Never a body, a header with a token, or a query string that may carry one. */
export interface LoggedRequest {
  /** Position in the log; the first call of an org is 1. */
  seq: number;
  /** ISO time at which the call arrived. */
  startedAt: string;
  durationMs: number;
  method: string;
  /** Path; with the query string only where that is a SOQL query, and with the writes that a composite holds. */
  path: string;
  /** 0 when the connection ended before any answer was made. */
  status: number;
  /** The caller's user agent, or an empty text. */
  userAgent: string;
  /** Name of the Metadata API operation, for its SOAP calls. */
  operation?: string;
  /** Kinds of the faults that struck the call. */
  faults?: string[];
}

export interface RequestLog {
  add(request: Omit<LoggedRequest, "seq">): void;
  list(): LoggedRequest[];
  clear(): void;
}

/** The oldest calls give way beyond this many. */
const kept = 20_000;

export function createRequestLog(): RequestLog {
  let requests: LoggedRequest[] = [];
  let seq = 0;
  return {
    add(request) {
      seq += 1;
      requests.push({ seq, ...request });
      if (requests.length > kept * 2) requests = requests.slice(-kept);
    },
    // Calls end in another order than they arrive; the log tells the order of arrival.
    list: () =>
      requests
        .slice(-kept)
        .sort((one, other) =>
          one.startedAt < other.startedAt ? -1 : one.startedAt > other.startedAt ? 1 : one.seq - other.seq,
        ),
    clear() {
      requests = [];
    },
  };
}

/** Whether a call holds calls, which only its body shows. */
export function isComposite(method: string, url: URL): boolean {
  return method === "POST" && /^\/services\/data\/v[\d.]+\/composite\/?$/.test(url.pathname);
}

/**
 * The path as the log may keep it: SOQL is shown, any other query string is not (it may carry a token). Of the calls that a
 * composite holds, those that write are shown, as `…/composite?POST /sobjects/User, POST /sobjects/Group`.
 *
 * @param body of a composite
 */
export function loggablePath(url: URL, body?: string): string {
  const soql = /^\/services\/data\/v[\d.]+\/(query|queryAll)\/?$/.test(url.pathname) ? url.searchParams.get("q") : null;
  if (soql !== null) return `${url.pathname}?q=${soql}`;
  const writes = body === undefined ? [] : writesOf(body);
  return writes.length === 0 ? url.pathname : `${url.pathname}?${writes.join(", ")}`;
}

/** Methods and paths of the calls of a composite that write; none of a body that is none. */
function writesOf(body: string): string[] {
  try {
    const { compositeRequest } = JSON.parse(body) as { compositeRequest: { method: unknown; url: unknown }[] };
    return compositeRequest
      .filter(({ method }) => String(method).toUpperCase() !== "GET")
      .map(({ method, url }) => {
        const path = String(url)
          .replace(/\?.*$/s, "")
          .replace(/^\/services\/data\/v[\d.]+/, "");
        return `${String(method).toUpperCase()} ${path}`;
      });
  } catch {
    return [];
  }
}
