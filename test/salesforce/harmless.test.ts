import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { processorTime } from "../../local-org/test/processorTime.ts";
import { harmless, harmlessLines } from "../../salesforce/harmless.ts";
import { holdSecret } from "../../salesforce/redaction.ts";

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"];
const word = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength, maxLength });

/** So long a part of a secret must not be found. */
const part = 20;

const withoutBlanks = (text: string) => text.replace(/\s/g, "");

/** Everything that a person could read out of a text with the tools that are at hand. */
function readings(text: string): string[] {
  const dense = withoutBlanks(text);
  const attempts = [
    () => decodeURIComponent(dense),
    () => String(JSON.parse(`"${dense}"`)),
    () => dense.replace(/\\n/g, ""),
    () => dense.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    ...(dense.match(/[A-Za-z0-9+/_-]{8,}/g) ?? []).flatMap((run) =>
      [0, 1, 2, 3].map((skipped) => () => Buffer.from(run.slice(skipped), "base64").toString("latin1")),
    ),
  ];
  return [
    dense,
    ...attempts.flatMap((attempt) => {
      try {
        return [withoutBlanks(attempt())];
      } catch {
        return [];
      }
    }),
  ];
}

function expectNothingOf(secret: string, text: string): void {
  const dense = withoutBlanks(secret.replace(/-----[A-Z ]+-----/g, ""));
  for (const reading of readings(text)) {
    for (let start = 0; start + part <= dense.length; start++) {
      if (reading.includes(dense.slice(start, start + part))) throw new Error(`"${text}" tells ${secret}`);
    }
  }
}

const escaped = (secret: string) => JSON.stringify(secret).slice(1, -1);
const wrapped = (secret: string, width: number, joint: string) =>
  (secret.match(new RegExp(`[\\s\\S]{1,${width}}`, "g")) ?? []).join(joint);

