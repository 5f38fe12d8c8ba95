import { changedKeys, plain } from "../../provider/comparison.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { lifecycleOf, type ResourceKind } from "../../provider/registry.ts";
import { harmless } from "../../salesforce/harmless.ts";
import { nameIn } from "../pulumiState.ts";
import type { Acceptance } from "./result.ts";

/**
 * Whether a program can declare what the org has: asks the check of the resource, as the engine would, and looks whether
 * the declared value comes out of it as it is.
 *
 * @param inputs of the resource as they are in the state
 * @param value what the org has for this input
 */
export async function acceptanceOf(
  { kind, propertyDependencies }: { kind: ResourceKind; propertyDependencies: { [input: string]: string[] } },
  inputs: Values,
  property: string,
  value: unknown,
): Promise<Acceptance> {
  const sources = propertyDependencies[property] ?? [];
  if (sources.length > 0) {
    return {
      not: `It comes from ${sources.map(nameIn).join(", ")}: accept what has changed there.`,
    };
  }
  if (value === undefined) return { not: "The org has nothing there, and a program cannot declare that." };
  const declared = { ...inputs, [property]: plain(value) };
  const checked = await lifecycleOf(kind).check(inputs, declared, () => Promise.reject(new TypeError("no org")));
  const [failure] = checked.failures;
  if (failure) return { not: harmless(`A program cannot declare it as it is in the org: ${failure.reason}`, 1_000) };
  if (changedKeys([property], declared, checked.inputs).length > 0) {
    return { not: `${property} says how the org is, and no program can declare it.` };
  }
  return { value: declared[property] };
}
