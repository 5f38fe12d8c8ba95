import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from "../../src/server.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at in tests, which fail when something is missing.
export type Json = any;

export interface Answer {
  status: number;
  body: Json;
  headers: Headers;
}

/** A caller of the data API in the name of one user. */
export interface Client {
  local: LocalOrg;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The records of a query, or the error answer. */
  query(soql: string): Promise<Json>;
  /** Creates a record and gives back its id; fails when the org refuses. */
  create(type: string, fields: object): Promise<string>;
  /** The record of an exact query; fails when there is not exactly one. */
  one(soql: string): Promise<Json>;
}

export async function withOrg(work: (client: Client) => Promise<void>, options: LocalOrgOptions = {}): Promise<void> {
  const local = await createLocalOrg(options);
  try {
    await work(clientOf(local, local.org.deployer.accessToken));
  } finally {
    await local.stop();
  }
}

/** Paths that begin with `/` are below the newest version; whole ones begin with `//`. */
export function clientOf(local: LocalOrg, accessToken: string): Client {
  const client: Client = {
    local,
    async call(method, path, body, headers = {}) {
      const address = path.startsWith("//") ? path.slice(1) : `/services/data/v68.0${path}`;
      const response = await fetch(local.url + address, {
        method,
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
      return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
    async query(soql) {
      const { status, body } = await client.call("GET", `/query?q=${encodeURIComponent(soql)}`);
      return status === 200 ? body.records : { status, ...body[0] };
    },
    async create(type, fields) {
      const { status, body } = await client.call("POST", `/sobjects/${type}`, fields);
      if (status !== 201) throw new Error(`Creating ${type} answered ${status} ${JSON.stringify(body)}`);
      return body.id;
    },
    async one(soql) {
      const records = await client.query(soql);
      if (records.length !== 1) throw new Error(`${soql} gave ${JSON.stringify(records)}`);
      return records[0];
    },
  };
  return client;
}

/** What a new user needs besides the profile; each name makes another user. */
export function userFields(name: string): { [field: string]: unknown } {
  return {
    Username: `${name}@local-org.example`,
    LastName: name,
    Email: `${name}@mail.example`,
    Alias: name.slice(0, 8),
    TimeZoneSidKey: "Europe/Zurich",
    LocaleSidKey: "de_CH",
    EmailEncodingKey: "UTF-8",
    LanguageLocaleKey: "en_US",
  };
}

export async function profileId({ one }: Client, name: string): Promise<string> {
  return (await one(`SELECT Id FROM Profile WHERE Name = '${name}'`)).Id;
}

export async function createUser(client: Client, name: string, profile: string, more: object = {}): Promise<string> {
  return client.create("User", { ...userFields(name), ProfileId: await profileId(client, profile), ...more });
}

/** A client of a new user with exactly these user permissions (and a profile with none). */
export async function userWith(client: Client, name: string, permissions: readonly string[]): Promise<Client> {
  const { Id: UserLicenseId } = await client.one("SELECT Id FROM UserLicense WHERE Name = 'Salesforce'");
  const on = Object.fromEntries(permissions.map((permission) => [`Permissions${permission}`, true]));
  const ProfileId = await client.create("Profile", { Name: `Profile of ${name}`, UserLicenseId, ...on });
  const userId = await client.create("User", { ...userFields(name), ProfileId });
  const { sessions } = client.local.org;
  return clientOf(client.local, sessions.open({ userId, clientId: "test", scopes: ["api"] }));
}

/** Status, code and fields of an error answer with exactly one error. */
export function errorOf({ status, body }: Answer): {
  status: number;
  errorCode: string;
  message: string;
  fields?: string[];
} {
  if (!Array.isArray(body) || body.length !== 1) throw new Error(`No error: ${status} ${JSON.stringify(body)}`);
  return { status, ...body[0] };
}

export const integrationProfileName = "Minimum Access - API Only Integrations";