/** Ways in which a secret gets into a message. */
const spelling = fc.oneof(
  fc.constant((secret: string) => secret),
  fc.constant((secret: string) => encodeURIComponent(secret)),
  fc.constant((secret: string) => encodeURIComponent(encodeURIComponent(secret))),
  fc.constant((secret: string) => secret.replace(/./gs, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`)),
  fc.constant(escaped),
  fc.constant((secret: string) => escaped(escaped(secret))),
  fc.constant((secret: string) => secret.replace(/./gs, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)),
  fc.constant((secret: string) => secret.replace(/./gs, (c) => `&#${c.charCodeAt(0)};`)),
  fc.constant((secret: string) => secret.replace(/\n/g, "\\n")),
  fc.constant((secret: string) => secret.replace(/\n/g, " ")),
  fc
    .tuple(
      fc.integer({ min: 1, max: 80 }),
      fc.constantFrom("\n", "\r\n", "\n    ", "\\n", "\u2028", "\u200b", "\u0000"),
    )
    .map(
      ([width, joint]) =>
        (secret: string) =>
          wrapped(secret, width, joint),
    ),
  word(0, 5).map((before) => (secret: string) => Buffer.from(before + secret).toString("base64")),
  word(0, 5).map((before) => (secret: string) => Buffer.from(before + secret).toString("base64url")),
  word(0, 5).map((before) => (secret: string) => wrapped(Buffer.from(before + secret).toString("base64"), 76, "\n")),
  fc
    .integer({ min: 10, max: 60 })
    .map((at) => (secret: string) => `${secret.slice(0, at)}<b></b>\x1b[31m${secret.slice(at)}`),
  fc.tuple(fc.nat(30), fc.nat(30)).map(
    ([from, cut]) =>
      (secret: string) =>
        secret.slice(from, secret.length - cut),
  ),
);

const around = fc.string({ unit: "binary", maxLength: 60 });

describe("a secret that the process holds", () => {
  test("is in no message, however it is written and whatever is around it", () => {
    fc.assert(
      fc.property(word(24, 400), spelling, around, around, (secret, spell, before, after) => {
        holdSecret(secret);
        expectNothingOf(secret, harmless(before + spell(secret) + after));
        expectNothingOf(secret, harmlessLines(before + spell(secret) + after));
      }),
      { numRuns: 1_000 },
    );
  });

  test("is found when it is a private key in PEM", () => {
    const key = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
    const pem = String(key.export({ type: "pkcs8", format: "pem" }));
    holdSecret(pem);
    fc.assert(
      fc.property(spelling, around, (spell, before) => expectNothingOf(pem, harmless(before + spell(pem)))),
      { numRuns: 300 },
    );
    // The first line of a key says only what kind of key it is.
    expect(harmless('It must begin with "-----BEGIN PRIVATE KEY-----".')).toMatch(/BEGIN PRIVATE KEY/);
  });

  test("may be short, but not so short that every word would be one", () => {
    holdSecret("Tr0ub4dor");
    holdSecret("an");
    expect(harmless("proxy said: bad password Tr0ub4dor, want another")).toBe(
      "proxy said: bad password [secret removed], want another",
    );
  });
});

describe("what has the shape of a secret", () => {
  const base64 = (length: number) =>
    Buffer.from(Array.from({ length }, (_, i) => (i * 89 + 7) % 251)).toString("base64");

  test.each<[string, string]>([
    ["a private key", `-----BEGIN PRIVATE KEY-----\n${base64(300)}\n-----END PRIVATE KEY-----`],
    ["a private key in one line", `-----BEGIN RSA PRIVATE KEY-----\\n${base64(300)}\\n-----END RSA PRIVATE KEY-----`],
    ["a private key that was cut short", `-----BEGIN PRIVATE KEY-----\n${base64(60)}`],
    [
      "a private key with blanks for line breaks",
      `-----BEGIN PRIVATE KEY----- ${base64(45)} ${base64(45)} -----END PRIVATE KEY-----`,
    ],
    ["a key without its header", base64(300)],
    ["a key in base64", Buffer.from(`-----BEGIN PRIVATE KEY-----\n${base64(30)}`).toString("base64")],
    ["an assertion", `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIzTVZHOSJ9.${base64(64).replace(/[+/=]/g, "_")}`],
    ["an access token", "00D5g000004XyzA!AQEAQKxs7d.sh_93kdSDf02kd0s"],
    ["an access token of the long form", "00D5g000004XyzAEAS!AQEAQKxs7dsh93kdSDf02kd0s"],
    ["an access token in an address", "/services?sid=00D5g000004XyzA%21AQEAQKxs7dsh93kdSDf02kd0s"],
    ["an access token over two lines", "00D5g000004XyzA!AQEAQKx\ns7dsh93kdSDf02kd0s"],
    ["a refresh token", "5Aep861TSESvWeug_w.aQ7AE6XhGzO7oMzUT4zRlkjEXcw1XhQ"],
    ["a header", "Bearer 8afc7dd1a0b24a6ab0f55fd"],
    ["a field that says so", '"client_secret":"E2A1F8C0B4"'],
  ])("(%s) is removed", (_what, secret) => {
    const message = harmless(`the org says ${secret}, and no more`);
    expect(message).toMatch(/^the org says .{0,20}\[secret removed\].{0,20}, and no more$/);
    expect(message).not.toContain(secret.slice(-12, -1));
    const inMiddle = Math.floor(secret.length / 2);
    expect(message).not.toContain(secret.slice(inMiddle, inMiddle + 10));
  });

  test.each([
    "duplicate value found: <unknown> duplicates value on record with id: <unknown>",
    "INVALID_FIELD: No such column 'PermissionsNoSuchThing' on sObject of type PermissionSet",
    "The org 00D5g000004XyzAEAS at https://mycompany.my.salesforce.com:443/services/data/v67.0 is another one",
    "certificate 3B:1F:0C:77:AA:4E:91:DD:20:58:C1:9A:6F:E4:13:B7 of consumer key 3MVG9pRzvMkjMb6lZlt3YjDQwe.c8sdf_SDFsdf3Zxcv90SDFsdfkj234kjsdf09sdfSDFkj3",
    "a11f4bb1a5b1cb18e04ffd4aa5ef84d2b13a1d2fbc9f3a3d3c1dff1a7d4e9c55 is a fingerprint",
    "deploy 0Af5g00000AbCdEFGH is still InProgress after 12 s",
    "Name: data value too large: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "invalid assertion",
    "it needs a Bearer token in the Authorization header",
    "100% of C:\\new\\table, R&D and über-café 日本語 👍",
  ])("(unlike: %s) stays", (text) => {
    expect(harmless(text)).toBe(text);
  });
});

describe("a text from outside", () => {
  test("is one line without anything that a terminal or a pipeline obeys", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        expect(harmless(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(harmlessLines(text)).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/u);
      }),
    );
  });

  test.each([
    ["\x1b[31mred\x1b[0m", "red"],
    ["\x9b31mred", "red"],
    ["user\u202Egnp.exe", "usergnp.exe"],
    ["one\r\ntwo\u2028three\u0085four", "one two three four"],
    [
      "Duplicate Username.<br/>The username already exists.<br> Use another",
      "Duplicate Username. The username already exists. Use another",
    ],
    [
      "<html><head><title>Down</title></head><body><h1 class='x'>Down for maintenance</h1></body></html>",
      "Down Down for maintenance",
    ],
    ["it&#39;s &quot;A &amp; B&quot;", 'it\'s "A & B"'],
    ["::set-output name=x::y", ". ::set-output name=x::y"],
    ["ok\n##vso[task.setvariable variable=x]y", "ok # #vso[task.setvariable variable=x]y"],
    ["##teamcity[buildStatus text='x']", "# #teamcity[buildStatus text='x']"],
    ["##[error]x", "# #[error]x"],
    ["--- group", ". --- group"],
    ["http://deploy:hunter22@proxy.example:8080", "http://[secret removed]@proxy.example:8080"],
  ])("is shown as what it says (%#)", (text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  test("of several lines has no command at the start of any", () => {
    expect(harmlessLines("one\n::add-mask::x\r\n  ::warning::y\n##vso[z]")).toBe(
      "one\n. ::add-mask::x\n  . ::warning::y\n# #vso[z]",
    );
  });

  test("is cut to a length that is told", () => {
    expect(harmless("no ".repeat(2_000))).toMatch(/^(no )+.*… \(3999 characters more\)$/);
    expect(harmless("abcdef", 3)).toBe("abc… (3 characters more)");
  });

  test.each([
    "x",
    " ",
    "\n",
    "-----BEGIN A-----",
    "<a ",
    "&amp;",
    "%41",
    "eyJ",
    "00D",
    "://a",
    "\\",
    "password=",
    "\x1b[",
    "##",
    "A1a+",
    "Bearer ",
  ])("of a megabyte of %j takes no time", (piece) => {
    const started = processorTime();
    harmless(piece.repeat(1_000_000 / piece.length));
    expect(processorTime() - started).toBeLessThan(2_000);
  });
});
