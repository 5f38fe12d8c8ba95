import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { pages, root } from "./pages.ts";
import { shellBlocksOf, trials, wordsOf } from "./shellBlocks.ts";

test.each(pages())("each shell block of %s is run by a test, or says why it cannot be", (page) => {
  const blocks = shellBlocksOf(page);
  expect([blocks, trials[page] ?? []]).toEqual([blocks, blocks.map(() => expect.anything())]);
});

const named = Object.entries(trials).flatMap(([page, ofPage]) =>
  ofPage.flatMap((trial, index) => ("elsewhere" in trial ? [{ page, index, test: trial.elsewhere }] : [])),
);

/** The text of a test and of the test modules that it imports. */
function textWithImports(test: string): string {
  const text = readFileSync(join(root, test), "utf8");
  const imported = [...text.matchAll(/ from "(\.[^"]+\.ts)"/g)].map(([, path = ""]) => join(dirname(test), path));
  const own = imported.filter((path) => /(^|\/)test\//.test(path));
  return [text, ...own.map((path) => readFileSync(join(root, path), "utf8"))].join("\n");
}

test("the tests that are named are there", () => {
  expect(named.filter(({ test }) => !existsSync(join(root, test)))).toEqual([]);
});

/** Whether a test takes the commands out of the page itself, so that it has no words of its own to compare. */
function follows({ page, test }: { page: string; test: string }): boolean {
  const text = readFileSync(join(root, test), "utf8");
  return test === ".ci/run" || (text.includes("guideOf(") && text.includes(`"${page}"`));
}

test.each(named.filter((one) => !follows(one)))(
  "$test gives each command and option of block $index of $page",
  ({ page, index, test }) => {
    const text = textWithImports(test);
    const words = wordsOf(String(shellBlocksOf(page)[index]));
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
  },
);

test("the words that are compared are this project's commands with their options", () => {
  expect(wordsOf("npm run connector -- confirm --stack x # or --json")).toEqual(["connector", "confirm", "--stack"]);
  expect(wordsOf("npx pulumi-salesforce-access fleet drift a--b.json")).toEqual(["fleet", "drift"]);
  expect(wordsOf("pulumi up --refresh \\\n    --diff\nsf org login web --alias a")).toEqual([
    "up",
    "--refresh",
    "--diff",
  ]);
});

test("commands are told from what they print", () => {
  expect(shellBlocksOf("local-org/docs/faults.md")[1]).toMatch(/^curl [^\n]*$/);
  expect(shellBlocksOf("README.md")[0]).toBe("npm run up");
});
