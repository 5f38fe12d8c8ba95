import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { certificatePem } from "./certificate.ts";

const name = "Local org authority";
const certificateFileName = "authority.pem";
const keyFileName = "authority-key.pem";
const authorityDays = 3650;
/** Clients do not take server certificates that are valid for longer. */
const serverDays = 397;

/** Who signs the certificate of a local org that listens with TLS. Clients that trust it trust the org. */
export interface Authority {
  /** What clients are to trust. */
  readonly certificatePem: string;
  /** File of that certificate; undefined when it is only in memory. */
  readonly certificateFile: string | undefined;
  readonly privateKey: KeyObject;
}

/**
 * The authority kept in a folder, made when it is not there yet; without a folder one that ends with the process.
 * @param directory the folder of the org's state, where only its owner may read
 */
export function openAuthority(directory: string | undefined): Authority {
  if (directory === undefined) return { ...newAuthority(), certificateFile: undefined };
  const certificateFile = join(directory, certificateFileName);
  const keyFile = join(directory, keyFileName);
  if (existsSync(certificateFile) && existsSync(keyFile)) {
    const privateKey = createPrivateKey(readFileSync(keyFile));
    return { certificatePem: readFileSync(certificateFile, "utf8"), certificateFile, privateKey };
  }
  const made = newAuthority();
  writeFileSync(keyFile, made.privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  writeFileSync(certificateFile, made.certificatePem);
  return { ...made, certificateFile };
}

/** A key and a certificate for 127.0.0.1 and localhost, both PEM; new at each start. */
export function serverCertificate({ privateKey }: Authority): { key: string; cert: string } {
  const pair = newKeyPair();
  const cert = certificatePem({
    subject: "localhost",
    publicKey: pair.publicKey,
    issuer: { name: name, privateKey },
    validDays: serverDays,
    purpose: "server",
  });
  return { key: String(pair.privateKey.export({ type: "pkcs8", format: "pem" })), cert };
}

function newAuthority(): { certificatePem: string; privateKey: KeyObject } {
  const { privateKey, publicKey } = newKeyPair();
  const issuer = { name: name, privateKey };
  const validDays = authorityDays;
  const pem = certificatePem({ subject: name, publicKey, issuer, validDays, purpose: "authority" });
  return { certificatePem: pem, privateKey };
}

function newKeyPair(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}
