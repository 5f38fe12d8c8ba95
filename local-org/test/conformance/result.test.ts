import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { conformanceResult, editions, readResult } from "../../conformance/result.ts";
import type { Outcome } from "../../conformance/run.ts";
import { takenLines, takeResult } from "../../conformance/take.ts";
import { localOrgPage } from "../../src/ledger/document.ts";
import { ledger } from "../../src/ledger/index.ts";
import { withVerifications } from "../../src/ledger/verifications.ts";

const ruleIds = new Set(ledger.map(({ id }) => id));
const [first, second] = ledger as [(typeof ledger)[0], (typeof ledger)[0]];
const developerEdition = { edition: "Developer Edition", isSandbox: false, isLocalOrg: false, apiVersion: "67.0" };
const day = new Date("2026-11-29T23:59:59Z");
const outcomes: Outcome[] = [
  { id: first.id, outcome: "holds" },
  { id: second.id, outcome: "differs", expected: "a", found: "b" },
];

describe("a result that is sent to others", () => {
  // Whatever an org may give: ids, names, addresses, keys, tokens.
  const fromOrg = fc.oneof(
    fc.string({ minLength: 3 }),
    fc.constantFrom(
      "00D5g000004xYzAEAU",
      "3MVG9secret",
      "00D5g!AQ0AQtoken",
      "-----BEGIN PRIVATE KEY-----",
      "a@b.example",
    ),
    fc.constantFrom("https://mycompany.my.salesforce.com", "__proto__", "constructor"),
  );
  const outcome: fc.Arbitrary<Outcome> = fc.record({
    id: fc.oneof(fc.constantFrom(...ruleIds), fromOrg),
    outcome: fc.constantFrom("holds", "differs", "unasked"),
    expected: fromOrg,
    found: fromOrg,
    reason: fromOrg,
  }) as fc.Arbitrary<Outcome>;

  test("holds nothing of the org: every text in it is a word of the format, a rule's id, a version or the day", () => {
    const words = new Set([
      ...["format", "isLocalOrg", "edition", "isSandbox", "apiVersion", "date", "holds", "differs", "notAsked"],
      ...editions,
      ...["another edition", "unknown", "2026-11-29"],
      ...ruleIds,
    ]);
    fc.assert(
      fc.property(fc.array(outcome), fromOrg, fromOrg, fc.boolean(), (found, edition, apiVersion, isSandbox) => {
        const org = { edition, apiVersion, isSandbox, isLocalOrg: false };
        const text = JSON.stringify(conformanceResult(found, org, ruleIds, day));
        const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, string]) => String(string));
        expect(strings.filter((string) => !words.has(string) && !/^\d{2,3}\.0$/.test(string))).toEqual([]);
      }),
    );
  });

  test("says which rules hold and differ, of which edition, version and day", () => {
    expect(conformanceResult(outcomes, developerEdition, ruleIds, day)).toEqual({
      format: 1,
      isLocalOrg: false,
      edition: "Developer Edition",
      isSandbox: false,
      apiVersion: "67.0",
      date: "2026-11-29",
      holds: [first.id],
      differs: [second.id],
      notAsked: [],
    });
  });
});

describe("a result that was sent", () => {
  const result = conformanceResult(outcomes, developerEdition, ruleIds, day);

  test("is taken into the ledger, once, and the page shows the rules as verified", async () => {
    const folder = await mkdtemp(join(tmpdir(), "result-"));
    try {
      const file = join(folder, "result.json");
      const ledgerFile = pathToFileURL(join(folder, "verifications.json"));
      await writeFile(file, JSON.stringify({ ...result, holds: [first.id, "no.such-rule"] }));
      await writeFile(ledgerFile, "[]");
      const taken = await takeResult(file, ruleIds, ledgerFile);
      await takeResult(file, ruleIds, ledgerFile);
      expect(takenLines(file, taken)).toEqual([
        `${file}: 1 rules are verified by an org of Developer Edition, API 67.0.`,
        `  ${second.id} is otherwise there: correct the rule, or give it a setting.`,
      ]);
      const known = JSON.parse(await readFile(ledgerFile, "utf8"));
      expect(known).toHaveLength(1);
      const page = localOrgPage(ledger.map((entry) => withVerifications(entry, known)));
      expect(page).toContain(
        `| \`${first.id}\` | ${first.rule} | ${first.certainty}; **verified**: Developer Edition, API 67.0, 2026-11-29 |`,
      );
      expect(page).toContain(`${second.certainty}; **differs**: Developer Edition, API 67.0, 2026-11-29 |`);
      expect(page).toMatch(/`verified` \(1 rules\)/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each<[string, unknown, string]>([
    ["no JSON", "holds: all", "it is no JSON object"],
    ["a list", "null", "it is no JSON object"],
    ["of a local org", { ...result, isLocalOrg: true }, "a local org was asked, which verifies nothing"],
    ["an edition that no org has", { ...result, edition: "<b>Mine</b>" }, "it is no result"],
    ["a day that is none", { ...result, date: "2026-13-45" }, "it is no result"],
    ["a version that is none", { ...result, apiVersion: "67" }, "it is no result"],
    ["another format", { ...result, format: 2 }, "it is no result"],
  ])("is refused when it is %s", (_what, value, sentence) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    expect(() => readResult(text, ruleIds)).toThrow(sentence);
  });
});

test("every rule that the ledger counts as verified is one of its own", () => {
  for (const { verified = [], differsIn = [] } of ledger) {
    for (const { edition } of [...verified, ...differsIn]) expect(editions).toContain(edition);
  }
});
