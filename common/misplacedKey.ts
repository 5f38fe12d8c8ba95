/** What is wrong with a private key in the place of anything else. */
export const misplacedKey =
  "holds a private key, which does not belong there. Take it out, and rotate the key if others could read it there.";

/** Whether a value, or anything within it, holds a private key as PEM. */
export const holdsPrivateKey = (value: unknown): boolean =>
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(String(JSON.stringify(value)));
