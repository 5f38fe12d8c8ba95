import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";

/** One block of a PEM text. */
interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY` … */
  label: string;
  /** What stands between its lines, as it is. */
  body: string;
}

/** Smallest RSA key that is accepted, in bits. */
const minimumKeyBits = 2048;

const wantedKey = "must be an unencrypted RSA private key as PEM (PKCS#8 or PKCS#1), 2048 bits or more";

/** A private key, or why it is none that serves. Nothing of the text is in the problem. */
export type PrivateKeyReading = { pem: string; key: KeyObject } | { problem: string };

/**
 * Reads an RSA private key in every way in which it is carried around: as PEM with text around it, with certificates
 * beside it, with line breaks written `\n`, on one line, in quotes, and all of that once more in base64.
 *
 * @returns the key, and its PEM: as it was given where that is plain PEM, so that a state which holds it stays as it is
 */
export function readPrivateKey(text: string): PrivateKeyReading {
  const given = pemText(text);
  const blocks = pemBlocks(given).filter(({ label }) => label.endsWith("PRIVATE KEY"));
  const keys = blocks.length > 0 ? blocks.map(pemOf) : pemOfBareKey(given);
  const [pem] = keys;
  if (pem === undefined || keys.length > 1) {
    return { problem: `${wantedKey}; ${keys.length > 1 ? "there are several keys" : whatItIs(text, given)}.` };
  }
  let key: KeyObject;
  try {
    // OpenSSL would also take one that is only called encrypted.
    if (pem.includes("ENCRYPTED")) throw new Error("a passphrase is needed");
    key = createPrivateKey(pem);
  } catch {
    return { problem: `${wantedKey}; ${whatItIs(text, given)}.` };
  }
  const unfit = whyUnfit(key);
  if (unfit) return { problem: `${wantedKey}; it is ${unfit}.` };
  return { pem: isPlain(text) ? text : pem, key };
}

/** What kind of key it is, if it is none that JWT logins can use. */
function whyUnfit(key: KeyObject): string | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== "rsa") {
    const curve = namedCurve ? ` (${namedCurve})` : "";
    return `a key of the type ${String(key.asymmetricKeyType).toUpperCase()}${curve}`;
  }
  return modulusLength < minimumKeyBits ? `an RSA key of ${modulusLength} bits` : undefined;
}

/** A certificate, or why there is none. Nothing of the text is in the problem. */
export type CertificateReading = { certificate: X509Certificate } | { problem: string };

/**
 * Reads a certificate in every way in which it is carried around, see `readPrivateKey`; also the bare base64 of its body,
 * which is what Salesforce gives. Of several it takes the one that is meant: the one that belongs to the key, else the
 * only one that is not of an authority.
 *
 * @param key private key that the certificate belongs to, if it is at hand
 */
export function readCertificate(text: string, key?: KeyObject): CertificateReading {
  const given = pemText(text);
  const blocks = pemBlocks(given);
  if (/PRIVATE KEY/.test(given)) {
    return {
      problem:
        "this is a private key. Give the certificate (BEGIN CERTIFICATE); treat the key as exposed if it was in the program's source.",
    };
  }
  const bodies = blocks.filter(({ label }) => /^(X509 )?CERTIFICATE$/.test(label)).map(({ body }) => body);
  const wanted = "must be an X.509 certificate as PEM (BEGIN CERTIFICATE … END CERTIFICATE)";
  let all: X509Certificate[];
  try {
    all = (bodies.length > 0 ? bodies : [given]).map((body) => new X509Certificate(Buffer.from(body, "base64")));
  } catch {
    return { problem: `${wanted}; ${whatItIs(text, given)}.` };
  }
  const certificates = [...new Map(all.map((one) => [one.fingerprint256, one])).values()];
  const meant = leafOf(certificates, key);
  if (meant) return { certificate: meant };
  return {
    problem: `holds ${certificates.length} certificates, and it cannot be told which of them is meant: give only the one of the app.`,
  };
}

function leafOf(certificates: X509Certificate[], key: KeyObject | undefined): X509Certificate | undefined {
  if (certificates.length === 1) return certificates[0];
  const ofKey = key && certificates.filter((certificate) => certificate.checkPrivateKey(key));
  const leaves = ofKey ?? certificates.filter(({ ca }) => !ca);
  return leaves.length === 1 ? leaves[0] : undefined;
}

/**
 * The text as it was before it was put into quotes, on one line or into base64, and without what other encodings leave.
 */
function pemText(text: string): string {
  const given = withoutEscapes(text.replace(/[\0\ufeff\ufffd]/g, "").trim());
  if (given.includes("-----BEGIN ")) return given;
  const dense = given.replace(/["'\s]/g, "");
  if (dense === "" || !base64.test(dense)) return given;
  const decoded = Buffer.from(dense, "base64").toString("latin1");
  return decoded.includes("-----BEGIN ") || base64.test(decoded.trim()) ? pemText(decoded) : dense;
}

const base64 = /^[A-Za-z0-9+/_-]+=*$/;

/** Line breaks and slashes that were escaped, perhaps more than once. Each run of backslashes is looked at once. */
const withoutEscapes = (text: string): string =>
  text
    .replace(/(?<!\\)\\+r/g, "")
    .replace(/(?<!\\)\\+n/g, "\n")
    .replace(/(?<!\\)\\+\//g, "/");

/** The blocks whose begin and end belong together. */
function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { label: string; from: number } | undefined;
  for (const { 0: line, 1: kind, 2: label = "", index } of text.matchAll(/-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----/g)) {
    if (kind === "BEGIN") open = { label, from: index + line.length };
    else if (open?.label === label) {
      blocks.push({ label, body: text.slice(open.from, index) });
      open = undefined;
    }
  }
  return blocks;
}

/** A block in the form that every reader takes: lines of 64 characters. A body with headers is an encrypted key. */
function pemOf({ label, body }: PemBlock): string {
  const lines = body.includes(":") ? [body.trim()] : (body.replace(/\s+/g, "").match(/.{1,64}/g) ?? []);
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** The body of a key without its lines, as far as it is one. */
function pemOfBareKey(given: string): string[] {
  if (!base64.test(given)) return [];
  const der = Buffer.from(given, "base64");
  for (const type of ["pkcs8", "pkcs1"] as const) {
    try {
      return [createPrivateKey({ key: der, format: "der", type }).export({ format: "pem", type: "pkcs8" }) as string];
    } catch {
      // Then it is of the other type, or no key.
    }
  }
  return [];
}

/** Whether a text is PEM and nothing else, as OpenSSL writes it. */
function isPlain(text: string): boolean {
  return /^\s*-----BEGIN [A-Z ]{1,40}-----\r?\n[A-Za-z0-9+/=\r\n]+-----END [A-Z ]{1,40}-----\s*$/.test(text);
}

/** How DER begins, and PKCS #12, which is DER: a sequence and its length, of which reading as text may have left nothing. */
const binary = /^0[\x80-\x84\ufffd]/;

/**
 * What stands where something else belongs, by its outside.
 *
 * @param given as it was given
 * @param text as it was before it was put into other forms
 */
function whatItIs(given: string, text: string): string {
  if (binary.test(given)) {
    return "it is binary, DER or PKCS #12 (.der, .p12, .pfx): write it as PEM with openssl pkey, openssl x509 or openssl pkcs12 -nodes";
  }
  const [label] = pemBlocks(text).map((block) => block.label);
  if (text.trim() === "") return "it is empty";
  if (label === "ENCRYPTED PRIVATE KEY" || /^Proc-Type: ?4,ENCRYPTED/m.test(text)) {
    return "it is encrypted: openssl pkey -in FILE -out NEWFILE writes it without a passphrase, into another file";
  }
  if (label === "OPENSSH PRIVATE KEY") return "it is a key of OpenSSH: ssh-keygen -p -m PKCS8 -f FILE converts it";
  if (label === "CERTIFICATE") return "it is a certificate";
  if (label === "CERTIFICATE REQUEST" || label === "NEW CERTIFICATE REQUEST") return "it is a certificate request";
  if (label?.endsWith("PUBLIC KEY")) return "it is a public key";
  if (label?.endsWith("PRIVATE KEY")) return "it is damaged";
  if (label !== undefined) return `it is a block of the kind ${label}`;
  if (/^(?:[A-Za-z]:\\|~?\.{0,2}\/)[\w .\\/-]{1,200}\.(?:pem|key|crt|cer|p12|pfx|der|txt)$/.test(text.trim())) {
    return "it is the path of a file, and the text of that file belongs here";
  }
  if (text.startsWith("PuTTY-User-Key-File")) return "it is a key of PuTTY: export it as OpenSSH or PEM there";
  if (text.includes("-----BEGIN ")) return "it is cut short: its END line is missing";
  return "it is no PEM";
}
