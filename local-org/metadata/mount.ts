import type { Org } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import type { App } from "../http/app.ts";

/** Puts this part of the org onto its addresses. */
export function mountMetadata(app: App, _org: Org): void {
  app.all("/services/Soap/*", (context) => {
    throw notSpoken(`${context.req.method} ${context.req.path}`);
  });
}
