/** In whose name a call is answered, and whether that user may call at all. */
import { ApiError, type Org, type RequestContext } from "./contracts.ts";
import { effectivePermissions } from "./effectivePermissions.ts";

/** The context of work that the org does in a user's name. */
export function contextOfUser(org: Org, userId: string, apiVersion: string): RequestContext {
  return { org, userId, apiVersion, permissions: effectivePermissions(org, userId) };
}

/**
 * The context of a call with this access token.
 *
 * @throws ApiError 401 INVALID_SESSION_ID for a token that is unknown, or whose user is not active any more
 */
export function contextOfSession(org: Org, accessToken: string, apiVersion: string): RequestContext {
  const session = org.sessions.resolve(accessToken);
  const [user] = session === undefined ? [] : org.records.find("User", { Id: session.userId }, ["IsActive"]);
  if (session === undefined || user?.IsActive !== true) {
    throw new ApiError(401, "INVALID_SESSION_ID", "Session expired or invalid");
  }
  return contextOfUser(org, session.userId, apiVersion);
}

/**
 * The context of a call with this `Authorization` header.
 *
 * @throws ApiError 401 for a header or token that does not serve
 */
export function authenticatedContext(org: Org, authorization: string | undefined, apiVersion: string): RequestContext {
  const token = /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw new ApiError(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");
  const context = contextOfSession(org, token, apiVersion);
  const scopes = org.sessions.resolve(token)?.scopes ?? [];
  if (!scopes.includes("api") && !scopes.includes("full")) {
    throw new ApiError(401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API");
  }
  return context;
}

/** Editions whose orgs have no API. Source: Salesforce Help, Salesforce Editions with API Access. */
const editionsWithoutApi: readonly unknown[] = [
  "Contact Manager Edition",
  "Essentials Edition",
  "Group Edition",
  "Personal Edition",
  "Professional Edition",
];

/** Why a user may not call any API: his org has none, or he may not use it. */
export function apiRefusal({ org, permissions }: RequestContext): ApiRefusal | undefined {
  const [organization] = org.records.find("Organization", {}, ["OrganizationType"]);
  const edition = organization?.OrganizationType;
  if (editionsWithoutApi.includes(edition)) return "API_DISABLED_FOR_ORG";
  return permissions.has("ApiEnabled") ? undefined : "API_CURRENTLY_DISABLED";
}

type ApiRefusal = "API_DISABLED_FOR_ORG" | "API_CURRENTLY_DISABLED";

const restRefusals: { [refusal in ApiRefusal]: string } = {
  API_DISABLED_FOR_ORG: "The REST API is not enabled for this Organization.",
  API_CURRENTLY_DISABLED: "API is disabled for this User",
};

/** What the SOAP APIs say. */
export const soapRefusals: { [refusal in ApiRefusal]: string } = {
  API_DISABLED_FOR_ORG: "API is not enabled for this Organization or Partner",
  API_CURRENTLY_DISABLED: "API is disabled for this User",
};

/** Demands that the user may call the data API at all. */
export function requireApiAccess(context: RequestContext): void {
  const refusal = apiRefusal(context);
  if (refusal !== undefined) throw new ApiError(403, refusal, restRefusals[refusal]);
}
