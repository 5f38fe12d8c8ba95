import { generateKeyPairSync } from "node:crypto";

/** An RSA key for tests whose server does not look at it. */
export const privateKeyPem = String(
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }),
);
