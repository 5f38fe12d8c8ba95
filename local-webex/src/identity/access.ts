/** Grants and their tokens. */
import { newSecret } from "../identifiers.ts";
import type { Tenant } from "../state.ts";
import type { Client, Grant, Person } from "./model.ts";

/** The answer to every kind of login: keys as they are sent. */
export interface TokenAnswer {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  refresh_token_expires_in: number;
  token_type: "Bearer";
  scope: string;
}

const day = 86_400;
const accessSeconds = 14 * day;
const refreshSeconds = 90 * day;
/** Tokens of a grant that are kept at most; the oldest gives way. */
const mostTokens = 20;
/** Grants that are kept at most. */
const mostGrants = 1_000;

/** A new grant with its first token. */
export function grantAccess(tenant: Tenant, client: Client, person: Person, scopes: readonly string[]): TokenAnswer {
  const grant: Grant = {
    clientId: client.clientId,
    ...person,
    scopes: [...scopes],
    refreshToken: newSecret(48),
    refreshExpires: 0,
    tokens: [],
  };
  const { access } = tenant.state;
  access.grants = [...access.grants, grant].slice(-mostGrants);
  return renewAccess(tenant, grant);
}

/** A further token of a grant. The refresh token lives its whole time again from now on. */
export function renewAccess(tenant: Tenant, grant: Grant): TokenAnswer {
  const { orgId } = tenant.state;
  const now = tenant.now().getTime();
  const value = `${newSecret(48)}_P0A1_${orgId}`;
  grant.tokens = [...grant.tokens, { value, expires: now + accessSeconds * 1_000 }].slice(-mostTokens);
  grant.refreshExpires = now + refreshSeconds * 1_000;
  tenant.changed();
  return {
    access_token: value,
    expires_in: accessSeconds,
    refresh_token: grant.refreshToken,
    refresh_token_expires_in: refreshSeconds,
    token_type: "Bearer",
    scope: grant.scopes.join(" "),
  };
}

export interface LiveToken {
  grant: Grant;
  expires: number;
}

/** The grant of an access token that has not expired. */
export function liveToken(tenant: Tenant, value: string | undefined): LiveToken | undefined {
  const now = tenant.now().getTime();
  for (const grant of tenant.state.access.grants) {
    const token = grant.tokens.find((one) => one.value === value);
    if (token !== undefined) return token.expires > now ? { grant, expires: token.expires } : undefined;
  }
  return undefined;
}

/** The bearer token of a header. */
export function bearer(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1];
}

/** Ends what was granted: to one client, or to all. */
export function revokeGrants(tenant: Tenant, clientId?: string): void {
  const { access } = tenant.state;
  access.grants = access.grants.filter((grant) => clientId !== undefined && grant.clientId !== clientId);
  tenant.changed();
}
