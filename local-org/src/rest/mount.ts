/** The data API (`/services/data`) over HTTP: versions, authentication, headers; the calls themselves are in `routes.ts`. */

import type { App, RequestContext } from "../contracts.ts";
import type { ApiUsage } from "../http/apiUsage.ts";
import { notFound, notSpoken } from "../http/errors.ts";
import { json } from "../http/json.ts";
import type { OwnedOrg } from "../org.ts";
import { authenticatedContext, requireApiAccess } from "../requestContext.ts";
import { parseJsonBody } from "./jsonBody.ts";
import { limits } from "./limits.ts";
import { createDispatcher } from "./routes.ts";
import { apiVersions, latestApiVersion } from "./versions.ts";

export function mountRest(app: App, org: OwnedOrg, usage: ApiUsage): void {
  const answerCall = createDispatcher(org.database);

  app.get("/services/data", (context) =>
    json(
      context,
      apiVersions.map(({ label, version }) => ({ label, url: `/services/data/v${version}`, version })),
    ),
  );

  app.use("/services/data/:version/*", async (http, next) => {
    await next();
    if (http.res.status === 401) http.res.headers.set("WWW-Authenticate", "Token");
    else http.res.headers.set("Sforce-Limit-Info", `api-usage=${usage.count()}/${org.settings.dailyApiRequests}`);
  });

  app.all("/services/data/*", async (http) => {
    const url = new URL(http.req.url);
    const match = /^\/services\/data\/([^/]+)(\/.*)?$/.exec(url.pathname);
    const version = knownVersion(match?.[1] ?? "");
    const resource = (match?.[2] ?? "").replace(/\/$/, "");
    const context = authenticatedContext(org, http.req.header("authorization"), version);
    usage.add();
    const text = await http.req.text();
    const call = {
      context,
      method: http.req.method,
      query: url.searchParams,
      header: (name: string) => http.req.header(name),
      body: () => parseJsonBody(text),
    };
    requireApiAccess(context);
    if (resource === "" && call.method === "GET") return json(http, resources(context));
    if (resource === "/limits" && call.method === "GET") {
      return json(http, limits({ ...call, parameters: [] }, usage.count()).body);
    }
    const answer = org.records.transaction(() => answerCall(resource, call));
    if (answer.body === undefined) return new Response(null, { status: answer.status, headers: answer.headers ?? {} });
    return json(http, answer.body, answer.status, answer.headers);
  });
}

function knownVersion(segment: string): string {
  const version = /^v(\d+\.\d)$/.exec(segment)?.[1];
  if (version === undefined || Number(version) > Number(latestApiVersion)) throw notFound();
  if (!apiVersions.some((known) => known.version === version)) throw notSpoken(`API version ${version}`);
  return version;
}

/** Only the resources that the local org speaks. */
function resources({ org, userId, apiVersion }: RequestContext): object {
  const base = `/services/data/v${apiVersion}`;
  const named = ["composite", "limits", "metadata", "query", "queryAll", "sobjects", "tooling"].map((name) => [
    name,
    `${base}/${name}`,
  ]);
  return { ...Object.fromEntries(named), identity: `${org.instanceUrl}/id/${org.organizationId}/${userId}` };
}
