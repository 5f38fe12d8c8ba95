import { readFileSync } from "node:fs";
import { expect } from "@jest/globals";
import type { OrgSettings } from "../../local-org/src/orgSettings.ts";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { Org } from "../../salesforce/org.ts";
import { openOrg } from "../../salesforce/session.ts";
import { type Deployed, Stack } from "./stack.ts";

export { type Deployed, ownerOf, Stack } from "./stack.ts";

const certificateFolder = new URL("../fixtures/certificates/", import.meta.url);

/** A certificate of `test/fixtures/certificates`. */
export function certificate(name: "valid" | "renewed" | "expired" | "rsa1024" | "ellipticCurve"): string {
  return readFileSync(new URL(`${name}.pem`, certificateFolder), "utf8");
}

/** What the engine is told when a step fails after something was made. */
export interface PartialFailure extends Error {
  id: string;
  properties: Values;
  reasons: string[];
}

/** A session of the deployer in an org, for what is asked without a provider. */
export function deployerSession(local: LocalOrg): Promise<Org> {
  const { clientId, accessToken } = local.org.deployer;
  return openOrg({
    instanceUrl: local.url,
    loginUrl: local.url,
    audience: "",
    apiVersion: "68.0",
    allowsProduction: true,
    clientId,
    credential: { kind: "accessToken", accessToken },
  });
}

/** A person who changes something in the org, past the stack. */
export class Administrator {
  readonly #local: LocalOrg;

  constructor(local: LocalOrg) {
    this.#local = local;
  }

  /** Creates a record and answers its id. */
  async create(type: string, fields: Values): Promise<string> {
    return ((await this.#call("POST", `/sobjects/${type}`, fields)) as { id: string }).id;
  }

  async change(type: string, id: string, fields: Values): Promise<void> {
    await this.#call("PATCH", `/sobjects/${type}/${id}`, fields);
  }

  async remove(type: string, id: string): Promise<void> {
    await this.#call("DELETE", `/sobjects/${type}/${id}`);
  }

  async query(soql: string): Promise<Values[]> {
    return ((await this.#call("GET", `/query?q=${encodeURIComponent(soql)}`)) as { records: Values[] }).records;
  }

  /** The id of the one record that a condition finds. */
  async idOf(type: string, condition: string): Promise<string> {
    const found = await this.query(`SELECT Id FROM ${type} WHERE ${condition}`);
    if (found.length !== 1) throw new Error(`${found.length} records of ${type} with ${condition}`);
    return String(found[0]?.Id);
  }

  /** Makes a user on a standard profile, as somebody else of the company is. */
  async createUser(name: string, profile = "Standard User", fields: Values = {}): Promise<string> {
    return this.create("User", {
      Username: `${name}@mycompany.example`,
      Email: `${name}@mycompany.example`,
      LastName: name,
      Alias: name.slice(0, 8),
      TimeZoneSidKey: "GMT",
      LocaleSidKey: "en_US",
      LanguageLocaleKey: "en_US",
      EmailEncodingKey: "UTF-8",
      ProfileId: await this.idOf("Profile", `Name = '${profile}'`),
      ...fields,
    });
  }

  async #call(method: string, path: string, body?: Values): Promise<unknown> {
    const { url, org } = this.#local;
    const answer = await fetch(`${url}/services/data/v67.0${path}`, {
      method,
      headers: { authorization: `Bearer ${org.deployer.accessToken}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}

/** What a test plays with. */
export interface Scene {
  stack: Stack;
  local: LocalOrg;
  administrator: Administrator;
  /** The lines that the provider has said to the person who watches. */
  said: string[];
}

/** Makes a user who has these user permissions and no others, and answers its id. */
export async function clerkWith(administrator: Administrator, permissions: readonly string[]): Promise<string> {
  const AssigneeId = await administrator.createUser("clerk", "Minimum Access - Salesforce");
  const PermissionSetId = await administrator.create("PermissionSet", {
    Name: "Clerk",
    Label: "Clerk",
    ...Object.fromEntries(permissions.map((name) => [`Permissions${name}`, true])),
  });
  await administrator.create("PermissionSetAssignment", { AssigneeId, PermissionSetId });
  return AssigneeId;
}

/** A provider that is logged in as somebody who has these user permissions and no others. */
export async function deployerWith(
  { local, administrator }: Pick<Scene, "local" | "administrator">,
  permissions: string[],
): Promise<Stack> {
  const userId = await clerkWith(administrator, permissions);
  const { clientId } = local.org.deployer;
  return Stack.on(local, {}, local.org.sessions.open({ userId, clientId, scopes: ["api"] }));
}

/** A scene that tests share; to be closed after the last one. */
export interface OpenScene extends Scene {
  close(): Promise<void>;
}

/** Makes an org and a provider that is logged in to it, for tests that leave both as they found them. */
export async function openScene(settings: Partial<OrgSettings> = {}): Promise<OpenScene> {
  const local = await createLocalOrg({ settings: { deployMs: 0, ...settings } });
  const said: string[] = [];
  // The engine shows what a provider process prints. Scenes may be open within each other: the inner one listens.
  const print = console.log;
  console.log = (line) => said.push(String(line));
  return {
    stack: await Stack.on(local),
    local,
    administrator: new Administrator(local),
    said,
    async close() {
      console.log = print;
      await local.stop();
    },
  };
}

/** Runs a test against an org of its own and a provider that is logged in to it. */
export async function withStack(
  work: (scene: Scene) => Promise<void>,
  settings: Partial<OrgSettings> = {},
): Promise<void> {
  const scene = await openScene(settings);
  try {
    await work(scene);
  } finally {
    await scene.close();
  }
}

/**
 * Changes inputs of a resource and takes the change back; after each, the org must hold what is declared.
 *
 * @returns the resource after the change
 */
export async function changeAndUndo(stack: Stack, before: Deployed, change: Values): Promise<Deployed> {
  const after = await stack.update(before, change);
  expect(after.inputs).toMatchObject(change);
  expect(after.outputs).toMatchObject({ ...change, revision: Number(before.outputs.revision) + 1 });
  expect(await stack.drift(after)).toEqual({});
  expect((await stack.read(after))?.id).toBe(before.id);

  const undone = Object.fromEntries(Object.keys(change).map((name) => [name, before.inputs[name]]));
  const back = await stack.update(after, undone);
  expect(back.inputs).toEqual(before.inputs);
  expect(await stack.drift(back)).toEqual({});
  return after;
}

/** What a resource is that a second create has found: equal in all but the revision. */
export const madeAgain = (made: Deployed) => ({ ...made, outputs: { ...made.outputs, revision: expect.any(Number) } });

/** Method and path of each call that an org has answered since the last look, without the version of the API. */
export async function requestsTo(local: LocalOrg): Promise<string[]> {
  const answer = await fetch(`${local.url}/_local/requests`);
  const log = (await answer.json()) as { method: string; path: string; operation?: string }[];
  await fetch(`${local.url}/_local/requests`, { method: "DELETE" });
  return log.map(({ method, path, operation }) => operation ?? `${method} ${path.replace("/services/data/v67.0", "")}`);
}

/** The error that a promise is rejected with. Fails when it is fulfilled. */
export async function failureOf(promise: Promise<unknown>): Promise<PartialFailure> {
  try {
    await promise;
  } catch (error) {
    return error as PartialFailure;
  }
  throw new Error("it succeeded, but a failure was expected");
}
