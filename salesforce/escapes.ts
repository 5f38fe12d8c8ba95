/** A text with its escapes undone; for each of its characters, where it comes from in the original. */
export interface Decoded {
  text: string;
  /** Offset of the first original character of each. */
  from: number[];
  /** Offset behind the last original character of each. */
  to: number[];
}

/** How often a text may have been escaped, one escape around the other. */
const deepest = 4;

/** URL-encoding, the escapes of JSON and of programming languages, character references of HTML and XML. */
const escapes =
  /%([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\([\s\S])|&(amp|lt|gt|quot|apos|nbsp);|&#(\d{1,7});|&#x([0-9A-Fa-f]{1,6});/g;

const letters: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v" };
const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/**
 * Undoes the escapes of a text, so that a search finds what was written in any of these ways.
 *
 * @returns the text without line breaks and the blanks around them (`joined`), and without any blank (`dense`); both
 * without characters that nobody sees
 */
export function decoded(text: string): { joined: Decoded; dense: Decoded } {
  let current: Decoded = { text, from: [], to: [] };
  for (let offset = 0; offset < text.length; offset++) {
    current.from.push(offset);
    current.to.push(offset + 1);
  }
  for (let depth = 0; depth < deepest; depth++) {
    const outer = rebuilt(current, escapes, unescaped);
    if (outer.text === current.text) break;
    current = outer;
  }
  return {
    joined: rebuilt(current, /\s+|\p{Cc}|\p{Cf}/gu, ([found]) => (/^[^\S\n\r]+$/.test(found) ? undefined : "")),
    dense: rebuilt(current, /\s|\p{Cc}|\p{Cf}/gu, () => ""),
  };
}

function unescaped([, percent, unicode, hexadecimal, letter, entity, decimal, reference]: RegExpMatchArray): string {
  const hex = percent ?? unicode ?? hexadecimal ?? reference;
  if (hex !== undefined) return character(Number.parseInt(hex, 16));
  if (letter !== undefined) return letters[letter] ?? letter;
  return entity !== undefined ? (entities[entity] as string) : character(Number(decimal));
}

/** One unit of UTF-16, so that offsets stay right; no secret has other characters. */
const character = (code: number): string => (code <= 0xffff ? String.fromCharCode(code) : "\ufffd");

/** Replaces each match by one character, by none, or not at all (undefined). */
function rebuilt(
  { text, from, to }: Decoded,
  pattern: RegExp,
  replacement: (match: RegExpMatchArray) => string | undefined,
): Decoded {
  const parts: string[] = [];
  const result: Decoded = { text: "", from: [], to: [] };
  let done = 0;
  const keepUntil = (end: number) => {
    parts.push(text.slice(done, end));
    for (; done < end; done++) {
      result.from.push(from[done] as number);
      result.to.push(to[done] as number);
    }
  };
  for (const match of text.matchAll(pattern)) {
    const replaced = replacement(match);
    if (replaced === undefined) continue;
    keepUntil(match.index);
    done = match.index + match[0].length;
    if (replaced === "") continue;
    parts.push(replaced);
    result.from.push(from[match.index] as number);
    result.to.push(to[done - 1] as number);
  }
  keepUntil(text.length);
  result.text = parts.join("");
  return result;
}
