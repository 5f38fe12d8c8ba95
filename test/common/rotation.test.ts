import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type DeclaredRotation, planRotation, type RotationRecord } from "../../common/rotation.ts";
import { nextStep, type RotationState } from "../../common/rotationSteps.ts";
import { RotationWorld } from "./rotationWorld.ts";

const declared = (values: Partial<DeclaredRotation>): DeclaredRotation => {
  const generation = values.generation ?? 1;
  return { strategy: "blueGreen", generation, activeGeneration: generation, movedFlows: 0, revoke: false, ...values };
};
const record = (generation: number, closed: number, removed: number, firstGeneration = 1): RotationRecord => ({
  firstGeneration,
  generation,
  closed,
  removed,
});
const open = (generation: number, side: string) => ({ generation, side, is: "open" });
const closed = (generation: number, side: string) => ({ generation, side, is: "closed" });

describe("what must exist", () => {
  test.each<[string, Partial<DeclaredRotation>, RotationRecord | undefined, unknown[], number[]]>([
    ["a first up", {}, undefined, [open(1, "blue")], [1]],
    ["a first up at a later generation", { generation: 5 }, undefined, [open(5, "blue")], [5]],
    ["a raised generation", { generation: 2 }, record(1, 0, 0), [open(1, "blue"), open(2, "green")], [1, 2]],
    [
      "a strategy that was switched to at generation 4",
      { generation: 5 },
      record(4, 0, 0, 4),
      [open(4, "blue"), open(5, "green")],
      [4, 5],
    ],
    [
      "flows that have moved",
      { generation: 2, movedFlows: 2 },
      record(2, 0, 0),
      [closed(1, "blue"), open(2, "green")],
      [1, 2],
    ],
    ["an old app that is closed", { generation: 2, movedFlows: 2 }, record(2, 1, 0), [open(2, "green")], [2]],
    ["an old app that is gone", { generation: 2, movedFlows: 2 }, record(2, 1, 1), [open(2, "green")], [2]],
    [
      "the rotation after that",
      { generation: 3, movedFlows: 2 },
      record(2, 1, 1),
      [open(2, "green"), open(3, "blue")],
      [2, 3],
    ],
    [
      "the step back from an old app that is closed",
      { generation: 2, activeGeneration: 1, movedFlows: 1 },
      record(2, 1, 0),
      [open(1, "blue"), open(2, "green")],
      [1, 2],
    ],
    [
      "a key that has leaked",
      { generation: 2, revoke: true },
      record(1, 0, 0),
      [closed(1, "blue"), open(2, "green")],
      [1, 2],
    ],
    ["one app for all keys", { strategy: "cutOver", generation: 3 }, undefined, [open(3, "blue")], [2, 3]],
    [
      "one app, stepped back",
      { strategy: "cutOver", generation: 3, activeGeneration: 2 },
      undefined,
      [open(2, "blue")],
      [2, 3],
    ],
    [
      "one app whose key has leaked",
      { strategy: "cutOver", generation: 3, revoke: true },
      undefined,
      [open(3, "blue")],
      [3],
    ],
  ])("after %s", (_what, values, last, apps, keys) => {
    expect(planRotation(declared(values), last)).toMatchObject({ apps, keys });
  });

  test.each<[string, Partial<DeclaredRotation>, RotationRecord | undefined, RegExp]>([
    [
      "a strategy that is none",
      { strategy: "rolling" as "cutOver" },
      undefined,
      /strategy must be cutOver or blueGreen/,
    ],
    [
      "a strategy that is misspelt",
      { strategy: "bluegreen" as "cutOver" },
      undefined,
      /not "bluegreen" \(stack's configuration: rotationStrategy\); did you mean blueGreen\?/,
    ],
    ["no whole generation", { generation: 1.5 }, undefined, /generation must be a whole number from 1/],
    ["a step back by two", { generation: 3, activeGeneration: 1 }, record(3, 1, 1), /must be 2 or 3, not 1/],
    ["flows at a key to come", { movedFlows: 2 }, record(1, 0, 0), /movedFlows must be a generation of at most 1/],
    [
      "moved flows with one connector",
      { strategy: "cutOver", movedFlows: 1 },
      undefined,
      /is for the strategy blueGreen/,
    ],
    [
      "a step back from which the flows stay away",
      { generation: 2, activeGeneration: 1, movedFlows: 2 },
      record(2, 0, 0),
      /set movedFlows to 1 as well/,
    ],
    [
      "flows that have moved with one connector",
      { strategy: "cutOver", generation: 2, movedFlows: 2 },
      undefined,
      /movedFlows is for the strategy blueGreen.* Set movedFlows to 0/,
    ],
    [
      "the strategy, in the middle of a rotation with one app",
      { generation: 2, activeGeneration: 1 },
      undefined,
      /the key of generation 1 is in use while that of 2 is ready\. Finish this rotation with cutOver first/,
    ],
    ["nothing to revoke", { revoke: true }, undefined, /raise generation by one as well/],
    [
      "a step back to a key that has leaked",
      { generation: 2, activeGeneration: 1, revoke: true },
      record(1, 0, 0),
      /revoke cuts the key of generation 1 off/,
    ],
    ["a lower generation", { generation: 1 }, record(2, 0, 0), /leave generation at 2 and set activeGeneration to 1/],
    ["two generations at once", { generation: 3 }, record(1, 0, 0), /from 1 to 2, not to 3/],
    ["a third app", { generation: 3 }, record(2, 0, 0), /Finish the rotation to generation 2 first/],
    ["a third app beside a closed one", { generation: 3, movedFlows: 2 }, record(2, 1, 0), /Finish the rotation/],
    [
      "the way back to an app that is gone",
      { generation: 2, activeGeneration: 1, movedFlows: 1 },
      record(2, 1, 1),
      /was removed, so there is no way back/,
    ],
    [
      "a connected app with one connector",
      { strategy: "cutOver", connectedApp: "Webex Calls" },
      undefined,
      /connectedApp is for the strategy blueGreen: .* beside Webex Calls .*Set rotationStrategy to blueGreen/,
    ],
    [
      "a rotation before the flows have left the connected app",
      { generation: 2, connectedApp: "Webex Calls" },
      record(1, 0, 0),
      /Leave it at 1, move the flows, let a person delete Webex Calls in Setup/,
    ],
    [
      "a connected app beside an older app of the stack",
      { generation: 2, connectedApp: "Webex Calls" },
      record(2, 0, 0),
      /is an older side as well\. Finish the rotation to generation 2 first/,
    ],
    [
      "a step back behind the first key with an app of its own",
      { generation: 3, activeGeneration: 2 },
      record(3, 0, 0, 3),
      /blueGreen began with the key of generation 3, and no app has an older one: leave it at 3/,
    ],
    [
      "revoke that still stands from the last rotation",
      { generation: 3, movedFlows: 2, revoke: true },
      { ...record(2, 1, 1), revoked: true },
      /Take it away before generation goes up/,
    ],
  ])("is refused for %s", (_what, values, last, problem) => {
    const plan = planRotation(declared(values), last);
    expect("problems" in plan ? plan.problems.join("\n") : plan).toEqual(expect.stringMatching(problem));
  });
});

test("a connected app changes nothing of what must exist: it is no app of the stack", () => {
  fc.assert(
    fc.property(
      fc.record({ generation: fc.integer({ min: 1, max: 3 }), movedFlows: fc.integer({ min: 0, max: 3 }) }),
      fc.option(fc.constantFrom(record(1, 0, 0), record(2, 0, 0), record(2, 1, 1), record(2, 0, 0, 2)), {
        nil: undefined,
      }),
      (values, last) => {
        const without = planRotation(declared(values), last);
        const beside = planRotation(declared({ ...values, connectedApp: "Webex Calls" }), last);
        if (!("problems" in beside)) expect(beside).toEqual(without);
      },
    ),
  );
});

describe("the next step", () => {
  const one = [{ generation: 1, is: "open" as const }];
  const both = [...one, { generation: 2, is: "open" as const }];
  test.each<[string, Omit<RotationState, "declared"> & { declared: Partial<DeclaredRotation> }, object]>([
    [
      "of a new app beside a connected app",
      { declared: { connectedApp: "Webex Calls" }, last: record(1, 0, 0), apps: one, confirmed: [] },
      { do: "handOver", generation: 1, isUrgent: false },
    ],
    [
      "of flows that still use the connected app",
      { declared: { connectedApp: "Webex Calls" }, last: record(1, 0, 0), apps: one, confirmed: [1] },
      { do: "moveFlows", from: { connectedApp: "Webex Calls" }, to: 1 },
    ],
    [
      "of flows that are said to have left it for a connector that nobody has confirmed",
      { declared: { connectedApp: "Webex Calls", movedFlows: 1 }, last: record(1, 0, 0), apps: one, confirmed: [] },
      { do: "handOver", generation: 1, isUrgent: false },
    ],
    [
      "of flows that have left it",
      { declared: { connectedApp: "Webex Calls", movedFlows: 1 }, last: record(1, 0, 0), apps: one, confirmed: [1] },
      { do: "deleteConnectedApp", connectedApp: "Webex Calls" },
    ],
    [
      "of a connected app that a person has deleted",
      { declared: { movedFlows: 1 }, last: record(1, 0, 0), apps: one, confirmed: [1] },
      { do: "nothing", generation: 1 },
    ],
    ["of nothing", { declared: {}, last: undefined, apps: [], confirmed: [] }, { do: "up", creates: [1] }],
    [
      "of a new key",
      { declared: {}, last: record(1, 0, 0), apps: one, confirmed: [] },
      { do: "handOver", generation: 1, isUrgent: true },
    ],
    [
      "of a key that is handed over",
      { declared: {}, last: record(1, 0, 0), apps: one, confirmed: [1] },
      { do: "nothing" },
    ],
    [
      "of a raised generation",
      { declared: { generation: 2 }, last: record(1, 0, 0), apps: one, confirmed: [1] },
      { do: "up", creates: [2], closes: [], removes: [] },
    ],
    [
      "of a second key",
      { declared: { generation: 2 }, last: record(2, 0, 0), apps: both, confirmed: [1] },
      { do: "handOver", generation: 2, isUrgent: false },
    ],
    [
      "of a second key that is handed over",
      { declared: { generation: 2 }, last: record(2, 0, 0), apps: both, confirmed: [1, 2] },
      { do: "moveFlows", from: 1, to: 2 },
    ],
    [
      "of moved flows",
      { declared: { generation: 2, movedFlows: 2 }, last: record(2, 0, 0), apps: both, confirmed: [1, 2] },
      { do: "up", creates: [], closes: [1], removes: [] },
    ],
    [
      "of moved flows, as somebody says, with a key that nobody has handed over",
      { declared: { generation: 2, movedFlows: 2 }, last: record(2, 0, 0), apps: both, confirmed: [1] },
      { do: "handOver", generation: 2 },
    ],
    [
      "of moved flows, as somebody says, without an app to move to",
      { declared: { generation: 2, movedFlows: 2 }, last: record(1, 0, 0), apps: one, confirmed: [1] },
      { do: "correct" },
    ],
    [
      "of a closed app",
      {
        declared: { generation: 2, movedFlows: 2 },
        last: record(2, 1, 0),
        apps: [
          { generation: 1, is: "closed" },
          { generation: 2, is: "open" },
        ],
        confirmed: [1, 2],
      },
      { do: "up", closes: [], removes: [1] },
    ],
    [
      "of an app that an interrupted run has closed",
      {
        declared: { generation: 2, movedFlows: 2 },
        last: record(2, 0, 0),
        apps: [
          { generation: 1, is: "closed" },
          { generation: 2, is: "open" },
        ],
        confirmed: [1, 2],
      },
      { do: "up", closes: [], removes: [] },
    ],
    [
      "of one app that is to have another key",
      { declared: { strategy: "cutOver", generation: 2 }, last: undefined, apps: one, confirmed: [1] },
      { do: "up", creates: [], replacesKeyOf: [1], removes: [] },
    ],
    [
      "of one app that has another key",
      {
        declared: { strategy: "cutOver", generation: 2 },
        last: undefined,
        apps: [{ generation: 2, is: "open" }],
        confirmed: [1],
      },
      { do: "handOver", generation: 2, isUrgent: true },
    ],
    [
      "of a key that is prepared",
      {
        declared: { strategy: "cutOver", generation: 2, activeGeneration: 1 },
        last: undefined,
        apps: one,
        confirmed: [1],
      },
      { do: "activate", generation: 2 },
    ],
  ])("%s", (_what, { declared: values, ...state }, step) => {
    expect(nextStep({ ...state, declared: declared(values) })).toMatchObject(step);
  });
});

type Action = { do: "follow" | "raise" | "stepBack" | "finish" } | { do: "killedUp"; writes: number; order: number[] };
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: "follow" as const }) },
  fc.constant({ do: "raise" as const }),
  fc.constant({ do: "stepBack" as const }),
  fc.constant({ do: "finish" as const }),
  fc.record({ do: fc.constant("killedUp" as const), writes: fc.nat(4), order: fc.array(fc.nat(9), { maxLength: 4 }) }),
);

