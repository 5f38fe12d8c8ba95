import { randomInt } from "node:crypto";

const PREFIX = "3MVG9";
const LENGTH = 85;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

/** A new consumer key: `3MVG9` and 80 characters. */
export function newConsumerKey(): string {
  let key = PREFIX;
  while (key.length < LENGTH) key += ALPHABET.charAt(randomInt(ALPHABET.length));
  return key;
}

/** Whether a self-chosen consumer key has a form that is taken: 8 to 256 characters without blanks. */
export function isConsumerKey(key: string): boolean {
  return /^[A-Za-z0-9._+/=-]{8,256}$/.test(key);
}
