import { createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";

/**
 * A self-signed X.509 certificate for a key, as PEM: what an app needs in order to know the key. Node.js makes none, and the
 * libraries that do bring some twenty packages for this one form. Source: RFC 5280, section 4.1.
 *
 * @param commonName name in the certificate, in ASCII
 * @param privateKey RSA key, which also signs
 */
export function selfSignedCertificate(commonName: string, privateKey: KeyObject, from: Date, to: Date): string {
  const algorithm = sequence(sha256WithRsa, asnNull);
  const name = sequence(tagged(0x31, sequence(commonNameId, tagged(0x0c, Buffer.from(commonName, "ascii")))));
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    // A serial number has at most 20 bytes and is not negative.
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(from), time(to)),
    name,
    publicKey,
  );
  const signature = sign("sha256", body, privateKey);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** One value in DER: its tag, its length, its content. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);
const asnNull = tagged(0x05);

/** 1.2.840.113549.1.1.11, sha256WithRSAEncryption. */
const sha256WithRsa = tagged(0x06, Buffer.from("2a864886f70d01010b", "hex"));

/** 2.5.4.3, commonName. */
const commonNameId = tagged(0x06, Buffer.from("550403", "hex"));

/** UTCTime until 2049, then GeneralizedTime. */
function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/\D/g, "").slice(0, 14);
  return moment.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tagged(0x18, Buffer.from(`${digits}Z`));
}
