import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  descriptionBesideMark,
  isOfSameStack,
  isOfSource,
  type Mark,
  markOfUser,
  ownerInDescription,
  ownershipOf,
  splitMark,
  userMark,
  withMark,
} from "../../provider/marks.ts";

const names = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,40}$/);
const owners = fc.tuple(names, names, names).map((parts) => parts.join("/"));
/** Resources may be named anything in a program. */
const anyOwner = fc
  .tuple(names, names, fc.oneof(fc.string({ minLength: 1, maxLength: 120 }), fc.constant("a] [pulumi:x/y/z]")))
  .map((parts) => parts.join("/"));
const ownershipOfDescription = (description: string, owner: string) => ownershipOf(splitMark(description).mark, owner);
const ownershipOfUser = (division: unknown, owner: string) => ownershipOf(markOfUser(division), owner);

describe("the mark in a description", () => {
  test("is found again, and the text beside it is unharmed", () => {
    fc.assert(
      fc.property(fc.string(), owners, fc.constantFrom("made" as const, "adopted" as const), (text, owner, kind) => {
        fc.pre(text === text.trimEnd() && splitMark(text).mark === undefined);
        expect(splitMark(withMark(text, owner, kind))).toEqual({ text, mark: { kind, owner } });
      }),
    );
  });

  test("is ours and nobody else's, whatever the resource is called", () => {
    fc.assert(
      fc.property(anyOwner, anyOwner, (owner, other) => {
        fc.pre(owner !== other);
        const description = withMark("text", owner);
        expect(splitMark(description)).toMatchObject({ text: "text", mark: { kind: "made" } });
        expect(ownershipOfDescription(description, owner)).toBe("ours");
        expect(ownershipOfDescription(description, other)).toBe("others");
        expect(isOfSameStack(splitMark(description).mark, `${owner.split("/").slice(0, 2).join("/")}/other`)).toBe(
          true,
        );
      }),
    );
  });

  test("stands behind the text", () => {
    expect(withMark("What the IVR may call", "access/dev/set")).toBe("What the IVR may call [pulumi:access/dev/set]");
    expect(withMark("", "access/dev/set")).toBe("[pulumi:access/dev/set]");
  });

  test.each([
    null,
    undefined,
    "",
    "by hand",
    "see [pulumi:a/b/c] for more",
    "see [pulumi:a/b/c] and [x]",
    "[pulumi]",
    "pulumi:a/b/c]",
    "[pulumi:]",
  ])("is not in %j", (description) => {
    expect(splitMark(description)).toEqual({ text: description ?? "" });
  });

  test("is found where somebody has left blanks behind it", () => {
    expect(splitMark("text [pulumi:a/b/c]  \n")).toEqual({ text: "text", mark: { kind: "made", owner: "a/b/c" } });
  });

  test.each([
    ["of another resource", "[pulumi:a/b/d]"],
    ["of a stack whose name begins the same", "[pulumi:a/b2/c]"],
    ["with more behind our name", "[pulumi:a/b/c2]"],
    ["in another case", "[pulumi:A/b/c]"],
    ["of a kind that this version does not write", "[pulumi-borrowed:a/b/c]"],
    ["that has no form of ours", "[pulumi:anything]"],
    ["before ours", "[pulumi:x/y/z] [pulumi:a/b/c]"],
    ["behind ours", "[pulumi:a/b/c] [pulumi:x/y/z]"],
    ["of an unknown kind before ours", "[pulumi-borrowed:a/b/c] [pulumi:a/b/c]"],
  ])("is somebody else's: one %s", (_case, description) => {
    expect(ownershipOfDescription(`text ${description}`, "a/b/c")).toBe("others");
    expect(splitMark(`text ${description}`).text).toBe("text");
  });

  test("that stands there twice says adopted if one of the two does", () => {
    const adopted = { text: "text", mark: { kind: "adopted", owner: "a/b/c" } };
    expect(splitMark("text [pulumi-adopted:a/b/c] [pulumi:a/b/c]")).toEqual(adopted);
    expect(splitMark("text [pulumi:a/b/c] [pulumi-adopted:a/b/c]")).toEqual(adopted);
  });

  test("is not declared as part of the description, and what is declared leaves room for it", () => {
    const rule = descriptionBesideMark("a/b/c");
    expect(rule("text [pulumi:x/y/z]")).toMatch(/must not end like a mark/);
    expect(rule("see [pulumi:x/y/z] for more")).toBeUndefined();
    const room = 255 - " [pulumi:a/b/c]".length;
    expect(rule("x".repeat(room))).toBeUndefined();
    expect(rule("x".repeat(room + 1))).toBe(`must have at most ${room} characters, not ${room + 1}.`);
  });

  test("tells stacks of equal project and name in two back ends apart by their word", () => {
    const marks = ["a/b/c", "a/b@emea/c", "a/b@apac/c"].map((owner) => splitMark(withMark("", owner)).mark);
    const owners = ["a/b/c", "a/b@emea/c", "a/b@apac/c"];
    expect(owners.map((owner) => marks.map((mark) => ownershipOf(mark, owner)))).toEqual([
      ["ours", "others", "others"],
      ["others", "ours", "others"],
      ["others", "others", "ours"],
    ]);
    expect(owners.map((owner) => marks.map((mark) => isOfSameStack(mark, owner)))).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });

  test("needs an owner that it has room for", () => {
    const longest = `a/b/${"n".repeat(255 - "[pulumi-adopted:a/b/]".length)}`;
    expect(ownerInDescription(longest)).toBeUndefined();
    expect(ownerInDescription(`${longest}n`)).toMatch(/is too long: .* 256 characters.* Shorten the name/);
    expect(ownerInDescription("a/b")).toMatch(/must be project\/stack\/name/);
    expect(ownerInDescription("a b/c/d")).toMatch(/must be project\/stack\/name/);
  });
});

