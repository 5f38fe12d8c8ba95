const checksumAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/**
 * The 18-character form of a record id. Salesforce accepts and prints both the 15-character form and the 18-character
 * form, whose last three characters encode which of the others are upper case.
 *
 * @param id 15 or 18 characters; anything else is returned as it is
 */
export function longId(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id;
  let suffix = "";
  for (let block = 0; block < 3; block++) {
    let bits = 0;
    for (let position = 0; position < 5; position++) {
      if (/[A-Z]/.test(id.charAt(block * 5 + position))) bits |= 1 << position;
    }
    suffix += checksumAlphabet.charAt(bits);
  }
  return id + suffix;
}

/** Whether two record ids, each in either form, name the same record. */
export function sameId(left: string, right: string): boolean {
  return longId(left) === longId(right);
}
