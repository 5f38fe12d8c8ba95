import * as pulumi from "@pulumi/pulumi";
import { readCertificate, readPrivateKey } from "../common/pem.ts";

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

/**
 * The certificate that is meant: where there are several and the key is at hand, the one that belongs to it.
 *
 * @returns the text as it is if nothing can be told from it, which its own check judges
 */
export function certificateOfKey({ certificatePem, privateKeyPem }: CertificateAndKey): pulumi.Input<string> {
  if (privateKeyPem === undefined) return certificatePem;
  // A certificate is no secret, also when it was found by one.
  return pulumi.unsecret(
    pulumi.all([certificatePem, privateKeyPem]).apply(([text, keyText]) => {
      const key = readPrivateKey(keyText);
      const reading = "key" in key ? readCertificate(text, key.key) : key;
      return "certificate" in reading ? reading.certificate.toString() : text;
    }),
  );
}

/** Why a key and a certificate do not fit; undefined if they do, or if one cannot be read, which its own check says. */
export function keyMismatch(certificatePem: string, privateKeyPem: string): string | undefined {
  const key = readPrivateKey(privateKeyPem);
  if ("problem" in key) return undefined;
  const reading = readCertificate(certificatePem, key.key);
  if ("problem" in reading || reading.certificate.checkPrivateKey(key.key)) return undefined;
  const { fingerprint256, validTo } = reading.certificate;
  const fingerprint = fingerprint256.replaceAll(":", "").toLowerCase();
  return `certificate: privateKeyPem does not belong to certificatePem (SHA-256 ${fingerprint}, valid until ${new Date(validTo).toISOString()}): nothing could log in with it. Give the key of that certificate, or the certificate of that key.`;
}
