import type { Org } from "../contracts.ts";
import type { App } from "../http/app.ts";
import { json } from "../http/json.ts";

/** API versions that the org answers. */
export function mountRest(app: App, _org: Org): void {
  app.get("/services/data", (context) => json(context, []));
}
