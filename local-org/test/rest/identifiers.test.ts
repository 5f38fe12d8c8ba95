import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { normalizedId, recordId, shortId, withChecksum } from "../../src/identifiers.ts";

describe("record ids", () => {
  test.each([
    ["0PSak00000M9uBB", "0PSak00000M9uBBGAZ"],
    ["001ak00000OQTie", "001ak00000OQTieAAH"],
    ["00D000000000062", "00D000000000062EAA"],
  ])("%s has the recorded 18-character form", (short, long) => {
    expect(withChecksum(short)).toBe(long);
    expect(normalizedId(short)).toBe(long);
    expect(shortId(long)).toBe(short);
  });

  test("any other case of a letter breaks the checksum", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 0, max: 14 }), (serial, position) => {
        const id = recordId("0PS", "aK", serial);
        const character = id.charAt(position);
        const swapped = character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase();
        const changed = id.slice(0, position) + swapped + id.slice(position + 1);
        expect(normalizedId(changed)).toBe(changed === id ? id : undefined);
      }),
    );
  });
});
