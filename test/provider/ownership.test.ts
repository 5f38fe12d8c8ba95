import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type FoundRecord,
  isMarkedByStack,
  ownershipOf,
  refuseUnlessOurs,
  splitMark,
  userMark,
  userOwnership,
  withMark,
} from "../../provider/ownership.ts";

const names = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,40}$/);
const owners = fc.tuple(names, names, names).map((parts) => parts.join("/"));

describe("the mark in a description", () => {
  test("is found again, and the text beside it is unharmed", () => {
    fc.assert(
      fc.property(fc.string(), owners, (text, owner) => {
        fc.pre(text === text.trimEnd() && splitMark(text).owner === undefined);
        expect(splitMark(withMark(text, owner))).toEqual({ text, owner });
      }),
    );
  });

  test("stands behind the text", () => {
    expect(withMark("What the IVR may call", "access/dev/set")).toBe("What the IVR may call [pulumi:access/dev/set]");
    expect(withMark("", "access/dev/set")).toBe("[pulumi:access/dev/set]");
  });

  test.each([null, undefined, "", "by hand", "see [pulumi:a/b/c] for more"])("is not in %j", (description) => {
    expect(splitMark(description)).toEqual({ text: description ?? "" });
  });

  test("is found where somebody has left blanks behind it", () => {
    expect(splitMark("text [pulumi:a/b/c]  \n")).toEqual({ text: "text", owner: "a/b/c" });
  });
});

describe("the mark of a user", () => {
  test("fits into the field, is ours, and no other resource's, however long the names are", () => {
    const long = fc
      .tuple(owners, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 120 }))
      .map(([o, s]) => o + s);
    fc.assert(
      fc.property(long, long, (owner, other) => {
        fc.pre(owner !== other);
        for (const state of ["active", "retired"] as const) {
          expect(userMark(owner, state).length).toBeLessThanOrEqual(80);
          expect(userOwnership(userMark(owner, state), owner)).toBe("ours");
          expect(userOwnership(userMark(owner, state), other)).toBe("others");
        }
        expect(userMark(owner, "active")).not.toBe(userMark(owner, "retired"));
      }),
    );
  });

  test.each([null, undefined, "", "Sales", "pulumi"])("is not %j", (division) => {
    expect(userOwnership(division, "a/b/c")).toBe("unmarked");
  });

  test("tells the users of one stack from those of another whose name begins the same", () => {
    for (const state of ["active", "retired"] as const) {
      expect(isMarkedByStack(userMark("access/dev/user", state), "access/dev/set")).toBe(true);
      expect(isMarkedByStack(userMark("access/dev2/user", state), "access/dev/set")).toBe(false);
      expect(isMarkedByStack(userMark("access2/dev/user", state), "access/dev/set")).toBe(false);
    }
    expect([null, undefined, "Sales"].map((division) => isMarkedByStack(division, "access/dev/set"))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("says its stack also where it had to be shortened", () => {
    const owner = `access/production/${"long".repeat(20)}`;
    expect(isMarkedByStack(userMark(owner, "active"), "access/production/set")).toBe(true);
  });
});

test("an owner is ours, another's, or nobody's", () => {
  expect(ownershipOf("a/b/c", "a/b/c")).toBe("ours");
  expect(ownershipOf("a/b/d", "a/b/c")).toBe("others");
  expect(ownershipOf(undefined, "a/b/c")).toBe("unmarked");
});

describe("a record that is there already", () => {
  const found: Omit<FoundRecord, "ownership"> = {
    what: "permission set IVR_Access",
    id: "0PS000000000001GAA",
    place: "the end of its description",
    mark: "[pulumi:access/dev/set]",
    owner: "access/dev/set",
    foundOwner: undefined,
  };

  test("is gone on with when it is our own half-made one", () => {
    expect(() => refuseUnlessOurs({ ...found, ownership: "ours" })).not.toThrow();
  });

  test("that belongs to another stack is refused, and the stack is named", () => {
    expect(() => refuseUnlessOurs({ ...found, ownership: "others", foundOwner: "other/prod/set" })).toThrow(
      /permission set IVR_Access \(0PS000000000001GAA\) belongs to another stack: other\/prod\/set/,
    );
  });

  test("that belongs to another resource of the same stack is refused as such", () => {
    expect(() => refuseUnlessOurs({ ...found, ownership: "others", foundOwner: "access/dev/other" })).toThrow(
      /belongs to another resource of this stack: access\/dev\/other/,
    );
  });

  test("that nobody has marked is refused, and how to hand it over is said", () => {
    expect(() => refuseUnlessOurs({ ...found, ownership: "unmarked" })).toThrow(
      /exists already .* was not made by this stack.* write \[pulumi:access\/dev\/set\] at the end of its description/,
    );
  });
});
