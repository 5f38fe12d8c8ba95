import { describe, expect, test } from "@jest/globals";
import { findUnfinishedWork } from "../../../tools/commands/unfinishedWork.ts";

// In pieces, so that the check does not find this file.
const note = ["TO", "DO"].join("");
const narrowed = ["test", "only(name)"].join(".");

describe("the search for unfinished work", () => {
  test("finds notes, narrowed tests and missing parts, with file and line", () => {
    const content = [
      "const a = 1;",
      `// ${note}: later`,
      `  ${narrowed};`,
      ["throw 'not", "implemented'"].join(" "),
    ].join("\n");
    expect(findUnfinishedWork("a.ts", content).map(({ file, line }) => [file, line])).toEqual([
      ["a.ts", 2],
      ["a.ts", 3],
      ["a.ts", 4],
    ]);
    expect(findUnfinishedWork("a.ts", content)[1]?.text).toBe(`${narrowed};`);
  });

  test("does not mind the HTTP status, words that only look alike, and calls that skip for a reason of their own", () => {
    expect(findUnfinishedWork("a.ts", "501 Not Implemented\nskip(1)\nmastodon\nonly one\n")).toEqual([]);
  });

  test("leaves out locks, generated data and binary files", () => {
    for (const file of [
      "package-lock.json",
      "tools/toolchain/go/cli/go.sum",
      "tools/toolchain/go/tls-plugin/schema.json",
      "local-org/src/schema/User.json",
    ]) {
      expect(findUnfinishedWork(file, note)).toEqual([]);
    }
    expect(findUnfinishedWork("logo.png", `\0${note}`)).toEqual([]);
    expect(findUnfinishedWork("docs/package.json", note)).toHaveLength(1);
  });
});
