import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { readCertificate, readPrivateKey } from "./pem.ts";

/**
 * The fingerprint by which people and this package name a key: SHA-256 of the public key (SubjectPublicKeyInfo, DER),
 * lower-case hex. A certificate, its renewal and the private key have the same one. OpenSSL prints it with
 * `openssl pkey -in key.pem -pubout -outform DER | openssl dgst -sha256`.
 */
function keyFingerprint(key: KeyObject): string {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/**
 * The fingerprint of the key that a text holds: a private key, a certificate or a public key, as PEM.
 *
 * @returns undefined for a text that holds none of them, or none that serves for a login
 */
export function fingerprintIn(text: string): string | undefined {
  const privateKey = readPrivateKey(text);
  if ("key" in privateKey) return keyFingerprint(privateKey.key);
  const certificate = readCertificate(text);
  if ("certificate" in certificate) return keyFingerprint(certificate.certificate.publicKey);
  try {
    return keyFingerprint(createPublicKey(text));
  } catch {
    return undefined;
  }
}
