/** The one place where the parts of the local org are put onto HTTP addresses. */
import { Hono } from "hono";
import { mountApexRest } from "../apexRest/mount.ts";
import type { ApiError, App, HttpEnvironment } from "../contracts.ts";
import { mountControl } from "../control/mount.ts";
import type { ServedFaultBoard } from "../faults/faultBoard.ts";
import { mountFaults } from "../faults/strike.ts";
import { mountDueDeploys, mountMetadata } from "../metadata/mount.ts";
import { mountOAuth } from "../oauth/mount.ts";
import type { OwnedOrg } from "../org.ts";
import { mountPartner } from "../partner/mount.ts";
import { mountRest } from "../rest/mount.ts";
import { mountSetup } from "../setup/mount.ts";
import { createApiUsage } from "./apiUsage.ts";
import { bodyErrorAnswer, mountBodies } from "./bodies.ts";
import { errorBody, notSpoken, unknownException } from "./errors.ts";
import { json } from "./json.ts";
import { mountLoggedCalls } from "./loggedCalls.ts";
import { mountPackedAnswers } from "./packedAnswers.ts";
import type { RequestLog } from "./requestLog.ts";
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

  // What calls pass through; each sees what those below it answer.
  mountBodies(app); // bounds every body before anybody can read it
  mountSetup(app, org, log); // answers its pages here: they are no calls of a client, so neither logged nor struck
  mountLoggedCalls(app, org, log); // logs what faults have made of a call
  mountFaults(app, org, faults, ended); // cuts answers as they are sent, so outside of what packs them
  mountPackedAnswers(app);
  mountDueDeploys(app, org); // so that whoever answers a call sees what is done by now

  // What answers them. Where two match an address, the first answers.
  mountMetadata(app, org); // before the others' `/services/Soap/*` and `/services/data/*`
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
