/** Puts the faults of an org between its callers and everything that answers them. */
import { setTimeout as pause } from "node:timers/promises";
import type { Context, Next } from "hono";
import type { App, HttpEnvironment, Org } from "../contracts.ts";
import { soapText } from "../http/bodies.ts";
import { isComposite, loggablePath } from "../http/requestLog.ts";
import { httpOperation, soapOperation } from "./callNames.ts";
import { withDemands } from "./demands.ts";
import { errorAnswer } from "./errorAnswer.ts";
import type { FaultKind } from "./fault.ts";
import type { PlacedFault, ServedFaultBoard, StruckCall } from "./faultBoard.ts";

type HttpContext = Context<HttpEnvironment>;

interface Strike {
  org: Org;
  http: HttpContext;
  call: StruckCall;
  placed: PlacedFault;
  /** Answers the call, through the faults that come after this one. */
  go(): Promise<void>;
  /** Aborted when the org stops. */
  ended: AbortSignal;
}

const defaultStatus = 503;
const defaultDeployError = "UNKNOWN_EXCEPTION";

/** @param ended aborted when the org stops: a call that is held back then is not answered any more */
export function mountFaults(app: App, org: Org, board: ServedFaultBoard, ended: AbortSignal): void {
  const strike = async (http: HttpContext, next: Next): Promise<void> => {
    const faults = board.current();
    if (faults.length === 0) return next();
    const call = await callOf(http, org);
    const go = faults.reduceRight<() => Promise<void>>(
      (inner, placed) => async () => {
        if (!placed.strikes(call)) return inner();
        http.set("faults", [...(http.get("faults") ?? []), placed.fault.kind]);
        return strikes[placed.fault.kind]({ org, http, call, placed, go: inner, ended });
      },
      next,
    );
    return go();
  };
  app.use("/services/*", strike);
  app.use("/id/*", strike);
}

const strikes: { [kind in FaultKind]: (strike: Strike) => Promise<void> } = {
  async "drop-before"({ http }) {
    drop(http);
  },
  async "drop-after"({ http, go }) {
    await go();
    drop(http);
  },
  async "hold-before"({ http, call, placed, go }) {
    if (await placed.park(call, callerGone(http))) return go();
    // Who killed the caller at this point wants the call never to have reached the org.
    drop(http);
  },
  async "hold-after"({ http, call, placed, go }) {
    await go();
    if (!(await placed.park(call, callerGone(http)))) drop(http);
  },
  async status({ org, http, call, placed }) {
    const { status = defaultStatus, errorCode, headers } = placed.fault;
    http.res = errorAnswer(call.path, status, errorCode, { ...retryAfter(org, status, errorCode), ...headers });
  },
  async latency({ http, placed, go, ended }) {
    try {
      await pause(placed.fault.ms ?? 0, undefined, { signal: ended });
    } catch {
      return drop(http);
    }
    return go();
  },
  async truncate({ http, go }) {
    await go();
    await sendHalf(http);
  },
  "slow-deploy": ({ placed, go }) => withDemands({ deployDelayMs: placed.fault.ms ?? 0 }, go),
  "fail-deploy": ({ placed, go }) => withDemands({ deployErrorCode: placed.fault.errorCode ?? defaultDeployError }, go),
  async "expire-session"({ org, http, call, go }) {
    // The deployer's own token is the way into the org and stays open; only this call is refused.
    if (call.accessToken !== org.deployer.accessToken) {
      org.sessions.close(call.accessToken ?? "");
      return go();
    }
    const isSoap = call.path.startsWith("/services/Soap/");
    http.res = errorAnswer(call.path, isSoap ? 500 : 401, "INVALID_SESSION_ID");
  },
  propagation: ({ placed, go }) => withDemands({ propagationMs: placed.fault.ms ?? 0 }, go),
};

/** The header with which an org may say when to come back; whether it ever does is not known. */
function retryAfter(org: Org, status: number, errorCode: string | undefined): { [name: string]: string } {
  const { retryAfterSeconds } = org.settings;
  const isForLater = status === 429 || status === 503 || errorCode === "REQUEST_LIMIT_EXCEEDED";
  return isForLater && retryAfterSeconds > 0 ? { "Retry-After": String(retryAfterSeconds) } : {};
}

async function callOf(http: HttpContext, org: Org): Promise<StruckCall> {
  const { method, path } = http.req;
  const url = new URL(http.req.url);
  const body = isComposite(method, url) ? await http.req.text().catch(() => "") : undefined;
  const call = { method, path: loggablePath(url, body) };
  if (path.startsWith("/services/Soap/") && method === "POST") {
    return { ...call, ...soapOperation(await soapText(http, org).catch(() => "")) };
  }
  return {
    ...call,
    operation: httpOperation(method, path),
    accessToken: /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(http.req.header("authorization") ?? "")?.[1],
  };
}

/** Resolves when the caller's connection has ended. */
function callerGone(http: HttpContext): Promise<void> {
  const { outgoing } = http.env;
  return new Promise((resolve) => {
    if (outgoing.destroyed) resolve();
    else outgoing.once("close", () => resolve());
  });
}

/** Ends the connection without an answer. */
function drop(http: HttpContext): void {
  http.env.outgoing.destroy();
  answerIsSent(http);
}

/** Announces the whole answer, sends the first half of its body and ends the connection. */
async function sendHalf(http: HttpContext): Promise<void> {
  const { outgoing } = http.env;
  const body = Buffer.from(await http.res.arrayBuffer());
  if (body.length < 2) return drop(http);
  outgoing.writeHead(http.res.status, { ...Object.fromEntries(http.res.headers), "content-length": body.length });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
  answerIsSent(http);
}

/** Tells the HTTP server that nothing is left for it to send. */
function answerIsSent(http: HttpContext): void {
  const status = http.finalized ? http.res.status : 200;
  http.res = new Response(null, { status, headers: { "x-hono-already-sent": "true" } });
}
