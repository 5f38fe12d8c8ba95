import { createHash, generateKeyPairSync } from "node:crypto";
import { expect, test } from "@jest/globals";
import { shown } from "../../salesforce/shown.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;

/** What looks random and is the same in every run. */
const digest = (text: string) => createHash("sha512").update(text).digest();

test.each([
  "mycompany",
  "http://mycompany.my.salesforce.com",
  "https://mycompany--sandbox.sandbox.my.salesforce.com/lightning/page/home",
  "00D5g00000ABCDEAA3",
  "deployer@mycompany.example",
  "/run/secrets/deployer key.pem",
  "C:\\keys\\deployer.pem",
  "~/keys/deployer.pem",
  "/Users/Jane/Projects/ServiceCloudVoice2/Keys/DeployerKeyProd1.pem",
  "/builds/Acme/IaC/SCV/Keys/PRD/K1.pem",
  "v67",
  "yes",
])("%s is shown", (value) => {
  expect(shown(value)).toBe(`"${value}"`);
});

test.each([
  ["a key", pem],
  ["a key on one line", pem.replaceAll("\n", " ")],
  ["a key with escaped line breaks", pem.replaceAll("\n", "\\n")],
  ["a line of a key that looks like a path", "4g3bQHjMc/wmzrSFB9BI7zas5y0sXBRg/005ANJJHOZVE7e9cn/Nvr9bEfYO2qJh"],
  ["a key in base64", Buffer.from(pem).toString("base64")],
  ["an access token", "00D5g000004Abcd!AQEAQNFxxxxTOKENxxxx.abc"],
  ["a token in JWT format", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln"],
  ["an address with a password", "https://user:hunter2@mycompany.my.salesforce.com"],
  ["an address with a name", "https://user@mycompany.my.salesforce.com"],
  ["a random word in hexadecimal", digest("word").toString("hex").slice(0, 32)],
  ["a random word", `a1${digest("word").toString("hex").slice(0, 48)}B`],
  ["several lines", "a\nb"],
  ["what a terminal obeys", "\u001b[2J"],
  ["what a page obeys", "<script>"],
])("%s is not shown, but how long it is", (_what, value) => {
  expect(shown(value)).toBe(`a value of ${value.length} characters (not shown: it may be a secret)`);
});

test("no line of any key is shown", () => {
  const lines = Array.from({ length: 10_000 }, (_, line) => digest(`line ${line}`).subarray(0, 48).toString("base64"));
  expect(lines.filter((line) => !shown(line).startsWith("a value of "))).toEqual([]);
});
