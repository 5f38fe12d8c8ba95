import type { Context } from "hono";
import type { App, HttpEnvironment, Org, RecordFields } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import { json } from "../http/json.ts";
import { normalizedId } from "../identifiers.ts";
import { type AskedEndPoint, endPointOf } from "./audiences.ts";
import { identity, userInfo } from "./identity.ts";
import { jwtLogin } from "./jwtLogin.ts";
import { OAuthError } from "./oauthError.ts";
import { createReplays, type Replays } from "./replays.ts";

type HttpContext = Context<HttpEnvironment>;

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** With `Cache-Control`, which every answer has. */
const notKept = { Expires: "Thu, 01 Jan 1970 00:00:00 GMT" };

/** Grants that Salesforce has and the local org does not speak. */
const unspokenGrants = [
  "authorization_code",
  "client_credentials",
  "device",
  "hybrid_refresh",
  "password",
  "refresh_token",
  "urn:ietf:params:oauth:grant-type:saml2-bearer",
  "urn:ietf:params:oauth:grant-type:token-exchange",
];

/** Puts OAuth and the identity addresses onto an org. */
export function mountOAuth(app: App, org: Org): void {
  const replays = createReplays();
  app.post("/services/oauth2/token", async (context) => {
    const form = await formOf(context);
    const asked = endPointOf(new URL(context.req.url));
    try {
      return json(context, await token(org, form, asked, replays), 200, notKept);
    } catch (error) {
      return oauthFailure(context, error);
    }
  });
  app.post("/services/oauth2/revoke", async (context) => {
    const { token: accessToken = "" } = await formOf(context);
    if (org.sessions.close(accessToken)) return context.body(null, 200);
    return oauthFailure(context, new OAuthError("invalid_token", "invalid token"));
  });
  app.on(["GET", "POST"], "/services/oauth2/userinfo", (context) => {
    const user = bearer(org, context);
    return typeof user === "string" ? context.text(user, 403) : json(context, userInfo(org, user));
  });
  app.get("/id/:organization/:user", (context) => {
    const user = bearer(org, context);
    if (typeof user === "string") return context.text(user, 403);
    const isOwn =
      normalizedId(context.req.param("organization")) === org.organizationId &&
      normalizedId(context.req.param("user")) === user.Id;
    return isOwn ? json(context, identity(org, user)) : context.text("Bad_Id", 403);
  });
  app.all("/services/oauth2/*", (context) => {
    throw notSpoken(`${context.req.method} ${context.req.path}`);
  });
}

async function token(org: Org, form: Record<string, string>, asked: AskedEndPoint, replays: Replays): Promise<object> {
  const grant = form.grant_type ?? "";
  if (grant === "") throw new OAuthError("invalid_request", "missing required parameter: grant_type");
  if (unspokenGrants.includes(grant)) throw notSpoken(`the grant type ${grant}`);
  if (grant !== jwtBearer) throw new OAuthError("unsupported_grant_type", "grant type not supported");
  if (form.scope !== undefined) throw new OAuthError("invalid_request", "scope parameter not supported");
  return jwtLogin(org, form.assertion ?? "", asked, replays);
}

async function formOf(context: HttpContext): Promise<Record<string, string>> {
  const parameters = new URLSearchParams(await context.req.text());
  return Object.fromEntries(parameters);
}

function oauthFailure(context: HttpContext, error: unknown): Response {
  if ((error as Error).name !== "OAuthError") throw error;
  const { error: code, description } = error as OAuthError;
  return json(context, { error: code, error_description: description }, 400, notKept);
}

/** The user behind the bearer token, or the text with which the identity addresses refuse. */
function bearer(org: Org, context: HttpContext): RecordFields | string {
  const header = context.req.header("authorization");
  if (!header) return "Missing_OAuth_Token";
  const session = org.sessions.resolve(/^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header)?.[1] ?? "");
  const user = session && org.records.get("User", session.userId);
  return user?.IsActive === true ? user : "Bad_OAuth_Token";
}
