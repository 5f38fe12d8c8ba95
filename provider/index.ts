/**
 * What the engine calls: one function for every method of every kind of resource. The text that state carries asks for
 * `dynamicProvider(kind)`; that of state written by version 0.1.0 calls `call(kind, method, arguments)` and
 * `configure(configuration)`. So the names and arguments of these three can never change.
 */
import "../common/nodeVersion.ts";
import { plain } from "./comparison.ts";
import { Connection } from "./connection.ts";
import { LastingOutputs } from "./lastingOutputs.ts";
import type { Values } from "./lifecycle.ts";
import { lifecycles, type ResourceKind } from "./registry.ts";
import { InState } from "./replacements.ts";
import { type Method, ResourceCalls } from "./resourceCalls.ts";

/** What a provider process keeps from call to call. */
const connection = new Connection();
const inState = new InState();
const lasting = new LastingOutputs();

/**
 * Where the provider process is told a configuration. It comes once for each kind of resource, before the first call for
 * that kind, and is the same each time: a process serves one stack.
 */
export function configure(config: { get(key: string): string | undefined }): void {
  connection.configure((key) => config.get(key), process.env.PULUMI_CONFIG);
}

/**
 * Calls a method of a kind of resource with the arguments that Pulumi gives a dynamic provider.
 *
 * @throws Error whose message names the resource and says what to do next; with `id`, `properties` and `reasons` when
 * something was made or changed before it failed
 */
export async function call(kind: ResourceKind, method: Method, ...parameters: unknown[]): Promise<unknown> {
  if (!(kind in lifecycles)) throw new Error(`There is no kind of resource named ${kind}; is the package up to date?`);
  const resource = new ResourceCalls(kind, connection, inState, lasting);
  switch (method) {
    case "check":
      return plain(await resource.check(parameters[0] as Values, parameters[1] as Values));
    case "diff":
      return resource.diff(parameters[0] as string, parameters[1] as Values, parameters[2] as Values);
    case "create":
      return plain(await resource.create(parameters[0] as Values));
    case "read":
      return plain(await resource.read(parameters[0] as string, parameters[1] as Values));
    case "update":
      return plain(await resource.update(parameters[0] as string, parameters[1] as Values, parameters[2] as Values));
    case "delete":
      return resource.delete(parameters[0] as string, parameters[1] as Values);
  }
}

/** The provider object of a kind of resource, as Pulumi's process for dynamic resources calls it. */
export function dynamicProvider(kind: ResourceKind) {
  const method =
    (name: Method) =>
    (...parameters: unknown[]) =>
      call(kind, name, ...parameters);
  return {
    configure: async (request: { config: Parameters<typeof configure>[0] }) => configure(request.config),
    check: method("check"),
    diff: method("diff"),
    create: method("create"),
    read: method("read"),
    update: method("update"),
    delete: method("delete"),
  };
}
