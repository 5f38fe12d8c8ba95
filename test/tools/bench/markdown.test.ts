import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { markdownTable, type Part, parts, replaceMeasured } from "../../../tools/bench/markdown.ts";

test("a table lines up as plain text, numbers at the right, and its cells cannot break it", () => {
  const columns = [{ title: "Call" }, { title: "How often", align: "right" as const }];
  expect(markdownTable(columns, [["a|b", "2"]])).toBe(
    ["| Call | How often |", "| ---- | --------: |", "| a\\|b |         2 |"].join("\n"),
  );
});

describe("the measured section of a document", () => {
  const begin = (part: Part) =>
    `<!-- measured, ${part}: begin (npm run bench -- --part ${part} --write FILE replaces what is between these two lines) -->`;
  const end = (part: Part) => `<!-- measured, ${part}: end -->`;
  const [first, last] = [begin("access"), end("access")];

  test("is replaced, and the text around it stays", () => {
    const document = `# Title\n${first}\nold\n${last}\nafter\n`;
    expect(replaceMeasured(document, "access", "new\n")).toBe(`# Title\n${first}\n\nnew\n\n${last}\nafter\n`);
  });

  test("is replaced the same way again", () => {
    const once = replaceMeasured(`${first}${last}`, "access", "new");
    expect(replaceMeasured(once, "access", "new")).toBe(once);
  });

  test("of one part is replaced, and that of the other stays", () => {
    const document = `${first}old${last}${begin("local-org")}kept${end("local-org")}`;
    expect(replaceMeasured(document, "access", "new")).toContain(`${begin("local-org")}kept${end("local-org")}`);
  });

  test("has its marks for every part in the document of the figures", async () => {
    const document = await readFile(new URL("../../../docs/performance.md", import.meta.url), "utf8");
    for (const part of parts) expect(replaceMeasured(document, part, "new")).toContain("new");
  });

  test.each([
    ["without marks", "# Title\n"],
    ["with only the first mark", first],
    ["with the marks in the wrong order", `${last}${first}`],
    ["with two sections", `${first}${last}${first}${last}`],
    ["with the marks of another part", `${begin("local-org")}${end("local-org")}`],
  ])("is not looked for in a document %s", (_, document) => {
    expect(() => replaceMeasured(document, "access", "new")).toThrow("exactly one line");
  });
});
