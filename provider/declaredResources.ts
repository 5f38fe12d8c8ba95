import { isDeepStrictEqual } from "node:util";
import { holdsPrivateKey, misplacedKey } from "../common/misplacedKey.ts";
import { plain } from "./comparison.ts";
import type { InputReader } from "./inputReader.ts";
import { currentProfileNames } from "./integrationProfile.ts";
import type { Values } from "./lifecycle.ts";
import { isUnknown } from "./unknowns.ts";

/** Kinds whose names may be taken in an org, and the input that each is looked for by. */
export const nameInputs = {
  PermissionSet: "apiName",
  IntegrationProfile: "name",
  IntegrationUser: "username",
  ExternalClientApp: "apiName",
} as const;
export type NamedKind = keyof typeof nameInputs;

/** A resource of the program, as far as it is known before anything is made. */
export interface DeclaredResource {
  kind: NamedKind;
  /** Name of the resource in the program. */
  name: string;
  /** Its inputs, or those that the readiness of the org depends on. */
  inputs: Values;
  /** Name in the program of the profile of a user, if that is adopted too: its id is not known yet. */
  profile?: string;
  /** Names in the program of the permission sets of a user, if all of them are adopted too. */
  permissionSets?: string[];
}

/**
 * Reads an input of `OrgReadiness` that lists resources.
 *
 * @param olds the same list at the last run, which may hold inputs under the names of an earlier version
 */
export function declaredResources(
  read: InputReader,
  property: "adoptions" | "creations",
  olds: unknown,
): DeclaredResource[] {
  const declared = resourcesIn(read, property);
  return isDeepStrictEqual(withCurrentNames(olds), plain(declared)) ? (olds as DeclaredResource[]) : declared;
}

function withCurrentNames(olds: unknown): unknown {
  if (!Array.isArray(olds)) return olds;
  return olds.map((old: DeclaredResource) =>
    old.kind === "IntegrationProfile" ? { ...old, inputs: currentProfileNames(old.inputs) } : old,
  );
}

function resourcesIn(read: InputReader, property: "adoptions" | "creations"): DeclaredResource[] {
  const items = read.list(property);
  if (isUnknown(items)) return [];
  return items.filter((item, index): item is DeclaredResource => {
    const { kind, name, inputs } = (item ?? {}) as Partial<DeclaredResource>;
    const isGood =
      kind !== undefined &&
      kind in nameInputs &&
      typeof name === "string" &&
      typeof inputs === "object" &&
      inputs !== null;
    if (!isGood && !isUnknown(item)) {
      read.fail(`${property}[${index}]`, `must have kind (${Object.keys(nameInputs).join(", ")}), name and inputs.`);
    }
    if (!isGood) return false;
    const misplaced = Object.entries(inputs).filter(([, value]) => holdsPrivateKey(value));
    for (const [input] of misplaced) {
      read.fail(`${property}[${index}] (${name}).${input}`, misplacedKey);
    }
    return misplaced.length === 0;
  });
}

/** Those of one kind. */
export const ofKind = (resources: readonly DeclaredResource[], kind: NamedKind) =>
  resources.filter((resource) => resource.kind === kind);

/** A text among the inputs of a resource as the resource will read it; undefined where it is not given or not known yet. */
export function givenText({ inputs }: DeclaredResource, name: string): string | undefined {
  const value = inputs[name];
  if (typeof value !== "string" || isUnknown(value)) return undefined;
  // Salesforce drops blanks around a text: a name is taken with them and without.
  return value.trim() || undefined;
}
