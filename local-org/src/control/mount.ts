/** Control of a local org, for tests and people, under `/_local`: no login, but only from this machine and no web page. */
import { readFileSync } from "node:fs";
import type { App } from "../contracts.ts";
import type { FaultBoard } from "../faults/faultBoard.ts";
import { json } from "../http/json.ts";
import type { RequestLog } from "../http/requestLog.ts";
import type { Process } from "../http/servedOrg.ts";
import type { OwnedOrg } from "../org.ts";
import { contextOfUser } from "../requestContext.ts";
import { latestApiVersion } from "../rest/versions.ts";
import { confirmEmails } from "../rules/user.ts";
import { exportOrg } from "./export.ts";
import { mountFaultControl } from "./faults.ts";
import { controlHeaders, controlRefusal } from "./guard.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

export function mountControl(
  app: App,
  org: OwnedOrg,
  log: RequestLog,
  faults: FaultBoard,
  { served, refreshSandbox }: Process,
): void {
  app.use("/_local/*", async (context, next) => {
    const refusal = controlRefusal({
      method: context.req.method,
      url: new URL(context.req.url),
      origin: context.req.header("origin"),
      fetchSite: context.req.header("sec-fetch-site"),
    });
    if (refusal !== undefined) return json(context, { error: refusal }, 403);
    await next();
    for (const [name, value] of Object.entries(controlHeaders)) context.res.headers.set(name, value);
  });

  app.get("/_local/status", (context) =>
    json(context, { pid: process.pid, url: org.instanceUrl, organizationId: org.organizationId, version }),
  );
  app.get("/_local/orgs", (context) => json(context, served()));
  app.get("/_local/credentials", (context) =>
    json(context, {
      instanceUrl: org.instanceUrl,
      orgId: org.organizationId,
      apiVersion: latestApiVersion,
      username: org.deployer.username,
      accessToken: org.deployer.accessToken,
      clientId: org.deployer.clientId,
      privateKeyPem: org.deployer.privateKeyPem(),
    }),
  );
  app.get("/_local/requests", (context) => json(context, log.list()));
  app.delete("/_local/requests", (context) => {
    log.clear();
    return context.body(null, 204);
  });
  app.post("/_local/reset", (context) => {
    org.reset();
    faults.clear();
    return context.body(null, 204);
  });
  app.get("/_local/export", (context) => json(context, exportOrg(org)));
  app.post("/_local/confirm-email", (context) => {
    const confirmed = confirmEmails(contextOfUser(org, org.deployer.userId, latestApiVersion));
    return json(context, { confirmed });
  });
  app.post("/_local/sandbox", async (context) => {
    try {
      return json(context, await refreshSandbox(await context.req.json()), 201);
    } catch (error) {
      return json(context, { error: (error as Error).message }, 400);
    }
  });
  app.get("/_local/settings", (context) => json(context, org.settings));
  app.post("/_local/settings", async (context) => {
    try {
      org.changeSettings(await context.req.json());
    } catch (error) {
      return json(context, { error: (error as Error).message }, 400);
    }
    return json(context, org.settings);
  });
  mountFaultControl(app, faults);
}
