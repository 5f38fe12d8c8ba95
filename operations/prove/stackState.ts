import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Values } from "../../provider/lifecycle.ts";
import { CommandError } from "../commandLine.ts";

/** A resource in a stack's state, with its secrets in clear: none of it may be shown. */
export interface StateResource {
  /** Name in the program. */
  name: string;
  id: string;
  inputs: Values;
  outputs: Values;
}

/** How Pulumi marks a value as special, and as a secret. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Bytes; states of large stacks have many megabytes. */
const longestState = 1024 ** 3;

/**
 * Takes the resources of a kind from the state of a stack, through the Pulumi CLI. The state passes through memory alone.
 *
 * @param folder the folder of the project
 * @throws CommandError when there is no CLI, or it cannot give the state
 */
export async function resourcesInState(folder: string, stack: string, kind: string): Promise<StateResource[]> {
  const asked = ["stack", "export", "--show-secrets", "--stack", stack, "--non-interactive"];
  const options = { cwd: folder, maxBuffer: longestState };
  const answer = await promisify(execFile)("pulumi", asked, options).catch((error) => {
    if (error.code === "ENOENT") {
      throw new CommandError(
        "There is no pulumi on the PATH, and the key is in the state of the stack: install the Pulumi CLI.",
      );
    }
    // What the CLI has printed of the state is left out.
    throw new CommandError(`Pulumi does not give the state of stack ${stack}: ${String(error.stderr).trim()}`);
  });
  return resourcesIn(answer.stdout, `pulumi-nodejs:dynamic/salesforce:${kind}`);
}

/** The resources of a type in an exported state, but those that a later run is still to delete. Pure. */
export function resourcesIn(exported: string, type: string): StateResource[] {
  const { deployment } = JSON.parse(exported) as { deployment?: { resources?: ExportedResource[] } };
  return (deployment?.resources ?? [])
    .filter((resource) => resource.type === type && resource.delete !== true)
    .map(({ urn, id = "", inputs, outputs }) => ({
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
