import { describe, expect, test } from "@jest/globals";
import {
  explainLock,
  leftByDestroy,
  pendingCreates,
  resourcesInState,
} from "../../../tools/commands/developmentStack.ts";

describe("a lock on the stack", () => {
  const lock = { pid: 4711, hostname: "here" };

  test("of a process that has ended names the command that frees the stack", () => {
    expect(explainLock(lock, "here", () => false)).toMatch(
      /process 4711, which was ended .*npm run pulumi -- cancel --yes/,
    );
  });

  test("of a process at work says to wait, and never how to break the lock", () => {
    expect(explainLock(lock, "here", () => true)).toMatch(/process 4711 on here is at work on it\. Wait/);
    expect(explainLock(lock, "here", () => true)).not.toContain("cancel");
  });

  test("of another machine counts as held, whatever runs here under that number", () => {
    expect(explainLock(lock, "there", () => false)).not.toContain("cancel");
  });
});

describe("the state file", () => {
  test.each([
    ["of a stack just made", { checkpoint: { latest: null } }, 0],
    ["of a destroyed stack", { checkpoint: { latest: { manifest: {} } } }, 0],
    ["of a stack with resources", { checkpoint: { latest: { resources: [{}, {}] } } }, 2],
  ])("%s counts %#", (_name, state, count) => {
    expect(resourcesInState(JSON.stringify({ version: 3, ...state }))).toBe(count);
  });
});

describe("creates that a killed run has begun", () => {
  test("are read from the state, other operations are not", () => {
    const operation = (type: string, name: string) => ({ type, resource: { urn: `urn:pulumi:dev::p::t::${name}` } });
    const latest = { pending_operations: [operation("creating", "scv-app"), operation("updating", "scv-user")] };
    expect(pendingCreates(JSON.stringify({ version: 3, checkpoint: { latest } }))).toEqual(["scv-app"]);
  });

  test.each([null, {}, { resources: [] }])("are none in a state of %j", (latest) => {
    expect(pendingCreates(JSON.stringify({ version: 3, checkpoint: { latest } }))).toEqual([]);
  });
});

describe("a destroy that Pulumi calls a success", () => {
  test("is not done while the stack has resources, as after Ctrl-C", () => {
    expect(leftByDestroy(13, [])).toEqual({
      message: expect.stringMatching(/still has 13 resources, .*npm run down$/),
      exitCode: 1,
    });
  });

  test("may leave resources when it was given arguments, which is said", () => {
    expect(leftByDestroy(13, ["--target", "**app"])).toEqual({
      message: expect.stringContaining("13 resources"),
      exitCode: 0,
    });
  });

  test.each([0, undefined])("is done when nothing is left: %p", (left) => {
    expect(leftByDestroy(left, [])).toBeUndefined();
  });
});