describe("the mark of a user", () => {
  test("fits into the field, is ours, and no other resource's, however long and strange the names are", () => {
    const long = fc
      .tuple(anyOwner, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 120 }))
      .map(([o, s]) => o + s);
    fc.assert(
      fc.property(long, long, (owner, other) => {
        fc.pre(owner !== other);
        for (const kind of ["made", "retired", "adopted"] as const) {
          expect(userMark(owner, kind).length).toBeLessThanOrEqual(80);
          expect(ownershipOfUser(userMark(owner, kind), owner)).toBe("ours");
          expect(ownershipOfUser(userMark(owner, kind), other)).toBe("others");
          expect(markOfUser(userMark(owner, kind))?.kind).toBe(kind);
        }
      }),
    );
  });

  test("of an earlier version is ours, also where the name holds what a mark does not write any more", () => {
    expect(ownershipOfUser("pulumi:a/b/my user[0]", "a/b/my user[0]")).toBe("ours");
  });

  test("that was retired before its stack got a word is the stack's; any other mark without the word is not", () => {
    const long = "long".repeat(20);
    for (const name of ["c", long]) {
      expect(ownershipOfUser(userMark(`a/b/${name}`, "retired"), `a/b@emea/${name}`)).toBe("ours");
      expect(ownershipOfUser(userMark(`a/b/${name}`, "made"), `a/b@emea/${name}`)).toBe("others");
      expect(ownershipOfUser(userMark(`a/b/${name}`, "adopted"), `a/b@emea/${name}`)).toBe("others");
      expect(ownershipOfUser(userMark(`a/b/${name}`, "retired"), `a/b2@emea/${name}`)).toBe("others");
      expect(ownershipOfUser(userMark(`a/b/${name}`, "retired"), `a/b@emea/${name}2`)).toBe("others");
      expect(ownershipOfUser(userMark(`a/b@apac/${name}`, "retired"), `a/b@emea/${name}`)).toBe("others");
      expect(ownershipOfUser(userMark(`a/b@emea/${name}`, "retired"), `a/b/${name}`)).toBe("others");
    }
  });

  test.each([null, undefined, "", "Sales", "pulumi", "pulumi:"])("is not %j", (division) => {
    expect(ownershipOfUser(division, "a/b/c")).toBe("unmarked");
  });

  test("tells the users of one stack from those of another whose name begins the same", () => {
    for (const kind of ["made", "retired", "adopted"] as const) {
      const isOurs = (owner: string) => isOfSameStack(markOfUser(userMark(owner, kind)), "access/dev/set");
      expect(isOurs("access/dev/user")).toBe(true);
      expect(isOurs("access/dev2/user")).toBe(false);
      expect(isOurs("access2/dev/user")).toBe(false);
    }
  });

  test.each([
    null,
    undefined,
    "Sales",
    "pulumi:access/dev",
    "pulumi:access/dev/",
    "pulumi:access/dev/ what we use elsewhere",
    "pulumi:access/dev/user and others",
    "pulumi-borrowed:access/dev/user",
    "see pulumi:access/dev/user",
    "pulumi:access/dev/user]",
  ])("is none of the stack's: %j", (division) => {
    expect(isOfSameStack(markOfUser(division), "access/dev/set")).toBe(false);
  });

  test("says its stack also where it had to be shortened", () => {
    const owner = `access/production/${"long".repeat(20)}`;
    expect(isOfSameStack(markOfUser(userMark(owner, "made")), "access/production/set")).toBe(true);
  });
});

describe("the mark of a copy", () => {
  const long = "long".repeat(20);

  test("names the same resource of the same project in another stack, also where it was cut or changed to fit", () => {
    for (const name of ["user", long, "my user[0]"]) {
      const own = `access/test/${name}`;
      const ofUser = markOfUser(userMark(`access/production/${name}`, "made"));
      const ofRecord = splitMark(withMark("text", `access/production/${name}`)).mark;
      expect([isOfSource(ofUser, own), isOfSource(ofRecord, own)]).toEqual([true, true]);
      expect(isOfSource(markOfUser(userMark(own, "made")), own)).toBe(false);
      expect(isOfSource(ofUser, `${own}2`)).toBe(false);
      expect(isOfSource(ofUser, `other/test/${name}`)).toBe(false);
    }
  });

  test("is of nobody where the cut has left nothing of the stack, or the digest is another one", () => {
    const own = `access/test/${long}`;
    const stack = "s".repeat(60);
    expect(isOfSource(markOfUser(userMark(`access/${stack}/${long}`, "made")), own)).toBe(false);
    const digit = (last: string) => (last === "0" ? "1" : "0");
    const forged = userMark(`access/production/${long}`, "made").replace(/.$/, digit);
    expect(isOfSource(markOfUser(forged), own)).toBe(false);
  });
});

test("an owner is ours, another's, or nobody's", () => {
  const mark: Mark = { kind: "made", owner: "a/b/c" };
  expect(ownershipOf(mark, "a/b/c")).toBe("ours");
  expect(ownershipOf({ ...mark, owner: "a/b/d" }, "a/b/c")).toBe("others");
  expect(ownershipOf({ ...mark, owner: "a/b/d" }, "a/b/c", "a/b/d")).toBe("ours");
  expect(ownershipOf({ owner: "a/b/c" }, "a/b/c")).toBe("others");
  expect(ownershipOf(undefined, "a/b/c")).toBe("unmarked");
});
