/** Calls of clients: of `webexapis.com` under `/webexapis`, and of the gateways under the names of their data centres. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Answer, Refusal } from "../answers.ts";
import type { ServedFaultBoard, Strike } from "../faults/faultBoard.ts";
import { answerGateway } from "../gateway/gateway.ts";
import { routeOf } from "../gateway/operations.ts";
import type { RateLimit } from "../gateway/rateLimit.ts";
import { type Region, regions } from "../identifiers.ts";
import { answerIdentity } from "../identity/endPoints.ts";
import type { Tenant } from "../state.ts";
import { formOf, mostBytesOfFlow, mostBytesOfForm, textOf } from "./bodies.ts";
import type { App, HttpCall } from "./environment.ts";
import { configError, flowStoreError, identityError } from "./errorBodies.ts";
import type { RequestLog } from "./requestLog.ts";

export interface ClientCallParts {
  tenant: Tenant;
  log: RequestLog;
  faults: ServedFaultBoard;
  limit: RateLimit;
}

/** One of the services behind the addresses. */
interface Service {
  operation: string;
  trackingId: string;
  error(refusal: Refusal, trackingId: string): object;
  /** @returns undefined for what the local tenant does not speak */
  answer(): Promise<Answer | undefined>;
}

export function mountClientCalls(app: App, parts: ClientCallParts): void {
  app.all("/webexapis/*", (http) => answered(http, parts, identityService(http, parts.tenant)));
  for (const region of regions) {
    app.all(`/${region}/*`, (http) => answered(http, parts, gatewayService(http, parts, region)));
  }
}

function identityService(http: HttpCall, tenant: Tenant): Service {
  const path = pathOf(http, "/webexapis");
  return {
    operation: /^\/v1\/applications\/.*\/token$/.test(path) ? "serviceAppToken" : (identityNames.get(path) ?? ""),
    trackingId: `ROUTER_${randomUUID()}`,
    error: identityError,
    answer: () =>
      answerIdentity(tenant, {
        method: http.req.method,
        path,
        authorization: http.req.header("authorization"),
        body: () => textOf(http.req.raw, mostBytesOfForm),
      }),
  };
}

const identityNames = new Map([
  ["/v1/access_token", "accessToken"],
  ["/v1/authorizations/tokenExpiry", "tokenExpiry"],
  ["/v1/people/me", "me"],
]);

function gatewayService(http: HttpCall, { tenant, limit }: ClientCallParts, region: Region): Service {
  const path = pathOf(http, `/${region}`);
  const { operation } = routeOf(http.req.method, path);
  return {
    operation: operation?.name ?? "",
    trackingId: `GTWY_${randomUUID()}`,
    error: operation?.errors === "flowStore" ? flowStoreError : configError,
    answer: () =>
      answerGateway(tenant, limit, region, {
        method: http.req.method,
        path,
        query: new URL(http.req.url).searchParams,
        authorization: http.req.header("authorization"),
        contentType: http.req.header("content-type"),
        text: () => textOf(http.req.raw, mostBytesOfFlow),
        form: () => formOf(http.req.raw, mostBytesOfFlow),
      }),
  };
}

/** As it was sent, without the base: an encoded colon stays one. */
function pathOf(http: HttpCall, base: string): string {
  return new URL(http.req.url).pathname.slice(base.length);
}

async function answered(http: HttpCall, { tenant, log, faults }: ClientCallParts, service: Service): Promise<Response> {
  const startedAt = new Date().toISOString();
  const clock = performance.now();
  const { latencyMs } = tenant.state.settings;
  if (latencyMs > 0) await pause(latencyMs);
  const strike = await faults.strike(service.operation);
  const { trackingId, operation } = service;
  const add = (status: number) =>
    log.add({
      startedAt,
      durationMs: Math.round(performance.now() - clock),
      method: http.req.method,
      path: new URL(http.req.url).pathname,
      ...(operation === "" ? {} : { operation }),
      status,
      trackingId,
      userAgent: http.req.header("user-agent") ?? "",
      ...(strike.kinds.length === 0 ? {} : { faults: strike.kinds }),
    });
  if (strike.isDropped) {
    add(0);
    return dropped(http);
  }
  const response = await responseOf(service, strike);
  const isLost = await strike.afterwards();
  add(response.status);
  return isLost ? dropped(http) : response;
}

/** Ends the connection; the server is told that nothing is left to send. */
function dropped(http: HttpCall): Response {
  http.env.outgoing.destroy();
  return new Response(null, { headers: { "x-hono-already-sent": "true" } });
}

async function responseOf({ trackingId, error, answer }: Service, { refusal }: Strike): Promise<Response> {
  const respond = (body: string | null, status: number, type: string, headers: Record<string, string> = {}) =>
    new Response(body, {
      status,
      headers: { ...(body === null ? {} : { "Content-Type": type }), TrackingID: trackingId, ...headers },
    });
  const json = (body: unknown, status: number, headers?: Record<string, string>) =>
    respond(JSON.stringify(body), status, "application/json", headers);
  try {
    if (refusal !== undefined) {
      const { status, retryAfter } = refusal;
      const headers: Record<string, string> = retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
      throw new Refusal(status, `A fault of the local tenant: ${status}.`, { headers });
    }
    const given = await answer();
    if (given === undefined) throw new Refusal(501, "The local tenant does not speak this.");
    if (given.text !== undefined) return respond(given.text, given.status, "text/plain");
    return json(given.body, given.status);
  } catch (thrown) {
    if ((thrown as Error).name === "Unrouted") return respond(null, 404, "");
    const refused = asRefusal(thrown);
    return json(refused.details.body ?? error(refused, trackingId), refused.status, refused.details.headers);
  }
}

/** A defect of the local tenant itself goes to its own log. */
function asRefusal(thrown: unknown): Refusal {
  if ((thrown as Error).name === "Refusal") return thrown as Refusal;
  console.error(thrown);
  return new Refusal(500, "The local tenant failed.");
}
