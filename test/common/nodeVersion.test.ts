import { expect, test } from "@jest/globals";
import { expectNode } from "../../common/nodeVersion.ts";
import manifest from "../../package.json" with { type: "json" };

test.each(["20.20.2", "22.17.1", "18.0.0", "22.9.0"])("Node.js %s is refused in a sentence", (version) => {
  expect(() => expectNode(version)).toThrow(`needs Node.js 22.18 or later, and this is ${version}.`);
});

test.each(["22.18.0", "22.21.1", "24.0.0", "26.1.0"])("Node.js %s is taken", (version) => {
  expect(() => expectNode(version)).not.toThrow();
});

test("the oldest version is that of package.json", () => {
  expect(manifest.engines.node).toBe(">=22.18");
});
