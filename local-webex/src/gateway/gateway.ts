/** The gateway of a data centre: who may call what, and how often. */
import { type Answer, Refusal, Unrouted } from "../answers.ts";
import { isUuid, type Region } from "../identifiers.ts";
import { bearer, liveToken } from "../identity/access.ts";
import type { Tenant } from "../state.ts";
import type { GatewayRequest } from "./call.ts";
import { type Operation, routeOf } from "./operations.ts";
import type { RateLimit } from "./rateLimit.ts";

/**
 * @returns undefined for what the local tenant does not speak
 * @throws Refusal, Unrouted
 */
export async function answerGateway(
  tenant: Tenant,
  limit: RateLimit,
  region: Region,
  request: GatewayRequest,
): Promise<Answer | undefined> {
  const route = routeOf(request.method, request.path);
  if (route.operation === undefined) {
    if (route.isKnown) throw new Unrouted();
    return undefined;
  }
  const { operation, parts } = route;
  const token = liveToken(tenant, bearer(request.authorization));
  if (token === undefined) throw new Refusal(401, "The access token is missing, expired or not valid.");
  const { grant } = token;
  const wait = limit.secondsUntilFree(grant.clientId);
  if (wait > 0) {
    throw new Refusal(429, "Too many requests.", { headers: { "Retry-After": String(wait) } });
  }
  const { orgId } = tenant.state;
  if (parts.orgId?.toLowerCase() !== orgId || !isUuid(parts.orgId) || region !== tenant.state.region) {
    throw new Refusal(401, `Token does not have access to OrgId:${parts.orgId}`);
  }
  requirePermission(operation, grant);
  return operation.handle({ tenant, grant, request, query: request.query, parts });
}

function requirePermission({ scope, roles }: Operation, grant: { scopes: string[]; role: string }): void {
  if (!grant.scopes.includes(scope)) throw new Refusal(403, `The access token lacks the scope ${scope}.`);
  if (roles !== undefined && !roles.some((role) => role === grant.role)) {
    throw new Refusal(403, `The role ${grant.role} may not do this.`);
  }
}
