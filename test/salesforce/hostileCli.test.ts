/** A program `sf` that is not what it should be. */
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { salesforceCliLogin } from "../../salesforce/salesforceCli.ts";

const token = "00D000000000062!AQEAQsecretsecretsecretsecret0123456789";
const login = {
  id: "00D000000000062EAA",
  accessToken: token,
  instanceUrl: "https://x.my.salesforce.com",
  username: "a",
};

let folder: string;
let path: string | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostile-cli-"));
  path = process.env.PATH;
  process.env.PATH = `${folder}${delimiter}${path}`;
});
afterAll(async () => {
  process.env.PATH = path;
  await rm(folder, { recursive: true, force: true });
});

/** Asks a program that runs some statements, and gives what became of it. */
async function ask(statements: string, alias = "desk") {
  await writeFile(join(folder, "sf"), `#!${process.execPath}\n${statements}\n`);
  await chmod(join(folder, "sf"), 0o755);
  return salesforceCliLogin(alias).catch((error: Error) => error);
}
const answer = (value: unknown) => `console.log(${JSON.stringify(JSON.stringify(value))});`;

describe("an answer that is no login", () => {
  test.each<[string, string]>([
    ["nothing", ""],
    ["no JSON", "console.log('Warning: update available');"],
    ["half of it", 'process.stdout.write(\'{"status":0,"result":{\');'],
    ["null", answer(null)],
    ["a list", answer([login])],
    ["a result that is null", answer({ status: 0, result: null })],
    ["a status that is a text", answer({ status: "0", result: login })],
    ["a token that is a sentence", answer({ status: 0, result: { ...login, accessToken: "[REDACTED] Use 'sf x'" } })],
    ["a token that is a list", answer({ status: 0, result: { ...login, accessToken: [token] } })],
    ["no id", answer({ status: 0, result: { ...login, id: "" } })],
    ["an address that is an object", answer({ status: 0, result: { ...login, instanceUrl: { href: "x" } } })],
    ["2 MB", "console.log('x'.repeat(2_000_000));"],
    ["a crash", "throw new Error('no')"],
    ["a signal", "process.kill(process.pid, 'SIGKILL');"],
    ["the token in words", answer({ status: 1, message: `cannot refresh ${token}` })],
    [
      "commands",
      answer({ status: 1, message: "\u001b[2J\n::set-env name=A::b\u202e", actions: [null, { toString: 1 }] }),
    ],
  ])("(%s) is an error in words, without a secret or a command", async (_how, statements) => {
    const error = (await ask(statements)) as Error & { code: string };
    expect(error.code).toMatch(/^SALESFORCE_CLI_(?:REFUSED|UNREADABLE)$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(error.message).not.toMatch(/secretsecret|[\u0000-\u001f\u202e]|^::/);
  });
});

test("the program is not given the secrets of this process, nor what leads Pulumi to its state", async () => {
  const secrets = {
    SALESFORCE_ACCESS_TOKEN: "a",
    SALESFORCE_PRIVATE_KEY: "b",
    WEBEX_ACCESS_TOKEN: "c",
    PULUMI_CONFIG_PASSPHRASE: "d",
    PULUMI_ACCESS_TOKEN: "e",
  };
  const before = { ...process.env };
  Object.assign(process.env, secrets, { SF_LOG_LEVEL: "warn" });
  try {
    const seen = join(folder, "seen.json");
    const look = `require("node:fs").writeFileSync(${JSON.stringify(seen)}, JSON.stringify(Object.keys(process.env)));`;
    expect(await ask(`${look}${answer({ status: 0, result: login })}`)).toMatchObject({ accessToken: token });
    const names = JSON.parse(await readFile(seen, "utf8")) as string[];
    expect(names.filter((name) => name in secrets)).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(["PATH", "SF_LOG_LEVEL"]));
  } finally {
    for (const name of [...Object.keys(secrets), "SF_LOG_LEVEL"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
});
