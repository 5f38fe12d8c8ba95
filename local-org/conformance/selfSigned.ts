import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { certificatePem } from "../src/tls/certificate.ts";

/** A private key and a certificate that it signed itself, as an administrator would upload one. */
export interface SelfSigned {
  privateKey: KeyObject;
  privateKeyPem: string;
  certificatePem: string;
}

/**
 * Makes a self-signed RSA certificate.
 * @param validDays days from now until it expires; negative for an expired one
 * @param modulusLength bits of the key
 */
export function selfSigned(validDays = 365, modulusLength = 2048): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const subject = "integration";
  const issuer = { name: subject, privateKey };
  return {
    privateKey,
    privateKeyPem: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    certificatePem: certificatePem({ subject, publicKey, issuer, validDays, purpose: "login" }),
  };
}
