import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { quoted, quotedList } from "../../salesforce/soql.ts";

/** What a SOQL parser makes of a literal: the text between the quotes with its escapes undone; undefined if it is cut. */
function literalValue(literal: string): string | undefined {
  const body = /^'((?:[^'\\]|\\.)*)'$/su.exec(literal)?.[1];
  return body?.replace(/\\(.)/gsu, "$1");
}

describe("a SOQL literal", () => {
  test("carries any text unharmed and cannot be left by it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", "\\", "a", " ", '"', "%", "é", "\n") }), (text) => {
        expect(literalValue(quoted(text))).toBe(text);
      }),
    );
  });

  test("escapes the quote and the backslash", () => {
    expect(quoted("O'Hara \\ Sons")).toBe("'O\\'Hara \\\\ Sons'");
  });
});

describe("a SOQL list", () => {
  test("holds its values in order", () => {
    expect(quotedList(["a", "b'c"])).toBe("('a', 'b\\'c')");
  });

  test("is never empty, because SOQL has no empty list", () => {
    expect(quotedList([])).toBe("('')");
  });
});
