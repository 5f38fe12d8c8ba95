import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readCertificate, readPrivateKey } from "../../common/pem.ts";
import { processorTime } from "../../local-org/test/processorTime.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = String(pair.privateKey.export({ type: "pkcs8", format: "pem" }));
const pkcs1 = String(pair.privateKey.export({ type: "pkcs1", format: "pem" }));
const certificate = (name: string) =>
  readFileSync(new URL(`../fixtures/certificates/${name}.pem`, import.meta.url), "utf8");
const valid = certificate("valid");

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** The ways in which CI systems, shells and programs carry a PEM text. */
const carriages: [string, (text: string) => string][] = [
  ["as it is", (text) => text],
  ["without a last line break", (text) => text.trim()],
  ["with line breaks of Windows", (text) => text.replaceAll("\n", "\r\n")],
  ["with line breaks written as two characters", (text) => text.replaceAll("\n", "\\n")],
  ["with line breaks of Windows written so", (text) => text.replaceAll("\n", "\\r\\n")],
  ["escaped twice", (text) => text.replaceAll("\n", "\\\\n")],
  ["on one line with blanks", (text) => text.replaceAll("\n", " ")],
  ["on one line with nothing", (text) => text.replaceAll("\n", "")],
  ["in double quotes", (text) => `"${text}"`],
  ["in single quotes", (text) => `'${text.trim()}'\n`],
  ["as JSON", (text) => JSON.stringify(text)],
  ["as JSON with its slashes escaped", (text) => JSON.stringify(text).replaceAll("/", "\\/")],
  ["in base64", base64],
  ["in base64 with line breaks", (text) => (base64(text).match(/.{1,76}/g) ?? []).join("\n")],
  ["in base64 of base64", (text) => base64(base64(text))],
  ["in base64 in quotes", (text) => `"${base64(text)}"`],
  ["indented", (text) => text.replace(/^/gm, "    ")],
  ["with a mark of its encoding", (text) => `\ufeff${text}`],
  ["as UTF-16 read as UTF-8", (text) => Buffer.from(`\ufeff${text}`, "utf16le").toString("utf8")],
  ["with text around it", (text) => `Bag Attributes\n    friendlyName: app: 1\n${text}\nThat is all.\n`],
];

describe("a private key is read", () => {
  test.each(carriages)("%s", (_how, carried) => {
    for (const text of [pem, pkcs1]) {
      const reading = readPrivateKey(carried(text));
      const key = "pem" in reading ? createPrivateKey(reading.pem) : reading.problem;
      expect((key as KeyObject).equals?.(pair.privateKey)).toBe(true);
    }
  });

  test("as the body of its PEM alone", () => {
    for (const text of [pem, pkcs1]) {
      const reading = readPrivateKey(text.replace(/-----.*-----/g, ""));
      expect("pem" in reading && reading.key.equals(pair.privateKey)).toBe(true);
    }
  });

  test("with its certificates beside it", () => {
    const reading = readPrivateKey(`${valid}${pem}${certificate("renewed")}`);
    expect("pem" in reading && reading.pem).toBe(pem);
  });

  test("and stays as it was given where that is plain PEM", () => {
    for (const text of [pem, pem.trim(), `\n${pem}`, pkcs1, pem.replaceAll("\n", "\r\n")]) {
      expect(readPrivateKey(text)).toMatchObject({ pem: text });
    }
  });
});

describe("a private key is refused, with what was found in its place", () => {
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const pss = generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey;
  const encrypted = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;
  const encryptedPkcs1 = { type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;

  test.each<[string, string, RegExp]>([
    [
      "of an elliptic curve",
      String(ec.export({ type: "pkcs8", format: "pem" })),
      /a key of the type EC \(prime256v1\)/,
    ],
    ["of an elliptic curve (SEC1)", String(ec.export({ type: "sec1", format: "pem" })), /a key of the type EC/],
    [
      "of Edwards",
      String(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" })),
      /ED25519/,
    ],
    ["for PSS only", String(pss.export({ type: "pkcs8", format: "pem" })), /a key of the type RSA-PSS/],
    [
      "of 1024 bits",
      String(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ type: "pkcs8", format: "pem" })),
      /an RSA key of 1024 bits/,
    ],
    ["encrypted", String(pair.privateKey.export(encrypted)), /it is encrypted: openssl pkey -in FILE -out NEWFILE /],
    ["encrypted (PKCS#1)", String(pair.privateKey.export(encryptedPkcs1)), /it is encrypted/],
    ["public", String(pair.publicKey.export({ type: "spki", format: "pem" })), /it is a public key/],
    ["a certificate", valid, /it is a certificate\./],
    [
      "a request",
      "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
      /certificate request/,
    ],
    [
      "of OpenSSH",
      "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
      /ssh-keygen -p -m PKCS8/,
    ],
    ["of PuTTY", "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none", /key of PuTTY/],
    ["cut short", pem.slice(0, 800), /cut short: its END line is missing/],
    ["damaged", pem.replace(/\n.{64}\n/, "\n"), /it is damaged/],
    ["two of them", pem + pkcs1, /there are several keys/],
    ["a word", "nonsense", /it is no PEM/],
    ["nothing", " \n", /it is empty/],
    [
      "a parameter file",
      "-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----",
      /of the kind DH PARAMETERS/,
    ],
  ])("%s", (_case, text, problem) => {
    const reading = readPrivateKey(text);
    if (!("problem" in reading)) throw new Error("it was taken");
    expect(reading.problem).toMatch(/^must be an unencrypted RSA private key as PEM .*, 2048 bits or more; /);
    expect(reading.problem).toMatch(problem);
    for (const line of text.split("\n").filter((part) => part.length > 40)) expect(reading.problem).not.toContain(line);
  });
});

