/** What a client needs to be let in, without the pages on which people make that in Webex. */

import { projectId } from "../identifiers.ts";
import { grantAccess, type TokenAnswer } from "../identity/access.ts";
import { serviceAppPerson } from "../identity/endPoints.ts";
import type { Client, Person } from "../identity/model.ts";
import type { Served } from "../served.ts";
import type { Tenant } from "../state.ts";

export interface Credentials {
  /** Stands for `https://webexapis.com`. */
  identityUrl: string;
  /** Stands for `https://api.wxcc-<region>.cisco.com`. */
  gatewayUrl: string;
  region: string;
  orgId: string;
  projectId: string;
  integration: { clientId: string; clientSecret: string };
  serviceApp: { applicationId: string; clientId: string; clientSecret: string };
  /** Tokens of the Full Admin, by the integration. */
  accessToken: string;
  refreshToken: string;
}

export function credentialsOf({ tenant, url }: Pick<Served, "tenant" | "url">): Credentials {
  const { region, orgId } = tenant.state;
  const integration = clientOf(tenant, "integration");
  const serviceApp = clientOf(tenant, "serviceApp");
  const { access_token, refresh_token } = tokenFor(tenant, {});
  return {
    identityUrl: `${url}/webexapis`,
    gatewayUrl: `${url}/${region}`,
    region,
    orgId,
    projectId,
    integration: { clientId: integration.clientId, clientSecret: integration.clientSecret },
    serviceApp: {
      applicationId: String(serviceApp.applicationId),
      clientId: serviceApp.clientId,
      clientSecret: serviceApp.clientSecret,
    },
    accessToken: access_token,
    refreshToken: String(refresh_token),
  };
}

export interface TokenRequest {
  /** Whose: an e-mail address of the tenant's people, or `serviceApp`. Default: the Full Admin. */
  of?: string;
  /** Default: all of the client's. */
  scopes?: string[];
}

/** A new grant, as the consent of a person makes it. @throws Error with one sentence that names what is wrong */
export function tokenFor(tenant: Tenant, { of, scopes }: TokenRequest): TokenAnswer {
  const client = clientOf(tenant, of === "serviceApp" ? "serviceApp" : "integration");
  const person = of === "serviceApp" ? serviceAppPerson(client) : personOf(tenant, of);
  const missing = scopes?.find((scope) => !client.scopes.includes(scope));
  if (missing !== undefined) throw new Error(`The client has no scope ${missing}.`);
  return grantAccess(tenant, client, person, scopes ?? client.scopes);
}

function personOf({ state }: Tenant, email: string | undefined): Person {
  const person = state.access.people.find((one) => email === undefined || one.email === email);
  if (person === undefined) throw new Error(`The tenant has nobody with the address ${email}.`);
  return person;
}

function clientOf({ state }: Tenant, kind: Client["kind"]): Client {
  const client = state.access.clients.find((one) => one.kind === kind);
  if (client === undefined) throw new Error(`The tenant has no ${kind}.`);
  return client;
}
