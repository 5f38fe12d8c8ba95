import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { METADATA_LEDGER } from "../../local-org/ledger/metadata.ts";

const ids = METADATA_LEDGER.map((entry) => entry.id);

/** Ids that tests name in square brackets. */
function provenIds(): Set<string> {
  const folders = ["../local-org-metadata/", "../local-org-oauth/"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const texts = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => readFileSync(folder + name, "utf8")),
  );
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/\[([a-z]+\.[a-z0-9-]+)\]/g)].map((match) => String(match[1]))),
  );
}

test("each rule is named by a test, and tests name only rules that there are", () => {
  const proven = provenIds();
  expect(ids.filter((id) => !proven.has(id))).toEqual([]);
  expect([...proven].filter((id) => !ids.includes(id))).toEqual([]);
});

test("ids are unique", () => {
  expect(new Set(ids).size).toBe(ids.length);
});
