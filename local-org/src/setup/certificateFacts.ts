import { X509Certificate } from "node:crypto";

/** What a person wants to know of a certificate. */
export interface CertificateFacts {
  readonly subject: string;
  /** SHA-256, in pairs of digits with colons. */
  readonly fingerprint: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Such as `RSA 2048`. */
  readonly key: string;
}

/** @param stored base64 of the DER, as the org keeps it */
export function certificateFacts(stored: string): CertificateFacts {
  const certificate = new X509Certificate(Buffer.from(stored, "base64"));
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  return {
    subject: certificate.subject.split("\n").join(", "),
    fingerprint: certificate.fingerprint256,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    key: [type?.toUpperCase(), details?.modulusLength ?? details?.namedCurve].filter(Boolean).join(" "),
  };
}

/** Whether it is valid at a time, and for how long: `expired`, `not valid yet`, `12 days left`. */
export function validity({ validFrom, validTo }: CertificateFacts, now: Date): { isValid: boolean; text: string } {
  if (validTo.getTime() < now.getTime()) return { isValid: false, text: "expired" };
  if (validFrom.getTime() > now.getTime()) return { isValid: false, text: "not valid yet" };
  const days = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
  return { isValid: true, text: days === 1 ? "1 day left" : `${days} days left` };
}
