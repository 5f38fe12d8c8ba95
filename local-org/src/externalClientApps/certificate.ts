import { X509Certificate } from "node:crypto";
import { ComponentProblem } from "../metadata/recordReader.ts";

const columns = 64;

/**
 * A certificate as the org keeps it: the base64 of its DER in lines of 64 characters, without BEGIN and END lines.
 * Takes a PEM block, its body with or without line breaks.
 * @throws ComponentProblem when the text is no X.509 certificate
 */
export function normalizedCertificate(text: string): string {
  const certificate = parseCertificate(text);
  if (!certificate) throw new ComponentProblem("The certificate is not a valid X.509 certificate", "INVALID_FIELD");
  const base64 = certificate.raw.toString("base64");
  return (base64.match(new RegExp(`.{1,${columns}}`, "g")) ?? []).join("\n");
}

/** The public key (SPKI PEM) of a certificate that the org keeps, and the end of its validity. */
export function verificationKey(stored: string): { publicKeyPem: string; validTo: Date } {
  const certificate = parseCertificate(stored);
  if (!certificate) throw new Error("The stored certificate cannot be read");
  const publicKeyPem = certificate.publicKey.export({ type: "spki", format: "pem" }).toString();
  return { publicKeyPem, validTo: new Date(certificate.validTo) };
}

function parseCertificate(text: string): X509Certificate | undefined {
  const blocks = text.match(/-----BEGIN [A-Z0-9 ]+-----/g) ?? [];
  if (blocks.some((block) => block !== "-----BEGIN CERTIFICATE-----") || blocks.length > 1) return undefined;
  const body = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, "").replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined;
  try {
    return new X509Certificate(Buffer.from(body, "base64"));
  } catch {
    return undefined;
  }
}
