import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";

/** A private key and a certificate that it signed itself, as an administrator would upload one. */
export interface SelfSigned {
  privateKey: KeyObject;
  privateKeyPem: string;
  certificatePem: string;
}

/**
 * Makes a self-signed RSA certificate. Node has no call for it, so the few DER structures are written here.
 * @param validDays days from now until it expires; negative for an expired one
 * @param modulusLength bits of the key
 */
export function selfSigned(validDays = 365, modulusLength = 2048): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const algorithm = sequence(objectId([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]), tagged(0x05));
  const name = sequence(tagged(0x31, sequence(objectId([0x55, 0x04, 0x03]), tagged(0x0c, Buffer.from("integration")))));
  const day = 86_400_000;
  const from = Math.min(Date.now(), Date.now() + validDays * day) - day;
  const validity = sequence(utcTime(from), utcTime(Date.now() + validDays * day));
  const serial = tagged(0x02, Buffer.from([1]));
  const version = tagged(0xa0, tagged(0x02, Buffer.from([2])));
  const spki = publicKey.export({ type: "spki", format: "der" });
  const body = sequence(version, serial, algorithm, name, validity, name, spki);
  const signature = createSign("sha256").update(body).sign(privateKey);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    privateKey,
    privateKeyPem: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    certificatePem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

function tagged(tag: number, content: Buffer = Buffer.alloc(0)): Buffer {
  const { length } = content;
  const header =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function objectId(bytes: number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, "").slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}
