import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { exportedState, secretSignature, signatureKey, typePrefix } from "../pulumiState.ts";

/** A resource in a stack's state, with its secrets in clear: none of it may be shown. */
export interface StateResource {
  /** Type token. */
  type: string;
  /** Name in the program. */
  name: string;
  id: string;
  inputs: Values;
  outputs: Values;
}

/** Type token of a kind of resource of this package. */
export const typeOf = (kind: ResourceKind): string => `${typePrefix}${kind}`;

/**
 * Takes the resources from the state of a stack, through the Pulumi CLI.
 *
 * @param folder the folder of the project
 * @throws CommandError when there is no CLI, or it cannot give the state
 */
export async function resourcesInState(folder: string, stack: string): Promise<StateResource[]> {
  return resourcesIn(await exportedState(folder, stack, "--show-secrets"));
}

/** The resources in an exported state, of one type or all, but those that a later run is still to delete. Pure. */
export function resourcesIn(exported: string, type?: string): StateResource[] {
  const { deployment } = JSON.parse(exported) as { deployment?: { resources?: ExportedResource[] } };
  return (deployment?.resources ?? [])
    .filter((resource) => resource.delete !== true && (type === undefined || resource.type === type))
    .map(({ urn, id = "", inputs, outputs, ...resource }) => ({
      type: resource.type,
      name: urn.split("::").at(-1) as string,
      id,
      inputs: inClear(inputs ?? {}) as Values,
      outputs: inClear(outputs ?? {}) as Values,
    }));
}

interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  delete?: boolean;
  inputs?: Values;
  outputs?: Values;
}

function inClear(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inClear);
  if (typeof value !== "object" || value === null) return value;
  const { [signatureKey]: signature, plaintext } = value as Values;
  if (signature === secretSignature && typeof plaintext === "string") return inClear(JSON.parse(plaintext));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inClear(each)]));
}
