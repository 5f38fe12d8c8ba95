import { randomInt } from "node:crypto";

const prefix = "3MVG9";
const length = 85;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

/** A new consumer key: `3MVG9` and 80 characters. */
export function newConsumerKey(): string {
  let key = prefix;
  while (key.length < length) key += alphabet.charAt(randomInt(alphabet.length));
  return key;
}

/** Whether a self-chosen consumer key has a form that is taken: 8 to 256 characters without blanks. */
export function isConsumerKey(key: string): boolean {
  return /^[A-Za-z0-9._+/=-]{8,256}$/.test(key);
}