describe("a certificate is read", () => {
  const fingerprint = new X509Certificate(valid).fingerprint256;
  const fingerprintOf = (text: string, key?: KeyObject) => {
    const reading = readCertificate(text, key);
    return "certificate" in reading ? reading.certificate.fingerprint256 : reading.problem;
  };

  test.each(carriages)("%s", (_how, carried) => {
    expect(fingerprintOf(carried(valid))).toBe(fingerprint);
  });

  test("as the bare body that Salesforce gives, and under the older name of its block", () => {
    expect(fingerprintOf(valid.replace(/-----.*-----/g, ""))).toBe(fingerprint);
    expect(fingerprintOf(valid.replaceAll("CERTIFICATE", "X509 CERTIFICATE"))).toBe(fingerprint);
  });

  test("when it stands there twice", () => {
    expect(fingerprintOf(valid + valid)).toBe(fingerprint);
  });

  test("out of a chain: the one that is of no authority, wherever it stands", () => {
    const [root, intermediate, leaf] = ["chainRoot", "chainIntermediate", "chainLeaf"].map(certificate);
    const expected = new X509Certificate(leaf ?? "").fingerprint256;
    const orders = [`${leaf}${intermediate}${root}`, `${root}${intermediate}${leaf}`, `${intermediate}${leaf}`];
    expect(orders.map((text) => fingerprintOf(text))).toEqual(orders.map(() => expected));
  });

  test("out of several of which none or more than one could be meant, only with the key", () => {
    const text = valid + certificate("renewed");
    expect(fingerprintOf(text)).toMatch(/^holds 2 certificates, and it cannot be told which of them is meant/);
    expect(fingerprintOf(text, pair.privateKey)).toMatch(/^holds 2 certificates/);
  });

  test.each([
    ["a word", "nonsense", /it is no PEM/],
    ["a public key", String(pair.publicKey.export({ type: "spki", format: "pem" })), /it is a public key/],
    ["nothing", "", /it is empty/],
    ["half of it", valid.slice(0, 500), /cut short/],
    ["one with data of OpenSSL behind it", valid.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE"), /kind TRUSTED CERT/],
    ["a private key", pem, /this is a private key/],
    ["a private key beside it", valid + pem, /this is a private key/],
    ["a private key in base64", base64(pem), /this is a private key/],
  ])("and refused when there is %s", (_case, text, problem) => {
    expect(fingerprintOf(text)).toMatch(problem);
  });
});

test("what is read never takes long or throws, whatever the text is", () => {
  const megabyte = 1_000_000;
  const slow = [
    "-----BEGIN PRIVATE KEY-----".repeat(megabyte / 27),
    "-----".repeat(megabyte / 5),
    "\\".repeat(megabyte),
    "A".repeat(megabyte),
    `"${" ".repeat(megabyte)}`,
    "\\n".repeat(megabyte / 2),
  ];
  for (const text of slow) {
    const started = processorTime();
    expect(readPrivateKey(text)).toHaveProperty("problem");
    expect(readCertificate(text)).toHaveProperty("problem");
    expect(processorTime() - started).toBeLessThan(2_000);
  }
  const anything = fc.oneof(fc.string({ unit: "binary" }), fc.base64String(), fc.constantFrom(pem, valid).map(base64));
  fc.assert(
    fc.property(fc.array(fc.oneof(anything, fc.constantFrom(...pem.split("\n"), ...valid.split("\n")))), (parts) => {
      readPrivateKey(parts.join("\n"));
      readCertificate(parts.join("\n"));
    }),
  );
});
