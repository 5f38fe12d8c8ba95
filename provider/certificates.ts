import type { X509Certificate } from "node:crypto";
import { readCertificate, readPrivateKey } from "../common/pem.ts";

/** Smallest RSA key that is accepted, in bits. */
const minimumKeyBits = 2048;

/** What is known of a certificate. */
export interface CertificateDetails {
  /** The certificate as PEM with lines of 64 characters, whatever form it came in. */
  pem: string;
  /** SHA-256 of the DER form, lower-case hex. */
  sha256: string;
  /** End of validity, ISO 8601 in UTC. */
  validTo: string;
}

/**
 * Reads a certificate in any form that Salesforce gives back or people have it in (`common/pem.ts`).
 *
 * @throws Error if it is no X.509 certificate
 */
export function certificateDetails(text: string): CertificateDetails {
  const reading = readCertificate(text);
  if ("problem" in reading) throw new Error(reading.problem);
  return detailsOf(reading.certificate);
}

function detailsOf(certificate: X509Certificate): CertificateDetails {
  const lines = certificate.raw.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    sha256: certificate.fingerprint256.replace(/:/g, "").toLowerCase(),
    validTo: new Date(certificate.validTo).toISOString(),
  };
}

/** Whether a private key belongs to a certificate; undefined if one of them cannot be read. */
export function belongTogether(certificate: string, privateKeyPem: string): boolean | undefined {
  const key = readPrivateKey(privateKeyPem);
  const reading = "key" in key ? readCertificate(certificate, key.key) : key;
  return "key" in key && "certificate" in reading ? reading.certificate.checkPrivateKey(key.key) : undefined;
}

/** What is known of a certificate; undefined for a text that is none. */
export function detailsIfAny(text: string): CertificateDetails | undefined {
  const reading = readCertificate(text);
  return "problem" in reading ? undefined : detailsOf(reading.certificate);
}

/** The PEM form of a certificate; a text that is none is given back as it is. */
export function normaliseCertificate(text: string): string {
  return detailsIfAny(text)?.pem ?? text;
}

/**
 * What is wrong with a certificate, as a sentence that says what is allowed, or undefined. Nothing of the text is in
 * the sentence: people have put private keys where the certificate belongs.
 *
 * @param now the time that validity is judged by; absent: it is not judged
 */
export function certificateProblem(text: string, now?: Date): string | undefined {
  const reading = readCertificate(text);
  if ("problem" in reading) return reading.problem;
  const { certificate } = reading;
  const key = certificate.publicKey;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa" || bits < minimumKeyBits) {
    const found = key.asymmetricKeyType === "rsa" ? `RSA with ${bits} bits` : String(key.asymmetricKeyType);
    return `must have an RSA key of at least ${minimumKeyBits} bits, not ${found}.`;
  }
  const end = now && expiry(text, now);
  return end && `expired at ${end}. Give a valid certificate.`;
}

/** When a certificate expired, ISO 8601 in UTC; undefined for one that is valid, and for a text that is none. */
export function expiry(text: string, now: Date): string | undefined {
  const end = detailsIfAny(text)?.validTo;
  return end !== undefined && new Date(end) <= now ? end : undefined;
}
