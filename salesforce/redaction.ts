/**
 * Takes secrets out of texts: those that this process holds, also in part and however they are written, and whatever
 * has the shape of a key or a token.
 */
import { type Decoded, decoded } from "./escapes.ts";

const removed = "[secret removed]";

/** So many characters in a row of a secret that is held give it away. */
const telling = 16;
/** What is shorter is a word that any text may contain. */
const shortest = 6;

/** Pieces of the secrets that are held, by their length. */
const pieces = new Map<number, Set<string>>();

/**
 * Remembers a secret for as long as the process lives: no text that passes `withoutSecrets` holds a telling part of
 * it, be it plain, escaped, wrapped into lines or in base64.
 *
 * @param secret a token, an assertion, a password, or a private key as PEM
 */
export function holdSecret(secret: string): void {
  for (const written of spellings(secret)) {
    if (written.length < shortest) continue;
    const length = Math.min(telling, written.length);
    const known = pieces.get(length) ?? new Set();
    for (let start = 0; start + length <= written.length; start++) known.add(written.slice(start, start + length));
    pieces.set(length, known);
  }
}

/** A secret without blanks, as it is and in base64, where what stands before it decides how it is written. */
function spellings(secret: string): string[] {
  const plain = decoded(secret.replace(/-----(?:BEGIN|END) [A-Z0-9 ]+-----/g, "")).dense.text;
  const inBase64 = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret.trim())]);
    // The first characters depend on what stands before, the last one on what follows.
    return bytes.toString("base64").slice(before === 0 ? 0 : before + 1, Math.floor((bytes.length * 4) / 3));
  });
  return [plain, ...inBase64].map(oneAlphabet);
}

/** base64 has two alphabets. */
const oneAlphabet = (text: string): string => text.replace(/-/g, "+").replace(/_/g, "/");

/** What has the shape of a secret; the whole match is removed. Each expression takes linear time. */
const shapes: readonly RegExp[] = [
  // PEM, also one that was cut short.
  /-----BEGIN [A-Z0-9 ]{1,40}-----(?:[^-]*-----END [A-Z0-9 ]{1,40}-----|(?:\s*[A-Za-z0-9+/=]{16,})+)/g,
  // The same in base64.
  /LS0tLS1CRUdJTi[A-Za-z0-9+/=_-]*/g,
  // Assertions, and tokens in JWT format.
  /eyJ[A-Za-z0-9_-]{16,}(?:\.[A-Za-z0-9_-]*){0,2}/g,
  // Session ids and opaque access tokens: the id of the org, an exclamation mark, the rest.
  /00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9._]{8,}/g,
  // Refresh tokens.
  /5Aep[A-Za-z0-9._]{30,}/g,
  // What says that it is one.
  /\b(?:access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|sessionId|sid)\b["']?[ ]?[:=>][ ]?["']?[^\s"'&<>,;]{8,}/gi,
  /\b(?:Bearer|Basic) (?=[A-Za-z._~!+/=-]*\d)[A-Za-z0-9._~!+/=-]{8,}/gi,
  // A name and a password in an address.
  /(?<=:\/\/)[^\s/:@]{0,200}:[^\s/@]{1,500}(?=@)/g,
];

/** Long words without a meaning: keys without the header of PEM, tokens of other systems. */
const longWord = /[A-Za-z0-9+/=_-]{100,}/g;
const isRandom = (word: string): boolean => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);

/** The text, with every secret in it replaced. */
export function withoutSecrets(text: string): string {
  const spans: [from: number, to: number][] = [];
  const { joined, dense } = decoded(text);
  for (const shape of shapes) {
    for (const { index, 0: found } of joined.text.matchAll(shape)) spans.push(spanOf(joined, index, found.length));
  }
  for (const { index, 0: word } of joined.text.matchAll(longWord)) {
    if (isRandom(word)) spans.push(spanOf(joined, index, word.length));
  }
  const searched = oneAlphabet(dense.text);
  for (const [length, known] of pieces) {
    for (let start = 0; start + length <= searched.length; start++) {
      if (known.has(searched.slice(start, start + length))) spans.push(spanOf(dense, start, length));
    }
  }
  return replaced(text, spans);
}

/** The place in the original text of a place in what it was decoded to. */
function spanOf({ from, to }: Decoded, start: number, length: number): [number, number] {
  return [from[start] as number, to[start + length - 1] as number];
}

function replaced(text: string, spans: [number, number][]): string {
  const parts: string[] = [];
  let done = 0;
  for (const [from, to] of spans.sort(([left], [right]) => left - right)) {
    if (to <= done) continue;
    if (from > done || parts.length === 0) parts.push(text.slice(done, from), removed);
    done = to;
  }
  return parts.join("") + text.slice(done);
}
