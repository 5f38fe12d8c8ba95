import { describe, expect, test } from "@jest/globals";
import { explainLock, leftByDestroy, stackContent } from "../../../tools/commands/developmentStack.ts";

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

describe("what Pulumi says of the stack", () => {
  const exported = (deployment: unknown) => ({
    exitCode: 0,
    stdout: JSON.stringify({ version: 3, deployment }),
    stderr: "",
  });

  test.each([
    ["of a stack just made", null, 0],
    ["of a destroyed stack", { manifest: {} }, 0],
    ["of a stack with resources", { resources: [{}, {}] }, 2],
  ])("%s counts %#", (_name, deployment, resources) => {
    expect(stackContent(exported(deployment))).toEqual({ resources, interruptedCreates: [] });
  });

  test("names the creates that a killed run has begun, and no other operation", () => {
    const operation = (type: string, name: string) => ({ type, resource: { urn: `urn:pulumi:dev::p::t::${name}` } });
    const pendingOperations = [operation("creating", "scv-app"), operation("updating", "scv-user")];
    expect(stackContent(exported({ pending_operations: pendingOperations }))?.interruptedCreates).toEqual(["scv-app"]);
  });

  test("is that there is none, only when it says exactly that", () => {
    expect(stackContent({ exitCode: 6, stdout: "", stderr: "error: no stack named 'dev' found" })).toBeUndefined();
    for (const exitCode of [1, 255, undefined]) {
      const failed = { exitCode, stdout: "", stderr: "error: failed to load checkpoint: EOF\n" };
      expect(() => stackContent(failed)).toThrow("cannot be read: error: failed to load checkpoint: EOF");
    }
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

  test("is done when nothing is left", () => {
    expect(leftByDestroy(0, [])).toBeUndefined();
  });
});
