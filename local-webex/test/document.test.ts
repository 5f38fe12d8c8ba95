import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { faultKinds } from "../src/faults/fault.ts";
import { operations } from "../src/gateway/operations.ts";
import { localWebexPage, localWebexPageFile } from "../src/ledger/document.ts";
import { ledger } from "../src/ledger/index.ts";
import { defaultSettings } from "../src/settings.ts";

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("the page of rules is the one that npm run docs writes, with every rule, question and setting", () => {
  const page = localWebexPage();
  expect(textOf(localWebexPageFile)).toBe(page);
  expect(ledger.filter(({ id, rule }) => !page.includes(`| \`${id}\` | ${rule} |`))).toEqual([]);
  expect(ledger.filter(({ open }) => open !== undefined && !page.includes(`| ${open.question} |`))).toEqual([]);
  expect(Object.keys(defaultSettings).filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  expect(page).not.toMatch(/\{\{\w/);
});

test("the page of control names every operation and every kind of fault", () => {
  const page = textOf("local-webex/docs/control.md");
  const names = [...operations.map(({ name }) => name), ...faultKinds];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
