import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { ledger } from "../src/ledger/index.ts";

const tests = new URL("./", import.meta.url);

/** Ids that the names of the tests begin with. */
function testedIds(): string[] {
  return readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(new URL(file, tests), "utf8"))
    .flatMap((text) => [...text.matchAll(/["'`]((?:\[[a-z]+\.[\w-]+\] )+)/g)])
    .flatMap(([, ids = ""]) => [...ids.matchAll(/\[([\w.-]+)\]/g)].map(([, id = ""]) => id));
}

describe("the ledger of rules", () => {
  test("has each id once", () => {
    const ids = ledger.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test("has one test for each rule, and a rule for each id that a test names", () => {
    const ids = ledger.map(({ id }) => id);
    expect(testedIds().sort()).toEqual(ids.sort());
  });

  test("says of each rule what it is, where it is from, and what of it is open", () => {
    for (const { id, rule, source, open } of ledger) {
      expect(id).toMatch(/^[a-z]+\.[a-z0-9-]+$/);
      expect(rule).toMatch(/\.$/);
      expect(source.length).toBeGreaterThan(3);
      if (open !== undefined) expect(open.question).toMatch(/\.$/);
    }
  });
});
