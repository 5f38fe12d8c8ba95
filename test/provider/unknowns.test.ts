import { describe, expect, test } from "@jest/globals";
import { unknownValue as pulumiUnknownValue } from "@pulumi/pulumi/runtime/rpc.js";
import fc from "fast-check";
import type { CheckFailure, Values } from "../../provider/lifecycle.ts";
import { holdsUnknown, isUnknown, unknownValue } from "../../provider/unknowns.ts";
import { checkWithoutOrg, declarations, kinds } from "./declarations.ts";

type Path = (string | number)[];

/** Every place in a value, but the value itself. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    return [place, ...placesIn(item, place)];
  });
}

/** The value with the unknown value at some places. */
function withUnknownAt(values: Values, places: Path[]): Values {
  const copy = structuredClone(values);
  // From the outside in, a place may be gone already.
  for (const place of places) {
    // biome-ignore lint/suspicious/noExplicitAny: the path leads through values of any shape
    let parent: any = copy;
    for (const key of place.slice(0, -1)) parent = typeof parent === "object" ? parent[key] : undefined;
    const last = place.at(-1) as string | number;
    if (typeof parent === "object") parent[last] = unknownValue;
  }
  return copy;
}

test("the unknown value is the one that Pulumi sends", () => {
  expect(unknownValue).toBe(pulumiUnknownValue);
});

test("an unknown value is found at any depth, and only where there is one", () => {
  expect(isUnknown(unknownValue)).toBe(true);
  expect(holdsUnknown({ a: [{ b: unknownValue }] })).toBe(true);
  expect(holdsUnknown({ a: [{ b: `${unknownValue}!` }], c: null })).toBe(false);
});

describe("values that are not known in a preview pass the check, wherever they are", () => {
  test.each(kinds)("of a %s", async (kind) => {
    const places = placesIn(declarations[kind]);
    await fc.assert(
      fc.asyncProperty(fc.subarray(places, { minLength: 1 }), async (chosen) => {
        const news = withUnknownAt(declarations[kind], chosen);
        const { inputs, failures }: { inputs: Values; failures: CheckFailure[] } = await checkWithoutOrg(kind, news);
        expect(failures).toEqual([]);
        // What is unknown stays unknown, so that the engine shows it as such.
        for (const [name, value] of Object.entries(news)) {
          if (isUnknown(value)) expect(inputs[name]).toBe(unknownValue);
          else expect([name, holdsUnknown(inputs[name])]).toEqual([name, holdsUnknown(value)]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test.each(kinds)("of a %s whose inputs are all unknown", async (kind) => {
    const news = Object.fromEntries(Object.keys(declarations[kind]).map((name) => [name, unknownValue]));
    const { inputs, failures } = await checkWithoutOrg(kind, news);
    expect(failures).toEqual([]);
    for (const name of Object.keys(news)) expect(inputs[name]).toBe(unknownValue);
  });

  test.each([
    ["PermissionSet", "label", "apiName"],
    ["ExternalClientApp", "label", "apiName"],
    ["IntegrationUser", "lastName", "alias"],
    ["IntegrationUser", "username", "nickname"],
  ] as const)("of a %s, and what is derived from an unknown %s (%s) is unknown too", async (kind, source, derived) => {
    const news = { ...declarations[kind], [source]: unknownValue, [derived]: undefined };
    const { inputs, failures } = await checkWithoutOrg(kind, news);
    expect(failures).toEqual([]);
    expect(inputs[derived]).toBe(unknownValue);
  });

  test("while the wrong values beside them are still refused", async () => {
    const { failures } = await checkWithoutOrg("PermissionSet", {
      ...declarations.PermissionSet,
      label: unknownValue,
      apexClasses: [unknownValue, "ServiceRouting"],
    });
    expect(failures.map(({ reason }: CheckFailure) => reason)).toEqual([expect.stringMatching(/^apexClasses\[1\]: /)]);
  });
});