function play(actions: readonly Action[], firstGeneration: number): RotationWorld {
  const world = new RotationWorld(firstGeneration);
  for (const each of actions) {
    if (each.do === "killedUp") world.up(each);
    else world[each.do]();
  }
  return world;
}

describe("blue/green, whatever happens to it and in whatever order", () => {
  const scenes = [fc.array(action, { maxLength: 40 }), fc.integer({ min: 1, max: 3 })] as const;

  test("never cuts the flows off", () => {
    fc.assert(
      fc.property(...scenes, (actions, first) => {
        expect(play(actions, first).outages).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test("has one next step, and by following it ends with the newest key in use and one app", () => {
    fc.assert(
      fc.property(...scenes, (actions, first) => {
        const world = play(actions, first);
        world.finish();
        const { generation } = world.declared;
        expect(world).toMatchObject({ flowsUse: generation, apps: [{ generation, is: "open" }], outages: [] });
        expect(world.next()).toEqual({ do: "nothing", generation });
      }),
      { numRuns: 1000 },
    );
  });

  test("goes back by one step until the old app is removed, and by none after that", () => {
    fc.assert(
      fc.property(...scenes, (actions, first) => {
        const world = play(actions, first);
        const { generation } = world.declared;
        const isThere = world.apps.some((app) => app.generation === generation - 1);
        // A run that was killed within the removal leaves it to the next one.
        fc.pre(world.last?.generation === generation && (isThere || world.last.removed === generation - 1));
        expect(world.stepBack()).toBe(isThere);
        expect(world.outages).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
