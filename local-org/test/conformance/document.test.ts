import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { localOrgPage, localOrgPageFile } from "../../src/ledger/document.ts";
import { ledger } from "../../src/ledger/index.ts";

const root = new URL("../../../", import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, root), "utf8");

test("the page on the local org is the one that its template, schema, settings and ledger make", () => {
  expect(textOf(localOrgPageFile)).toBe(localOrgPage());
});

test("the page has every rule and every open question, and no mark of the template is left", () => {
  const page = localOrgPage();
  expect(ledger.filter(({ id, rule }) => !page.includes(`| \`${id}\` | ${rule} |`))).toEqual([]);
  const open = ledger.filter((entry) => entry.open !== undefined);
  expect(open.filter((entry) => !page.includes(`| \`${entry.id}\` | ${entry.open?.question} |`))).toEqual([]);
  expect(page).not.toContain("{{");
});

test("the example of the guide is the test that runs", () => {
  const [, example] = /^```ts\n([\s\S]*?)^```$/m.exec(textOf("local-org/docs/test-your-integration.md")) ?? [];
  const run = textOf("local-org/test/conformance/testYourIntegration.test.ts");
  expect(example).toBe(run);
});
