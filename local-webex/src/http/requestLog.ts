/** The calls of clients that a tenant has answered. Never a body, a query or a token. */

export interface LoggedRequest {
  /** ISO time at which the call arrived. */
  startedAt: string;
  durationMs: number;
  method: string;
  /** Without the query. */
  path: string;
  /** Name of the operation; absent for what is none. */
  operation?: string;
  /** 0 when the connection ended before an answer. */
  status: number;
  trackingId: string;
  userAgent: string;
  /** Kinds of the faults that struck the call. */
  faults?: string[];
}

export interface RequestLog {
  add(request: LoggedRequest): void;
  list(): readonly LoggedRequest[];
  clear(): void;
}

const kept = 20_000;

export function createRequestLog(): RequestLog {
  let requests: LoggedRequest[] = [];
  return {
    add(request) {
      requests.push(request);
      if (requests.length > 2 * kept) requests = requests.slice(-kept);
    },
    list: () => requests.slice(-kept),
    clear() {
      requests = [];
    },
  };
}
