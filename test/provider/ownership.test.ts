import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  isMarkedByStack,
  ownershipOf,
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
        for (const isAdopted of [true, false]) {
          expect(splitMark(withMark(text, owner, isAdopted))).toEqual({ text, owner, isAdopted });
        }
      }),
    );
  });

  test("stands behind the text", () => {
    expect(withMark("What the IVR may call", "access/dev/set")).toBe("What the IVR may call [pulumi:access/dev/set]");
    expect(withMark("", "access/dev/set")).toBe("[pulumi:access/dev/set]");
  });

  test.each([null, undefined, "", "by hand", "see [pulumi:a/b/c] for more"])("is not in %j", (description) => {
    expect(splitMark(description)).toEqual({ text: description ?? "", isAdopted: false });
  });

  test("is found where somebody has left blanks behind it", () => {
    expect(splitMark("text [pulumi:a/b/c]  \n")).toEqual({ text: "text", owner: "a/b/c", isAdopted: false });
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
        for (const state of ["active", "retired", "adopted"] as const) {
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
    for (const state of ["active", "retired", "adopted"] as const) {
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
