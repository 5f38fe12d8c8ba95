/** Salesforce record ids: 15 case-sensitive characters, or 18 with a checksum of the letters' case. */

const checksumLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const serialLength = 10;

/** The 18-character form of a 15-character id: each block of five characters adds one that tells which are capitals. */
export function withChecksum(id15: string): string {
  let checksum = "";
  for (const start of [0, 5, 10]) {
    let bits = 0;
    for (let position = 0; position < 5; position += 1) {
      const character = id15.charAt(start + position);
      if (character >= "A" && character <= "Z") bits |= 1 << position;
    }
    checksum += checksumLetters.charAt(bits);
  }
  return id15 + checksum;
}

/** The 15-character form that error texts, session ids and OAuth links use. */
export function shortId(id: string): string {
  return id.slice(0, 15);
}

/** The 18-character form of any well-formed id, or `undefined` when its shape or its checksum is wrong. */
export function normalizedId(id: string): string | undefined {
  if (/^[0-9A-Za-z]{15}$/.test(id)) return withChecksum(id);
  if (/^[0-9A-Za-z]{18}$/.test(id) && withChecksum(shortId(id)) === id) return id;
  return undefined;
}

/**
 * A record id of 18 characters.
 *
 * @param keyPrefix the three characters of the sObject
 * @param instance two characters that all ids of one org share
 * @param serial a number that the org gives out once
 */
export function recordId(keyPrefix: string, instance: string, serial: number): string {
  let digits = "";
  for (let rest = serial; rest > 0; rest = Math.floor(rest / 62)) digits = base62.charAt(rest % 62) + digits;
  return withChecksum(keyPrefix + instance + digits.padStart(serialLength, "0"));
}
