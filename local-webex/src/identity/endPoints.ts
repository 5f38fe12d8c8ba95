/** `webexapis.com`, as far as automation needs it: tokens, and whose they are. */
import { timingSafeEqual } from "node:crypto";
import { type Answer, Refusal } from "../answers.ts";
import { newSecret } from "../identifiers.ts";
import type { Tenant } from "../state.ts";
import { bearer, grantAccess, type LiveToken, liveToken, renewAccess, type TokenAnswer } from "./access.ts";
import type { Client } from "./model.ts";

/** A call of this service. */
export interface IdentityCall {
  method: string;
  /** Begins with `/v1/`. */
  path: string;
  authorization: string | undefined;
  body(): Promise<string>;
}

/** @returns undefined for what the local tenant does not speak @throws Refusal */
export async function answerIdentity(tenant: Tenant, call: IdentityCall): Promise<Answer | undefined> {
  const { method, path } = call;
  if (path === "/v1/access_token") {
    if (method !== "POST") throw new Refusal(405, "The requested method is not allowed.");
    return { status: 200, body: refresh(tenant, new URLSearchParams(await call.body())) };
  }
  const application = /^\/v1\/applications\/([^/]+)\/token$/.exec(path)?.[1];
  if (application !== undefined && method === "POST") {
    const caller = requireToken(tenant, call);
    return { status: 200, body: serviceAppToken(tenant, caller, application, await call.body()) };
  }
  if (path === "/v1/authorizations/tokenExpiry" && method === "GET") {
    return { status: 200, body: { exp: requireToken(tenant, call).expires } };
  }
  if (path === "/v1/people/me" && method === "GET")
    return { status: 200, body: me(tenant, requireToken(tenant, call)) };
  return undefined;
}

function requireToken(tenant: Tenant, { authorization }: IdentityCall): LiveToken {
  const token = liveToken(tenant, bearer(authorization));
  if (token === undefined) {
    throw new Refusal(401, "The request requires a valid access token set in the Authorization request header.");
  }
  return token;
}

const refreshTokenRefused = "The refresh token provided is expired, revoked, malformed, or invalid.";

function refresh(tenant: Tenant, form: URLSearchParams): TokenAnswer {
  const grantType = form.get("grant_type");
  if (grantType !== "refresh_token") {
    throw new Refusal(400, `The grant_type ${JSON.stringify(grantType)} is not supported here.`);
  }
  const client = requireClient(tenant, form.get("client_id"), form.get("client_secret"));
  const grant = tenant.state.access.grants.find(
    ({ clientId, refreshToken }) => clientId === client.clientId && refreshToken === form.get("refresh_token"),
  );
  if (grant === undefined || grant.refreshExpires <= tenant.now().getTime()) {
    throw new Refusal(400, refreshTokenRefused);
  }
  const { refreshAnswer } = tenant.state.settings;
  if (refreshAnswer === "newToken") grant.refreshToken = newSecret(48);
  const { refresh_token, ...answer } = renewAccess(tenant, grant);
  return refreshAnswer === "noToken" ? answer : { ...answer, refresh_token };
}

function requireClient(tenant: Tenant, clientId: unknown, secret: unknown): Client {
  const client = tenant.state.access.clients.find((one) => one.clientId === clientId);
  if (client === undefined || !isSame(client.clientSecret, String(secret))) {
    throw new Refusal(401, "The client could not be authenticated: client_id or client_secret is wrong.");
  }
  return client;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function serviceAppToken(tenant: Tenant, { grant }: LiveToken, applicationId: string, body: string): TokenAnswer {
  const { clientId, clientSecret, targetOrgId } = jsonObject(body);
  if (!grant.scopes.includes("spark:applications_token")) {
    throw new Refusal(403, "The access token lacks the scope spark:applications_token.");
  }
  const app = tenant.state.access.clients.find((one) => one.applicationId === applicationId);
  if (app === undefined) throw new Refusal(404, "Could not find an application with provided ID.");
  if (requireClient(tenant, clientId, clientSecret) !== app) {
    throw new Refusal(400, "clientId is not the one of this application.");
  }
  if (![tenant.state.orgId, encodedOrgId(tenant)].includes(String(targetOrgId)) || app.authorized !== true) {
    throw new Refusal(403, "The service app is not authorized in the target organization.");
  }
  return grantAccess(tenant, app, serviceAppPerson(app), app.scopes);
}

/** As whom a service app acts: the roles of the Full Admin who authorized it. */
export function serviceAppPerson({ applicationId }: Client): { email: string; role: "Full Admin" } {
  return { email: `${applicationId}@serviceapp.example`, role: "Full Admin" };
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Refused like any other body that is no object.
  }
  throw new Refusal(400, "The request body is not a JSON object.");
}

function encodedOrgId({ state }: Tenant): string {
  return Buffer.from(`ciscospark://us/ORGANIZATION/${state.orgId}`).toString("base64").replace(/=+$/, "");
}

function me(tenant: Tenant, { grant }: LiveToken): object {
  return {
    emails: [grant.email],
    orgId: encodedOrgId(tenant),
    type: grant.email.includes("@serviceapp.") ? "bot" : "person",
  };
}
