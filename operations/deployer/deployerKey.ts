import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { readPrivateKey } from "../../common/pem.ts";
import { belongTogether, certificateDetails } from "../../provider/certificates.ts";
import { defaultRenewalWindowDays, defaultValidityDays } from "../../resources/keyPlan.ts";
import { holdSecret } from "../../salesforce/redaction.ts";
import { CommandError } from "../commandLine.ts";
import { writeOutput } from "../outputFiles.ts";
import { selfSignedCertificate } from "./selfSignedCertificate.ts";

/** The private key of the deployer. */
export interface DeployerKey {
  file: string;
  pem: string;
  key: KeyObject;
  /** Whether it is not in its file yet. */
  isNew: boolean;
}

/**
 * The key in a file, or a new one where there is no such file; writes nothing.
 *
 * @throws CommandError when the file holds no key, or others may read it
 */
export async function deployerKey(file: string): Promise<DeployerKey> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new CommandError(`The key file ${file} cannot be read: ${error.code}. Name another one with --key.`);
  });
  if (text === undefined) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
    holdSecret(pem);
    return { file, pem, key: privateKey, isNew: true };
  }
  const reading = readPrivateKey(text);
  if ("problem" in reading) throw new CommandError(`The key file ${file} ${reading.problem}`);
  holdSecret(reading.pem);
  if (((await stat(file)).mode & 0o077) !== 0) {
    throw new CommandError(`Others may read the key file ${file}. Take that away: chmod 600 ${file}`);
  }
  return { file, pem: reading.pem, key: createPrivateKey(reading.pem), isNew: false };
}

/** Writes a new key into its file, which only its owner can read. Overwrites nothing. */
export async function keepKey({ file, pem, isNew }: DeployerKey): Promise<void> {
  if (isNew) await writeOutput(file, pem, { isNew: true, mode: 0o600 });
}

const day = 24 * 60 * 60 * 1000;

/**
 * The certificate that the app is to have: its present one, until that ends soon; then a new one of the same key. Pure.
 *
 * @param current the app's certificate as PEM; undefined where there is none
 * @throws CommandError when that belongs to another key
 */
export function deployerCertificate({ key, pem, file }: DeployerKey, current: string | undefined, now: Date): string {
  if (current !== undefined && current !== "") {
    if (belongTogether(current, pem) !== true) {
      throw new CommandError(
        `The app in the org has the certificate of another key than the one in ${file}. Name the file of that key with --key; or, if it is lost, delete the app (Setup, External Client App Manager) and run this again, which makes an app with another consumer key.`,
      );
    }
    const { validTo } = certificateDetails(current);
    if (Date.parse(validTo) - now.getTime() > defaultRenewalWindowDays * day) return current;
  }
  return selfSignedCertificate("Access Deployer", key, now, new Date(now.getTime() + defaultValidityDays * day));
}
