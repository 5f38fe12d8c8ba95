import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { allChecks } from "../../conformance/checks/index.ts";
import { ledger } from "../../src/ledger/index.ts";

const tests = new URL("../", import.meta.url);

/** Ids that the names of the local org's tests begin with, also where a table gives the names. */
function testedIds(): string[] {
  const texts = readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && !file.startsWith("conformance/"))
    .map((file) => readFileSync(new URL(file, tests), "utf8"));
  return texts
    .flatMap((text) => [...text.matchAll(/["'`](\[[a-z-]+\.[\w-]+\](?: \[[a-z-]+\.[\w-]+\])*)/g)])
    .flatMap((match) => [...(match[1] ?? "").matchAll(/\[([\w.-]+)\]/g)].map(([, id]) => id ?? ""));
}

describe("the ledger of rules", () => {
  test("has each id once", () => {
    const ids = ledger.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test("has a test or a question for each rule; the questions are asked of a local org in a test of theirs", () => {
    const proved = new Set([...testedIds(), ...allChecks.map(({ id }) => id)]);
    expect(ledger.map(({ id }) => id).filter((id) => !proved.has(id))).toEqual([]);
  });

  test("has a rule for each id that a test names", () => {
    const known = new Set(ledger.map(({ id }) => id));
    expect(testedIds().filter((id) => !known.has(id))).toEqual([]);
  });

  test("says of each rule what it is and where it is from", () => {
    for (const { id, rule, source } of ledger) {
      expect(id).toMatch(/^[a-z-]+\.[a-z0-9-]+$/);
      expect(rule).toMatch(/\.$/);
      expect(source.length).toBeGreaterThan(3);
    }
  });
});
