import type { App } from "../contracts.ts";
import type { OwnedOrg } from "../org.ts";
import { apiHostRefusal } from "./hosts.ts";
import { isComposite, loggablePath, type RequestLog } from "./requestLog.ts";

/** Refuses calls to another host, holds the others back as long as the org is slow, and logs them. */
export function mountLoggedCalls(app: App, org: OwnedOrg, log: RequestLog): void {
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
    const body = isComposite(context.req.method, url) ? await context.req.text().catch(() => "") : undefined;
    log.add({
      startedAt: started.toISOString(),
      durationMs: Math.round(performance.now() - clock),
      method: context.req.method,
      path: loggablePath(url, body),
      status: struckBy?.includes("drop-before") === true ? 0 : context.res.status,
      userAgent: context.req.header("user-agent") ?? "",
      ...(operation === undefined ? {} : { operation }),
      ...(struckBy === undefined ? {} : { faults: struckBy }),
    });
  });
}
