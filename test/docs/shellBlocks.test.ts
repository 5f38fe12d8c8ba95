import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { pages, root } from "./pages.ts";
import { shellBlocksOf, trials } from "./shellBlocks.ts";

test.each(pages())("each shell block of %s is run by a test, or says why it cannot be", (page) => {
  const blocks = shellBlocksOf(page);
  expect([blocks, trials[page] ?? []]).toEqual([blocks, blocks.map(() => expect.anything())]);
});

test("the tests that are named are there", () => {
  const named = Object.values(trials).flatMap((ofPage) =>
    ofPage.flatMap((trial) => ("elsewhere" in trial ? [trial.elsewhere] : [])),
  );
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test("commands are told from what they print", () => {
  expect(shellBlocksOf("local-org/docs/faults.md")[1]).toMatch(/^curl [^\n]*$/);
  expect(shellBlocksOf("README.md")[0]).toBe("npm run up");
});
