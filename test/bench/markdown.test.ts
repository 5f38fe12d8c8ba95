import { describe, expect, test } from "@jest/globals";
import { markdownTable, replaceMeasured } from "../../bench/markdown.ts";

test("a table lines up as plain text, numbers at the right, and its cells cannot break it", () => {
  const columns = [{ title: "Call" }, { title: "How often", align: "right" as const }];
  expect(markdownTable(columns, [["a|b", "2"]])).toBe(
    ["| Call | How often |", "| ---- | --------: |", "| a\\|b |         2 |"].join("\n"),
  );
});

describe("the measured section of a document", () => {
  const begin = "<!-- measured: begin (npm run bench -- --write FILE replaces what is between these two lines) -->";
  const end = "<!-- measured: end -->";

  test("is replaced, and the text around it stays", () => {
    const document = `# Title\n${begin}\nold\n${end}\nafter\n`;
    expect(replaceMeasured(document, "new\n")).toBe(`# Title\n${begin}\n\nnew\n\n${end}\nafter\n`);
  });

  test("is replaced the same way again", () => {
    const once = replaceMeasured(`${begin}${end}`, "new");
    expect(replaceMeasured(once, "new")).toBe(once);
  });

  test.each([
    ["without marks", "# Title\n"],
    ["with only the first mark", begin],
    ["with the marks in the wrong order", `${end}${begin}`],
    ["with two sections", `${begin}${end}${begin}${end}`],
  ])("is not looked for in a document %s", (_, document) => {
    expect(() => replaceMeasured(document, "new")).toThrow("exactly one line");
  });
});
