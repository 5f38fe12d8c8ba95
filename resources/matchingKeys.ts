import { createPrivateKey, X509Certificate } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** A certificate, and its private key if that is at hand; both PEM. */
export interface CertificateAndKey {
  certificatePem: pulumi.Input<string>;
  privateKeyPem?: pulumi.Input<string>;
}

/**
 * Makes sure that a private key belongs to its certificate, before whatever depends on the answer is declared.
 *
 * @returns nothing to depend on, once the two are known and fit
 * @throws RunError, also from the output, that names the certificate and not the key
 */
export function matchingKeys(existing: CertificateAndKey | undefined): pulumi.Output<pulumi.Resource[]> {
  const { certificatePem, privateKeyPem } = existing ?? {};
  return pulumi.all([certificatePem, privateKeyPem]).apply(([certificate, key]) => {
    const problem = certificate !== undefined && key !== undefined ? keyMismatch(certificate, key) : undefined;
    if (problem !== undefined) throw new pulumi.RunError(problem);
    return [];
  });
}

/** Why a key and a certificate do not fit; undefined if they do, or if one cannot be read, which its own check says. */
export function keyMismatch(certificatePem: string, privateKeyPem: string): string | undefined {
  try {
    const certificate = new X509Certificate(certificatePem);
    if (certificate.checkPrivateKey(createPrivateKey(privateKeyPem))) return undefined;
    const fingerprint = certificate.fingerprint256.replaceAll(":", "").toLowerCase();
    return `certificate: privateKeyPem does not belong to certificatePem (SHA-256 ${fingerprint}, valid until ${new Date(certificate.validTo).toISOString()}): nothing could log in with it. Give the key of that certificate, or the certificate of that key.`;
  } catch {
    return undefined;
  }
}
