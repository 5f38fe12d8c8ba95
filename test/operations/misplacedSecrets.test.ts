/** What people paste where something else belongs, and files that are not what they should be. */
import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runOperation } from "./runOperation.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
const token = "00D000000000062!AQEAQsecretsecretsecretsecret0123456789";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "misplaced-"));
  await writeFile(join(folder, "Pulumi.yaml"), "name: scv\nruntime: nodejs\n");
  await writeFile(join(folder, "Pulumi.prod.yaml"), "config: {}\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every place of an operation that takes a text. */
const places: [place: string, commandArguments: (secret: string) => string[]][] = [
  ["an operation", (secret) => [secret]],
  ["a verb", (secret) => ["fleet", secret]],
  ["--stack", (secret) => ["prove", `--stack=${secret}`, "--folder", folder]],
  ["--folder", (secret) => ["survey", "--stack", "prod", `--folder=${secret}`]],
  ["--folder of a fleet", (secret) => ["fleet", "drift", `--folder=${secret}`]],
  ["a stack of a fleet", (secret) => ["fleet", "status", "--folder", folder, secret]],
  ["--shard", (secret) => ["fleet", "drift", "--folder", folder, `--shard=${secret}`]],
  ["--parallel", (secret) => ["fleet", "up", "--folder", folder, `--parallel=${secret}`]],
  ["--days", (secret) => ["fleet", "status", "--folder", folder, `--days=${secret}`]],
  ["--resume", (secret) => ["fleet", "up", "--folder", folder, `--resume=${secret}`]],
  ["--wave", (secret) => ["fleet", "up", "--dry-run", "--folder", folder, `--wave=${secret}`]],
  ["a result", (secret) => ["fleet", "report", "--", secret]],
  [
    "--key of a confirmation",
    (secret) => ["connector", "confirm", "--stack", "prod", "--folder", folder, `--key=${secret}`],
  ],
  ["an argument too many", (secret) => ["prove", "--stack", "prod", "--folder", folder, secret]],
  ["an option", (secret) => ["prove", `--${secret}`]],
  ["--sf-alias", (secret) => ["deployer", `--sf-alias=${secret}`]],
];

describe.each([
  ["a private key", pem, pem.split("\n").slice(1, -2), places],
  // The same door; a process for each of all places would take as long again.
  ["an access token", token, ["secretsecretsecret"], places.filter((_place, index) => index % 5 === 1)],
])("%s", (_what, secret, parts, tried) => {
  test("is not repeated, wherever it was pasted in place of something else", async () => {
    const ended = await Promise.all(
      tried.map(async ([place, of]) => ({ place, ...(await runOperation(of(secret), { PATH: folder })) })),
    );
    const leaks = ended.filter(({ stdout, stderr }) => parts.some((part) => `${stdout}${stderr}`.includes(part)));
    expect(leaks.map(({ place }) => place)).toEqual([]);
    const silent = ended.filter(({ exitCode, stderr }) => exitCode === 0 || stderr.trim() === "");
    expect(silent.map(({ place }) => place)).toEqual([]);
  });
});

test("the help of every operation comes through as it was written", async () => {
  const { stdout } = await runOperation(["fleet", "drift", "--help"]);
  const { stderr } = await runOperation(["fleet", "drift", "--nonsense"]);
  expect(stderr).toMatch(/^Unknown option "--nonsense"/);
  expect(stderr.endsWith(`\n\n${stdout}`)).toBe(true);
});

describe("a file that cannot be written", () => {
  const result = { version: 2, askedAt: "2026-11-01T10:00:00.000Z", orgs: [] };

  test.each([
    ["fleet report", (path: string) => ["fleet", "report", join(folder, "result.json"), `--html=${path}`]],
    ["fleet merge", (path: string) => ["fleet", "merge", join(folder, "result.json"), `--json=${path}`]],
    ["fleet drift", (path: string) => ["fleet", "drift", "--folder", folder, `--json=${path}`]],
    ["fleet up", (path: string) => ["fleet", "up", "--folder", folder, `--json=${path}`]],
    ["fleet up, for its logs", (path: string) => ["fleet", "up", "--folder", folder, `--logs=${path}`]],
  ])("is named by %s in a sentence, before a long run begins", async (_what, of) => {
    await writeFile(join(folder, "result.json"), JSON.stringify(result));
    const path = join(folder, "Pulumi.yaml", "below-a-file");
    const { exitCode, stdout, stderr } = await runOperation(of(path), { PATH: folder });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`${path} cannot be written: ENOTDIR.`)]);
    expect(`${stdout}${stderr}`).not.toMatch(/^ +at |prod/m);
  });
});

test("tokens in the credentials of Pulumi are not repeated when the file is broken", async () => {
  const home = join(folder, "home");
  await mkdir(home);
  await writeFile(join(home, "credentials.json"), `{"accessTokens":{"x":"pul-0123456789"secretsecret}}`);
  const environment = { PATH: folder, PULUMI_HOME: home, PULUMI_BACKEND_URL: undefined };
  const { exitCode, stderr } = await runOperation(["fleet", "status", "--folder", folder], environment);
  expect([exitCode, stderr.trim()]).toEqual([1, "credentials.json of Pulumi is no JSON: run pulumi login again."]);
});
