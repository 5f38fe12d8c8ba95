import type { LocalOrg } from "../../local-org/src/server.ts";
import type { CheckFailure, Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";

/** The mark that the resources of the tests carry: project `access`, stack `test`. */
export const ownerOf = (name: string) => `access/test/${name}`;

/** A resource as the engine keeps it in its state. */
export interface Deployed {
  kind: ResourceKind;
  name: string;
  id: string;
  inputs: Values;
  outputs: Values;
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
  readonly #ownerOf: typeof ownerOf;

  private constructor(provider: ProviderModule, owner: typeof ownerOf) {
    this.#provider = provider;
    this.#ownerOf = owner;
  }

  /**
   * Starts a provider that logs in to an org as its deployer, with an access token.
   *
   * @param overrides settings of the stack; undefined takes one away
   * @param accessToken default: that of the deployer
   * @param owner the mark that its resources carry
   */
  static async on(
    local: LocalOrg,
    overrides: Record<string, string | undefined> = {},
    accessToken = local.org.deployer.accessToken,
    owner = ownerOf,
  ): Promise<Stack> {
    const variable = `TOKEN_OF_PROVIDER_${providers}`;
    process.env[variable] = accessToken;
    const configuration = {
      instanceUrl: local.url,
      clientId: local.org.deployer.clientId,
      accessTokenVariable: variable,
      allowProduction: "true",
      ...overrides,
    };
    return Stack.configured(configuration, owner);
  }

  /** Starts a provider with settings of the stack; what they leave open, the environment says. */
  static async configured(configuration: Record<string, string | undefined>, owner = ownerOf): Promise<Stack> {
    providers++;
    // The query makes the module anew, and with it the one session that it holds.
    const provider = (await import(`../../provider/index.ts?provider=${providers}`)) as ProviderModule;
    const settings = Object.entries(configuration).map(([name, value]) => [`salesforce.${name}`, value]);
    process.env.PULUMI_CONFIG = JSON.stringify(Object.fromEntries(settings));
    provider.configure({ get: () => undefined });
    delete process.env.PULUMI_CONFIG;
    return new Stack(provider, owner);
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
    owner = this.#ownerOf(name),
  ): Promise<Values> {
    const answer = await this.check(kind, { ...inputs, owner }, olds);
    if (answer.failures.length > 0) throw new Error(answer.failures.map(({ reason }) => reason).join("\n"));
    return { ...answer.inputs, __provider: providerText };
  }

  /** @param owner default: that of the resource in this stack */
  async create(kind: ResourceKind, name: string, inputs: Values, owner = this.#ownerOf(name)): Promise<Deployed> {
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
