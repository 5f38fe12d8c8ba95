import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { confirmationOf, readConfirmations, withConfirmation } from "../../common/confirmedKeys.ts";

const one = "0a".repeat(32);
const two = "1b".repeat(32);

describe("what was confirmed", () => {
  test.each<[string, unknown]>([
    ["", "nothingSaid"],
    ["  ", "nothingSaid"],
    ["none", []],
    [one, [{ sha256: one }]],
    [`${one.toUpperCase()} 2026-11-29`, [{ sha256: one, day: "2026-11-29" }]],
    [`${one} 2026-11-29, ${two}`, [{ sha256: one, day: "2026-11-29" }, { sha256: two }]],
  ])("is read from %p", (text, confirmations) => {
    expect(readConfirmations(text)).toEqual({ confirmations });
  });

  test.each([
    "None",
    "yes",
    one.slice(1),
    `${one} yesterday`,
    `${one} ${two}`,
    `${one},`,
    "-----BEGIN PRIVATE KEY-----",
  ])("is refused where it is %p, without naming it", (text) => {
    const reading = readConfirmations(text);
    expect(reading).toEqual({ problem: expect.stringContaining("64 hexadecimal digits") });
    expect(JSON.stringify(reading)).not.toContain(text);
  });

  test("keeps the key before, and each key once, the newest last", () => {
    const key = fc.integer({ min: 0, max: 4 }).map((digit) => String(digit).repeat(64));
    const day = fc.constantFrom("2026-11-29", "2027-01-01");
    fc.assert(
      fc.property(fc.array(fc.record({ sha256: key, day }), { minLength: 1 }), (all) => {
        let text = "none";
        for (const each of all) {
          const reading = readConfirmations(text);
          text = withConfirmation("confirmations" in reading ? reading.confirmations : [], each);
        }
        const reading = readConfirmations(text);
        const confirmations = "confirmations" in reading ? reading.confirmations : [];
        expect(confirmations.at(-1)).toEqual(all.at(-1));
        expect(confirmations.length).toBe(Math.min(2, new Set(all.map(({ sha256 }) => sha256)).size));
        const before = all.findLast(({ sha256 }) => sha256 !== all.at(-1)?.sha256);
        if (before) expect(confirmationOf(confirmations, before.sha256)).toEqual(before);
      }),
    );
  });
});
