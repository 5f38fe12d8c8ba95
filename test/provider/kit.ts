import { readFileSync } from "node:fs";
import { expect } from "@jest/globals";
import type { OrgSettings } from "../../local-org/src/contracts.ts";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { CheckFailure, Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";

/** The mark that the resources of the tests carry: project `access`, stack `test`. */
export const ownerOf = (name: string) => `access/test/${name}`;

const certificateFolder = new URL("../fixtures/certificates/", import.meta.url);

/** A certificate of `test/fixtures/certificates`. */
export function certificate(name: "valid" | "renewed" | "expired" | "rsa1024" | "ellipticCurve"): string {
  return readFileSync(new URL(`${name}.pem`, certificateFolder), "utf8");
}

/** A resource as the engine keeps it in its state. */
export interface Deployed {
  kind: ResourceKind;
  name: string;
  id: string;
  inputs: Values;
  outputs: Values;
}

/** What the engine is told when a step fails after something was made. */
export interface PartialFailure extends Error {
  id: string;
  properties: Values;
  reasons: string[];
}

type ProviderModule = typeof import("../../provider/index.ts");

let providers = 0;

/** Stands for the text of the bridge, which the engine keeps with the inputs and wants back in the outputs. */
const providerText = "text of the bridge";

/**
 * A provider process as the engine sees one, with one session of its own: it checks inputs, creates, reads, updates and
 * deletes, and carries the state between the calls as the engine does.
 */
export class Stack {
  readonly #provider: ProviderModule;

  private constructor(provider: ProviderModule) {
    this.#provider = provider;
  }

  /**
   * Starts a provider that logs in to an org as its deployer, with an access token.
   *
   * @param overrides settings of the stack; undefined takes one away
   * @param accessToken default: that of the deployer
   */
  static async on(
    local: LocalOrg,
    overrides: Record<string, string | undefined> = {},
    accessToken = local.org.deployer.accessToken,
  ): Promise<Stack> {
    const variable = `TOKEN_OF_PROVIDER_${providers}`;
    process.env[variable] = accessToken;
    return Stack.configured({
      instanceUrl: local.url,
      clientId: local.org.deployer.clientId,
      accessTokenVariable: variable,
      allowProduction: "true",
      ...overrides,
    });
  }

  /** Starts a provider with settings of the stack; what they leave open, the environment says. */
  static async configured(configuration: Record<string, string | undefined>): Promise<Stack> {
    providers++;
    // The query makes the module anew, and with it the one session that it holds.
    const provider = (await import(`../../provider/index.ts?provider=${providers}`)) as ProviderModule;
    const settings = Object.entries(configuration).map(([name, value]) => [`salesforce.${name}`, value]);
    process.env.PULUMI_CONFIG = JSON.stringify(Object.fromEntries(settings));
    provider.configure({ get: () => undefined });
    delete process.env.PULUMI_CONFIG;
    return new Stack(provider);
  }

  /** What check answers; `olds` are the inputs of the last run. */
  async check(kind: ResourceKind, news: Values, olds: Values = {}) {
    const answer = await this.#provider.call(kind, "check", olds, { ...news, __provider: providerText });
    return answer as { inputs: Values; failures: CheckFailure[] };
  }

  /** The checked inputs of a resource. Fails when check finds anything wrong. */
  async checked(
    kind: ResourceKind,
    name: string,
    inputs: Values,
    olds: Values = {},
    owner = ownerOf(name),
  ): Promise<Values> {
    const answer = await this.check(kind, { ...inputs, owner }, olds);
    if (answer.failures.length > 0) throw new Error(answer.failures.map(({ reason }) => reason).join("\n"));
    return { ...answer.inputs, __provider: providerText };
  }

  /** @param owner default: that of the resource in the stack of the tests */
  async create(kind: ResourceKind, name: string, inputs: Values, owner = ownerOf(name)): Promise<Deployed> {
    const checked = await this.checked(kind, name, inputs, {}, owner);
    const { id, outs } = (await this.#provider.call(kind, "create", checked)) as { id: string; outs: Values };
    return { kind, name, id, inputs: checked, outputs: { ...outs, __provider: providerText } };
  }

  /** The inputs that are given replace those of the last run; the others stay. Always calls update, as a repair does. */
  async update(deployed: Deployed, inputs: Values = {}): Promise<Deployed> {
    const { kind, name, id } = deployed;
    const checked = await this.checked(kind, name, { ...deployed.inputs, ...inputs }, deployed.inputs);
    const { outs } = (await this.#provider.call(kind, "update", id, deployed.outputs, checked)) as { outs: Values };
    return { ...deployed, inputs: checked, outputs: { ...outs, __provider: providerText } };
  }

  /** What diff answers to changed inputs. */
  async diff(deployed: Deployed, inputs: Values = {}): Promise<unknown> {
    const { kind, name, id } = deployed;
    const checked = await this.checked(kind, name, { ...deployed.inputs, ...inputs }, deployed.inputs);
    return this.#provider.call(kind, "diff", id, deployed.outputs, checked);
  }

  /** The resource as a refresh finds it, or undefined if it is gone. */
  async read(deployed: Deployed): Promise<Deployed | undefined> {
    const { kind, id } = deployed;
    const answer = (await this.#provider.call(kind, "read", id, deployed.outputs)) as {
      id: string;
      props: Values;
      inputs: Values;
    };
    if (answer.id === "") return undefined;
    return {
      ...deployed,
      id: answer.id,
      inputs: { ...answer.inputs, __provider: providerText },
      outputs: { ...answer.props, __provider: providerText },
    };
  }

  /** Which inputs a refresh shows as changed, with what it found. */
  async drift(deployed: Deployed): Promise<Values> {
    const found = await this.read(deployed);
    if (!found) throw new Error("the resource is gone");
    const names = new Set([...Object.keys(found.inputs), ...Object.keys(deployed.inputs)]);
    const changed = [...names].filter(
      (name) => JSON.stringify(found.inputs[name]) !== JSON.stringify(deployed.inputs[name]),
    );
    return Object.fromEntries(changed.map((name) => [name, found.inputs[name]]));
  }

  async delete(deployed: Deployed): Promise<void> {
    await this.#provider.call(deployed.kind, "delete", deployed.id, deployed.outputs);
  }
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

/** A provider that is logged in as somebody who has these user permissions and no others. */
export async function deployerWith(
  { local, administrator }: Pick<Scene, "local" | "administrator">,
  permissions: string[],
): Promise<Stack> {
  const userId = await administrator.createUser("clerk", "Minimum Access - Salesforce");
  const PermissionSetId = await administrator.create("PermissionSet", {
    Name: "Clerk",
    Label: "Clerk",
    ...Object.fromEntries(permissions.map((name) => [`Permissions${name}`, true])),
  });
  await administrator.create("PermissionSetAssignment", { AssigneeId: userId, PermissionSetId });
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
