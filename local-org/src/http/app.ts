/** The one place where the parts of the local org are put onto HTTP addresses. */
import { Hono } from "hono";
import { mountApexRest } from "../apexRest/mount.ts";
import type { ApiError, App, HttpEnvironment } from "../contracts.ts";
import { mountControl } from "../control/mount.ts";
import type { ServedFaultBoard } from "../faults/faultBoard.ts";
import { mountFaults } from "../faults/strike.ts";
import { mountMetadata } from "../metadata/mount.ts";
import { mountOAuth } from "../oauth/mount.ts";
import type { OwnedOrg } from "../org.ts";
import { mountPartner } from "../partner/mount.ts";
import { mountRest } from "../rest/mount.ts";
import { mountSetup } from "../setup/mount.ts";
import { createApiUsage } from "./apiUsage.ts";
import { bodyErrorAnswer, mountBodies } from "./bodies.ts";
import { errorBody, notSpoken, unknownException } from "./errors.ts";
import { apiHostRefusal } from "./hosts.ts";
import { json } from "./json.ts";
import { mountPackedAnswers } from "./packedAnswers.ts";
import { loggablePath, type RequestLog } from "./requestLog.ts";
import type { Process } from "./servedOrg.ts";

/**
 * @param ended aborted when the org stops
 * @param process what it is served beside
 */
export function createApp(
  org: OwnedOrg,
  log: RequestLog,
  faults: ServedFaultBoard,
  ended: AbortSignal,
  process: Process,
): App {
  const app: App = new Hono<HttpEnvironment>({ strict: false });
  const usage = createApiUsage();

  mountBodies(app);
  mountSetup(app, org, log);
  app.use(async (context, next) => {
    const url = new URL(context.req.url);
    if (url.pathname.startsWith("/_local")) return next();
    const refusal = apiHostRefusal(url);
    if (refusal !== undefined) return context.text(refusal, 403);
    const started = new Date();
    const clock = performance.now();
    if (org.settings.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, org.settings.latencyMs));
    await next();
    const operation = context.get("metadataOperation");
    const struckBy = context.get("faults");
    log.add({
      startedAt: started.toISOString(),
      durationMs: Math.round(performance.now() - clock),
      method: context.req.method,
      path: loggablePath(url),
      status: struckBy?.includes("drop-before") === true ? 0 : context.res.status,
      userAgent: context.req.header("user-agent") ?? "",
      ...(operation === undefined ? {} : { operation }),
      ...(struckBy === undefined ? {} : { faults: struckBy }),
    });
  });

  mountFaults(app, org, faults, ended);
  mountPackedAnswers(app);
  // First of those that answer, since it settles the deploys that are due before any other part answers.
  mountMetadata(app, org);
  mountPartner(app, org, usage);
  mountOAuth(app, org);
  mountApexRest(app, org);
  mountRest(app, org, usage);
  mountControl(app, org, log, faults, process);

  app.notFound((context) => {
    const error = notSpoken(`${context.req.method} ${context.req.path}`);
    return json(context, errorBody(error), error.status);
  });
  app.onError((error, context) => {
    if (error.name === "ApiError") {
      const known = error as ApiError;
      return json(context, errorBody(known), known.status);
    }
    const ofBody = bodyErrorAnswer(context, error);
    if (ofBody !== undefined) return ofBody;
    console.error(error);
    const hidden = unknownException();
    return json(context, errorBody(hidden), hidden.status);
  });
  return app;
}
