import type { App } from "../contracts.ts";
import { ApiError, type Org } from "../contracts.ts";
import { json } from "../http/json.ts";
import { authenticatedContext } from "../requestContext.ts";
import { latestApiVersion } from "../rest/versions.ts";
import { requireApexRest, requireClassAccess } from "./guard.ts";
import { type ApexException, type CallBody, serviceRouting } from "./serviceRouting.ts";

const base = "/services/apexrest";
const serviceRoutingBase = `${base}/cnxscv/voice/v1/`;

/** Puts the Apex REST resources of the managed package onto an org. */
export function mountApexRest(app: App, org: Org): void {
  app.all(`${base}/*`, async (http) => {
    const context = authenticatedContext(org, http.req.header("authorization"), latestApiVersion);
    requireApexRest(context);
    const { path, method } = http.req;
    const resource = path.startsWith(serviceRoutingBase)
      ? serviceRouting.get(path.slice(serviceRoutingBase.length).replace(/\/$/, ""))
      : undefined;
    const [apexClass] = org.records.find("ApexClass", { Name: "ServiceRouting", NamespacePrefix: "cnxscv" });
    if (!resource || !apexClass) throw new ApiError(404, "NOT_FOUND", "Could not find a match for URL");
    if (method !== "POST")
      throw new ApiError(405, "METHOD_NOT_ALLOWED", `HTTP Method '${method}' not allowed. Allowed are POST`);
    requireClassAccess(context, apexClass);
    const body = bodyOf(await http.req.text());
    try {
      return json(
        http,
        org.records.transaction(() => resource(context, body)),
      );
    } catch (error) {
      if ((error as ApexException).name !== "ApexException") throw error;
      throw new ApiError(500, "APEX_ERROR", (error as ApexException).message);
    }
  });
}

function bodyOf(text: string): CallBody {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as CallBody;
  } catch {
    // Malformed JSON is refused like JSON that is no object.
  }
  throw new ApiError(400, "JSON_PARSER_ERROR", "The HTTP entity body is not a JSON object");
}
