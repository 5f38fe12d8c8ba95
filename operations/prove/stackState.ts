import { pulumiCommand } from "../../common/commands.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { CommandError } from "../commandLine.ts";
import { exportedState, nameIn, resourcesOfState, secretSignature, signatureKey, typePrefix } from "../pulumiState.ts";

/** A resource in a stack's state, with its secrets in clear: none of it may be shown. */
export interface StateResource {
  /** Type token. */
  type: string;
  /** Name in the program. */
  name: string;
  id: string;
  inputs: Values;
  outputs: Values;
  /** When it was last written, ISO 8601 in UTC; absent where the state does not say it. */
  modified?: string;
  /** Present where its last create or update has failed half-way. */
  hasFailed?: true;
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
  return resourcesOfState<ExportedResource>(exported, "the stack")
    .filter((resource) => resource.delete !== true && (type === undefined || resource.type === type))
    .map(({ urn, id = "", inputs, outputs, modified, initErrors, ...resource }) => ({
      type: resource.type,
      name: nameIn(urn),
      id,
      inputs: inClear(inputs ?? {}) as Values,
      outputs: inClear(outputs ?? {}) as Values,
      ...(typeof modified === "string" && { modified }),
      ...(Array.isArray(initErrors) && initErrors.length > 0 && { hasFailed: true as const }),
    }));
}

interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  delete?: boolean;
  inputs?: Values;
  outputs?: Values;
  modified?: unknown;
  initErrors?: unknown;
}

/** @throws CommandError without a word of the secret, which the error of the parser quotes */
function parsedSecret(plaintext: string): unknown {
  try {
    return JSON.parse(plaintext);
  } catch {
    throw new CommandError(
      `A secret in the state of the stack is no JSON, so the state is broken. See what ${pulumiCommand("stack export")} says of it; a back end of files keeps backups beside it.`,
    );
  }
}

function inClear(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inClear);
  if (typeof value !== "object" || value === null) return value;
  const { [signatureKey]: signature, plaintext } = value as Values;
  if (signature === secretSignature && typeof plaintext === "string") return inClear(parsedSecret(plaintext));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inClear(each)]));
}
