import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { declarations } from "./declarations.ts";
import { type Deployed, withStack } from "./kit.ts";

const formerNames: Record<string, string> = {
  sourceProfile: "cloneOf",
  licenseForcedPermissions: "licenceForcedPermissions",
};

const asBefore = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [formerNames[name] ?? name, value]));

const declared = { name: "SCV Integration", userPermissions: ["ApiEnabled", "ApiUserOnly"] };

describe("a profile in the state of an earlier version", () => {
  const inStateOfBefore = (made: Deployed): Deployed => ({
    ...made,
    inputs: asBefore(made.inputs),
    outputs: asBefore(made.outputs),
  });

  test("shows no change, neither to a refresh nor to a program with the names of today or of then", () =>
    withStack(async ({ stack }) => {
      const before = inStateOfBefore(await stack.create("IntegrationProfile", "profile", declared));
      expect(before.inputs).toHaveProperty("cloneOf");
      expect(before.outputs).toHaveProperty("licenceForcedPermissions");
      expect(await stack.read(before)).toEqual(before);
      const source = "Minimum Access - API Only Integrations";
      for (const program of [{}, { sourceProfile: source }, { cloneOf: source }]) {
        const owner = before.inputs.owner;
        const { inputs, failures } = await stack.check(
          "IntegrationProfile",
          { ...declared, ...program, owner },
          before.inputs,
        );
        expect(failures).toEqual([]);
        const { __provider: _, ...expected } = before.inputs;
        expect(inputs).toEqual(expected);
        expect(await stack.diff(before, program)).toEqual({ changes: false });
      }
    }));

  test("is changed and deleted", () =>
    withStack(async ({ stack }) => {
      const before = inStateOfBefore(await stack.create("IntegrationProfile", "profile", declared));
      const changed = await stack.update(before, { description: "New" });
      expect(changed.outputs).toMatchObject({ licenseForcedPermissions: [], description: "New" });
      expect(await stack.drift(changed)).toEqual({});
      await stack.delete(before);
      expect(await stack.read(changed)).toBeUndefined();
    }));
});

test("a program may give an input under its former name, and not two things under both", () =>
  withStack(async ({ stack }) => {
    const cloneOf = "Identity User";
    const { inputs } = await stack.check("IntegrationProfile", { ...declared, cloneOf, owner: "a/b/c" });
    expect(inputs).toMatchObject({ sourceProfile: cloneOf });
    expect(inputs).not.toHaveProperty("cloneOf");
    const both = await stack.check("IntegrationProfile", { ...declared, cloneOf, sourceProfile: "X", owner: "a/b/c" });
    expect(both.failures).toEqual([
      { property: "cloneOf", reason: expect.stringMatching(/^cloneOf: is now called sourceProfile/) },
    ]);
  }));

test("a readiness in the state of an earlier version, whose adoptions say the former names, shows no change", () =>
  withStack(async ({ stack }) => {
    const adoptions = (name: string) => [
      { kind: "IntegrationProfile", name: "profile", inputs: { ...declared, [name]: "Identity User", adopt: true } },
    ];
    const news = { ...declarations.OrgReadiness, adoptions: adoptions("sourceProfile") };
    const { inputs } = await stack.check("OrgReadiness", news, { ...news, adoptions: adoptions("cloneOf") });
    expect(inputs.adoptions).toEqual(adoptions("cloneOf"));
  }));
