import { describe, expect, test } from "@jest/globals";
import { changesIn } from "../../../operations/fleet/rollout.ts";
import { partOf, selected, wavesOf, withTag } from "../../../operations/fleet/stacks.ts";

const stacks = ["eu-1", "eu-2", "test", "us-1"];
const tags = new Map([
  ["eu-1", ["eu"]],
  ["eu-2", ["eu", "canary"]],
  ["test", []],
  ["us-1", ["us"]],
]);

describe("the waves of a rollout", () => {
  test("have each stack once, in the first wave that it has the tag of; rest has the others", () => {
    expect(wavesOf(stacks, "canary, eu, rest", tags)).toEqual([
      { name: "canary", stacks: ["eu-2"] },
      { name: "eu", stacks: ["eu-1"] },
      { name: "rest", stacks: ["test", "us-1"] },
    ]);
  });

  test("forget no stack and have no wave for nothing", () => {
    expect(() => wavesOf(stacks, "canary,eu", tags)).toThrow("No wave has test, us-1");
    expect(() => wavesOf(stacks, "canray,rest", tags)).toThrow('Wave "canray" has no stack; did you mean canary? See ');
    expect(() => wavesOf(stacks, "canary,ret", tags)).toThrow('Wave "ret" has no stack; did you mean rest?');
    expect(() => withTag(stacks, "canry", tags)).toThrow('has the tag "canry"; did you mean canary?');
  });
});

describe("the stacks that are meant", () => {
  test.each<[string[], string[]]>([
    [[], stacks],
    [["eu-*"], ["eu-1", "eu-2"]],
    [
      ["us-1", "*-1"],
      ["eu-1", "us-1"],
    ],
    [["*"], stacks],
  ])("%j", (patterns, chosen) => {
    expect(selected(stacks, patterns)).toEqual(chosen);
  });

  test.each(["eu", "eu-.", "*x", "EU-1", ""])("are none for %j, which is refused", (pattern) => {
    expect(() => selected(stacks, [pattern])).toThrow(`No stack fits "${pattern}"`);
  });

  test("are those with one of the tags, and one whose file cannot be read: its turn says why", () => {
    const known = new Map<string, string[] | undefined>([...tags, ["test", undefined]]);
    expect(withTag(stacks, "canary, us", known)).toEqual(["eu-2", "test", "us-1"]);
    expect(withTag(["eu-1", "eu-2"], "eu", tags)).toEqual(["eu-1", "eu-2"]);
  });

  test.each(["canray", "eu,canray", "", ",", "us"])(
    "are none for the tag %j that none of them has, which is refused",
    (tag) => {
      expect(() => withTag(["eu-1", "eu-2"], tag, tags)).toThrow("No stack that is meant has the tag");
    },
  );

  test("are not all others: that is a wave, not a tag", () => {
    expect(() => withTag(stacks, "eu,rest", tags)).toThrow('--tag cannot be "rest"');
  });

  test("are shared out so that each is in one part", () => {
    const parts = ["1/3", "2/3", "3/3"].map((shard) => partOf(stacks, shard));
    expect(parts.flat().sort()).toEqual(stacks);
  });

  test.each(["0/3", "4/3", "1", "1/0", "a/b", "1/3/4", "-1/3"])("%s is no part", (shard) => {
    expect(() => partOf(stacks, shard)).toThrow("--shard must be");
  });
});

test.each([
  ["Updating\n\nResources:\n    + 12 created\n\nDuration: 1s\n", "12 created"],
  [
    "Resources:\n    ~ 1 updated\n    +-2 replaced\n    9 unchanged\n\nDuration: 1s\n",
    "1 updated, 2 replaced, 9 unchanged",
  ],
  ["error: no stack\n", ""],
])("of what Pulumi prints at the end, the changes: %j", (output, changes) => {
  expect(changesIn(output)).toBe(changes);
});
