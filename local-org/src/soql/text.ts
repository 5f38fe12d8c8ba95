/** How SOQL compares text: without regard to case. Pure. Source: SOQL and SOSL Reference, Comparison Operators, ORDER BY. */

/**
 * The text in capitals, so that binary comparison gives the order of English locales. A character whose capital form is
 * longer stays as it is, so that `_` of LIKE still means one character; so does one whose capital is a letter of ASCII
 * without being one itself, so that the comparison of SQLite, which knows ASCII only, never says another thing.
 */
export function folded(text: string): string {
  if (isAscii(text)) return text.toUpperCase();
  return Array.from(text, (character) => {
    const capital = character.toUpperCase();
    return capital.length === character.length && isAscii(capital) === isAscii(character) ? capital : character;
  }).join("");
}

export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them.
  return /^[\x00-\x7f]*$/.test(text);
}

const escapes: { [character: string]: string } = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** The text of a quoted literal. */
export function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(?:u([0-9a-f]{4})|(.))/gis, (_whole, code: string, character: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return escapes[character.toLowerCase()] ?? character;
  });
}

/** The pattern of LIKE for SQLite with `\` as its escape character: `\_` and `\%` of SOQL stay literal. */
export function likePattern(literal: string): string {
  return literal.slice(1, -1).replace(/\\(?:u([0-9a-f]{4})|(.))/gis, (whole, code: string, character: string) => {
    if (character === "_" || character === "%" || character === "\\") return `\\${character}`;
    const text = unquoted(`'${whole}'`);
    // A code may stand for a wildcard or the escape character itself, and then means it literally.
    return code !== undefined && /[_%\\]/.test(text) ? `\\${text}` : text;
  });
}
