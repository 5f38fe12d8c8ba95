import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import { bitString, derTrue, objectId, octetString, sequence, tagged, text, unsigned, utcTime } from "./der.ts";

/** What a certificate is to say. */
export interface CertificateRequest {
  readonly subject: string;
  readonly publicKey: KeyObject;
  /** Who signs: its name and its private key, RSA or on P-256. */
  readonly issuer: { readonly name: string; readonly privateKey: KeyObject };
  /** From now; negative for one that has expired. */
  readonly validDays: number;
  /**
   * `authority` may sign others; `server` stands for this machine, or for the hosts that it names; `login` is what an
   * administrator uploads for an app, and says nothing of a purpose.
   */
  readonly purpose: "authority" | "server" | "login";
  readonly hosts?: readonly string[];
}

const day = 86_400_000;
const hour = 3_600_000;
/** With SHA-256, by the type of the key that signs. */
const signatures: { [keyType: string]: Buffer } = {
  ec: sequence(objectId("1.2.840.10045.4.3.2")),
  rsa: sequence(objectId("1.2.840.113549.1.1.11"), tagged(0x05)),
};
const loopbackAddress = Buffer.from([127, 0, 0, 1]);

/**
 * A certificate as PEM, signed with SHA-256. It is valid from an hour ago, an expired one from an hour before its end.
 *
 * @throws Error when the issuer's key is neither RSA nor on an elliptic curve
 */
export function certificatePem(request: CertificateRequest): string {
  const { subject, publicKey, issuer, validDays, purpose, hosts } = request;
  const signature = signatures[issuer.privateKey.asymmetricKeyType ?? ""];
  if (signature === undefined) throw new Error("Certificates are signed with RSA or ECDSA only.");
  const now = Date.now();
  const until = now + validDays * day;
  const spki = publicKey.export({ type: "spki", format: "der" });
  const extensions = [
    extension("2.5.29.14", octetString(keyId(publicKey))),
    extension("2.5.29.35", sequence(tagged(0x80, keyId(createPublicKey(issuer.privateKey))))),
    ...(purpose === "authority" ? authorityExtensions() : []),
    ...(purpose === "server" ? serverExtensions(hosts) : []),
  ];
  const body = sequence(
    tagged(0xa0, unsigned(Buffer.from([2]))),
    unsigned(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    signature,
    commonName(issuer.name),
    sequence(utcTime(Math.min(now, until) - hour), utcTime(until)),
    commonName(subject),
    spki,
    tagged(0xa3, sequence(...extensions)),
  );
  const der = sequence(body, signature, bitString(sign("sha256", body, issuer.privateKey)));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function authorityExtensions(): Buffer[] {
  return [
    extension("2.5.29.19", sequence(derTrue), true),
    // keyCertSign
    extension("2.5.29.15", bitString(Buffer.from([0x04]), 2), true),
  ];
}

function serverExtensions(hosts: readonly string[] | undefined): Buffer[] {
  const names = (hosts ?? ["localhost"]).map((host) => tagged(0x82, Buffer.from(host)));
  return [
    extension("2.5.29.19", sequence(), true),
    // digitalSignature
    extension("2.5.29.15", bitString(Buffer.from([0x80]), 7), true),
    // serverAuth
    extension("2.5.29.37", sequence(objectId("1.3.6.1.5.5.7.3.1"))),
    // The names that it is called by, and 127.0.0.1.
    extension("2.5.29.17", sequence(...names, tagged(0x87, loopbackAddress))),
  ];
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectId(id), ...(critical ? [derTrue] : []), octetString(value));
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId("2.5.4.3"), text(name))));
}

function keyId(key: KeyObject): Buffer {
  return createHash("sha1")
    .update(key.export({ type: "spki", format: "der" }))
    .digest();
}
