import { createLocalWebex, type LocalWebex, type LocalWebexOptions } from "../src/server.ts";

export interface Sent {
  /** Default: the Full Admin's. `null`: none. */
  token?: string | null;
  /** JSON. */
  json?: unknown;
  /** Instead of JSON. */
  body?: string | URLSearchParams | FormData;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
  json: any;
  headers: Headers;
}

/** A tenant and a client of it. */
export interface Bench {
  webex: LocalWebex;
  /** A new token of the Full Admin. */
  token: string;
  orgId: string;
  /** `/{orgId}/project/{projectId}` */
  project: string;
  /** Calls the gateway of the tenant. */
  gateway(method: string, path: string, sent?: Sent): Promise<Answered>;
  /** Calls what stands for webexapis.com. */
  identity(method: string, path: string, sent?: Sent): Promise<Answered>;
  /** Calls any address of the tenant, without a token unless one is given. */
  call(method: string, path: string, sent?: Sent): Promise<Answered>;
  /** Token of somebody: an e-mail address of the tenant, or `serviceApp`. */
  tokenOf(of: string, scopes?: string[]): string;
  /** Id of a flow. */
  flow(name: string): string;
}

export const people = {
  admin: "admin@tenant.example",
  serviceAdmin: "service.admin@tenant.example",
  supervisor: "supervisor@tenant.example",
  agent: "agent@tenant.example",
};

export async function withTenant(
  work: (bench: Bench) => Promise<void>,
  { settings, ...options }: LocalWebexOptions = {},
): Promise<void> {
  const webex = await createLocalWebex({ ...options, settings: { callEveryMs: 0, ...settings } });
  try {
    await work(benchOf(webex));
  } finally {
    await webex.stop();
  }
}

export function benchOf(webex: LocalWebex): Bench {
  const { gatewayUrl, identityUrl, accessToken, orgId, projectId } = webex.credentials();
  const withToken = (sent: Sent = {}) => ({ token: accessToken, ...sent });
  return {
    webex,
    token: accessToken,
    orgId,
    project: `/${orgId}/project/${projectId}`,
    gateway: (method, path, sent) => send(gatewayUrl + path, method, withToken(sent)),
    identity: (method, path, sent) => send(identityUrl + path, method, withToken(sent)),
    call: (method, path, sent) => send(webex.url + path, method, sent),
    tokenOf: (of, scopes) => webex.tokenFor({ of, ...(scopes && { scopes }) }).access_token,
    flow: (name) => String(webex.tenant.state.flows.find((flow) => flow.name === name)?.id),
  };
}

async function send(url: string, method: string, { token, json, body, headers = {} }: Sent = {}): Promise<Answered> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(json === undefined ? (body === undefined ? {} : { body }) : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, json: parsed(text), headers: answer.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The form that carries a document to the legacy import. */
export function flowForm(document: unknown): FormData {
  const form = new FormData();
  form.set("file", new Blob([JSON.stringify(document)], { type: "application/json" }), "flow.json");
  return form;
}
