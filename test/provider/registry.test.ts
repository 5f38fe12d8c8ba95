import { describe, expect, test } from "@jest/globals";
import type * as pulumi from "@pulumi/pulumi";
import { type NamedKind, nameInputs } from "../../provider/declaredResources.ts";
import { lifecycleOf, lifecycles, type ResourceKind } from "../../provider/registry.ts";
import type { ResourceKind as DeclaredKind } from "../../resources/dynamicProvider.ts";
import type { AdoptionArgs } from "../../resources/orgReadiness.ts";

const kinds = Object.keys(lifecycles) as ResourceKind[];
const named: Record<string, string> = nameInputs;

/** Kinds that can take over what exists already, by their lifecycles. */
const adopting = kinds.filter((kind) => "survey" in lifecycleOf(kind));

test("the kinds that a program declares are those that have a lifecycle", () => {
  // The type check compares the two: this compiles only while each is a part of the other.
  const declared = { ...lifecycles } satisfies Record<DeclaredKind, unknown>;
  const withLifecycle: readonly DeclaredKind[] = kinds;
  expect(Object.keys(declared)).toEqual(withLifecycle);
});

describe("a kind that can be adopted", () => {
  test("there is more than one, and not every kind is one", () => {
    expect(adopting.length).toBeGreaterThan(1);
    expect(adopting.length).toBeLessThan(kinds.length);
  });

  test.each(adopting)("%s is looked for by the input that is its name, before the first change", (kind) => {
    expect([kind, named[kind]]).toEqual([kind, lifecycleOf(kind).nameInput]);
  });

  test("is one that a program can name to the readiness", () => {
    // As above, by the type check.
    const names: Record<pulumi.Unwrap<AdoptionArgs["kind"]>, string> = nameInputs;
    const argument = (kind: NamedKind): pulumi.Unwrap<AdoptionArgs["kind"]> => kind;
    expect(Object.keys(names)).toEqual((Object.keys(nameInputs) as NamedKind[]).map(argument));
    expect(Object.keys(names).sort()).toEqual([...adopting].sort());
  });
});
