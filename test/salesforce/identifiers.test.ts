import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { longId, sameId } from "../../salesforce/identifiers.ts";

const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const shortIds = fc
  .array(fc.constantFrom(...characters), { minLength: 15, maxLength: 15 })
  .map((parts) => parts.join(""));

describe("the long form of an id", () => {
  // The first two pairs are printed in Salesforce's own documentation.
  test.each([
    ["001A0000006Vm9r", "001A0000006Vm9rIAC"],
    ["00D000000000062", "00D000000000062EAA"],
    ["000000000000000", "000000000000000AAA"],
    ["ABCDEFGHIJKLMNO", "ABCDEFGHIJKLMNO555"],
  ])("of %s is %s", (short, long) => {
    expect(longId(short)).toBe(long);
  });

  test("is reached from both forms, and reached once", () => {
    fc.assert(
      fc.property(shortIds, (short) => {
        const long = longId(short);
        expect(long).toHaveLength(18);
        expect(long.startsWith(short)).toBe(true);
        expect(longId(long)).toBe(long);
      }),
    );
  });

  test("tells apart ids that differ only by case", () => {
    fc.assert(
      fc.property(shortIds, (short) => {
        const swapped = short.replace(/[A-Za-z]/, (letter) =>
          letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
        );
        fc.pre(swapped !== short);
        expect(longId(swapped).slice(15)).not.toBe(longId(short).slice(15));
        expect(sameId(swapped, short)).toBe(false);
      }),
    );
  });

  test.each(["", "WxCC_SCV", "001A0000006Vm9", "001A0000006Vm9-", "001A0000006Vm9rIA"])(
    "leaves %j alone, which is no id",
    (text) => {
      expect(longId(text)).toBe(text);
    },
  );
});

test("two forms of one id are the same id", () => {
  fc.assert(
    fc.property(shortIds, (short) => {
      expect(sameId(short, longId(short))).toBe(true);
    }),
  );
});
