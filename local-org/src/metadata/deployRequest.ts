import type { Context } from "hono";
import type { App } from "../contracts.ts";
import { ApiError, type HttpEnvironment, type Org, type RequestContext } from "../contracts.ts";
import { notFound, notSpoken } from "../http/errors.ts";
import { json } from "../http/json.ts";
import { authenticatedContext, requireApiAccess } from "../requestContext.ts";
import { apiVersions } from "../rest/versions.ts";
import { mayUseMetadataApi } from "./componentAccess.ts";
import { deployOptionsFromJson } from "./deployOptions.ts";
import { cancelDeploy, findDeploy, queueDeploy, queueValidated } from "./deployQueue.ts";
import { type DeployRecord, isDone } from "./deployRecord.ts";
import { deployAccepted, deployStatusBody } from "./deployResultJson.ts";
import { validatedZip } from "./validations.ts";

type HttpContext = Context<HttpEnvironment>;

const path = "/services/data/:version/metadata/deployRequest";

/** Puts the REST form of deploys onto an org. */
export function mountDeployRequest(app: App, org: Org): void {
  app.post(path, async (http) => {
    const context = authorized(org, http);
    const record = queued(context, await sentOf(http));
    return json(http, deployAccepted(record, org.now()), 201);
  });
  // The address of the documentation for a quick deploy; clients send theirs to the one above.
  app.post(`${path}/:id`, (http) => {
    const context = authorized(org, http);
    const record = queued(context, { validatedId: http.req.param("id") });
    return json(http, deployAccepted(record, org.now()), 201);
  });
  app.get(`${path}/:id`, (http) => {
    const record = knownDeploy(authorized(org, http), http);
    return json(http, deployStatusBody(record, org.now(), http.req.query("includeDetails") === "true"));
  });
  app.patch(`${path}/:id`, async (http) => {
    const context = authorized(org, http);
    const record = knownDeploy(context, http);
    const body = await http.req.json().catch(() => undefined);
    if (body?.deployResult?.status !== "Canceling")
      throw new ApiError(400, "JSON_PARSER_ERROR", "deployResult.status must be Canceling");
    if (isDone(record)) throw new ApiError(400, "INVALID_ID_FIELD", "Deployment already completed");
    return json(http, deployAccepted(cancelDeploy(context, record), org.now()), 202);
  });
}

function authorized(org: Org, http: HttpContext): RequestContext {
  const version = apiVersions.find((known) => `v${known.version}` === http.req.param("version"))?.version;
  if (version === undefined) throw notFound();
  const context = authenticatedContext(org, http.req.header("authorization"), version);
  requireApiAccess(context);
  if (!mayUseMetadataApi(context))
    throw new ApiError(
      403,
      "INSUFFICIENT_ACCESS",
      "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions",
    );
  return context;
}

function knownDeploy(context: RequestContext, http: HttpContext): DeployRecord {
  const record = findDeploy(context.org, http.req.param("id") ?? "");
  if (!record) throw notFound();
  return record;
}

/** What a deploy is sent with: a zip and its options, or the id of a validation. */
type Sent = { options: Record<string, unknown>; zip: Uint8Array } | { validatedId: string };

function queued(context: RequestContext, sent: Sent): DeployRecord {
  if ("zip" in sent) {
    const version = Math.floor(Number(context.apiVersion));
    const options = deployOptionsFromJson(sent.options);
    if (options.performRetrieve) throw notSpoken("performRetrieve in a deploy over REST");
    return queueDeploy(context, sent.zip, options, version);
  }
  const validation = findDeploy(context.org, sent.validatedId);
  if (!validation) throw notFound();
  const validated = validatedZip(context.org, validation);
  if (typeof validated === "string") throw new ApiError(400, "INVALID_ID_FIELD", validated);
  return queueValidated(context, validation, validated.zip);
}

/** Clients name and order the parts of the form in their own ways, so each part is known by its content. */
async function sentOf(http: HttpContext): Promise<Sent> {
  let zip: Uint8Array | undefined;
  let text = "";
  const isForm = /^multipart\/form-data/i.test(http.req.header("content-type") ?? "");
  const form = isForm ? await http.req.formData().catch(() => undefined) : undefined;
  for (const part of form?.values() ?? []) {
    const bytes = typeof part === "string" ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
    if (bytes.subarray(0, 2).toString("latin1") === "PK") zip = bytes;
    else text = bytes.toString("utf8");
  }
  const body = jsonObject(isForm ? text : await http.req.text());
  if (body?.validatedDeployRequestId !== undefined) return { validatedId: String(body.validatedDeployRequestId) };
  const options = body?.deployOptions;
  if (!zip || typeof options !== "object" || options === null)
    throw new ApiError(400, "INVALID_MULTIPART_REQUEST", "A zip file and a JSON part with deployOptions are expected");
  return { options: options as Record<string, unknown>, zip };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
