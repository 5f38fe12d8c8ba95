import { createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { fingerprintIn } from "../../../common/publicKey.ts";
import { type SelfSigned, selfSigned } from "../../../local-org/test/oauth/selfSigned.ts";
import { runOperation } from "../runOperation.ts";

const [first, second, other] = [selfSigned(), selfSigned(), selfSigned()];
const sha256 = ({ privateKeyPem }: SelfSigned) => String(fingerprintIn(privateKeyPem));

const secret = (value: string, isShown: boolean) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...(isShown ? { plaintext: JSON.stringify(value) } : { ciphertext: "AAAA" }),
});

interface Part {
  kind: string;
  name: string;
  id?: string;
  inputs?: object;
  outputs?: object;
}

/** A state as Pulumi exports it. */
function exported(parts: Part[]): string {
  const resources = parts.map(({ kind, name, id = name, inputs = {}, outputs = {} }) => {
    const type = kind.includes(":") ? kind : `pulumi-nodejs:dynamic/salesforce:${kind}`;
    return { urn: `urn:pulumi:prod::scv::${type}::${name}`, type, id, inputs, outputs };
  });
  return JSON.stringify({ version: 3, deployment: { resources } });
}

/** The parts of an app, with its key in the state. */
function appParts(side: "" | "-green", key: SelfSigned, keyGeneration: number | undefined, isShown: boolean): Part[] {
  const appId = `app${side}-id`;
  const clientId = `3MVG9${side}`;
  return [
    {
      kind: "ExternalClientApp",
      name: `scv-app${side}`,
      id: appId,
      inputs: {
        label: `WxCC - SCV${side && " 2"}`,
        certificatePem: key.certificatePem,
        ...(keyGeneration !== undefined && { keyGeneration }),
      },
      outputs: { consumerKey: clientId },
    },
    { kind: "PolicyAssignment", name: `scv-policy${side}`, inputs: { appId, isEnabled: true } },
    {
      kind: "AccessProof",
      name: `scv-proof${side}`,
      inputs: { appId, username: "scv@acme.example", audience: "", privateKeyPem: secret(key.privateKeyPem, isShown) },
      outputs: { provenAudience: "https://acme.my.salesforce.com" },
    },
  ];
}

const keyPart = (generation: number, { privateKey, privateKeyPem }: SelfSigned, isShown: boolean): Part => ({
  kind: "tls:index/privateKey:PrivateKey",
  name: `scv-signing-key-${generation}`,
  outputs: {
    publicKeyPem: String(createPublicKey(privateKey).export({ type: "spki", format: "pem" })),
    privateKeyPemPkcs8: secret(privateKeyPem, isShown),
  },
});

const oneApp = (isShown: boolean) =>
  exported([...appParts("", first, undefined, isShown), keyPart(1, first, isShown), keyPart(2, second, isShown)]);
const twoApps = (isShown: boolean) =>
  exported([
    {
      kind: "pulumi:pulumi:Stack",
      name: "scv-prod",
      outputs: { rotation: { firstGeneration: 1, generation: 2, closed: 0, removed: 0 } },
    },
    ...appParts("-green", second, 2, isShown),
    ...appParts("", first, 1, isShown),
    keyPart(1, first, isShown),
    keyPart(2, second, isShown),
  ]);

const projectFile = (await readFile(join(import.meta.dirname, "../../../Pulumi.yaml"), "utf8")).replace(
  /^name: .*/,
  "name: scv",
);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "connector-"));
  await writeFile(join(folder, "Pulumi.yaml"), projectFile);
  await writeFile(join(folder, "first.pem"), first.privateKeyPem);
  await writeFile(join(folder, "second.pem"), second.privateKeyPem);
  await writeFile(join(folder, "other.pem"), other.privateKeyPem);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Puts a program on the path that exports this state as the Pulumi CLI does; secrets in clear only where asked. */
async function withState(state: (isShown: boolean) => string): Promise<void> {
  await writeFile(join(folder, "hidden.json"), state(false));
  await writeFile(join(folder, "shown.json"), state(true));
  const script = '#!/bin/sh\ncase "$*" in *--show-secrets*) cat "$0.d/shown.json";; *) cat "$0.d/hidden.json";; esac\n';
  await writeFile(join(folder, "pulumi"), script.replaceAll('"$0.d/', `"${folder}/`), { mode: 0o755 });
}

const stackFile = () => readFile(join(folder, "Pulumi.prod.yaml"), "utf8");
const connector = (...more: string[]) =>
  runOperation(["connector", ...more, "--stack", "prod", "--folder", folder], {
    PATH: [folder, process.env.PATH].join(delimiter),
    INIT_CWD: folder,
  });

describe("sheet", () => {
  test("says the values of the app with the newest key, without asking for secrets", async () => {
    await withState(twoApps);
    const { exitCode, stdout } = await connector("sheet");
    expect(exitCode).toBe(0);
    for (const value of ["WxCC - SCV 2", "3MVG9-green", "scv@acme.example", "https://acme.my.salesforce.com"]) {
      expect(stdout).toContain(value);
    }
    expect(stdout).toContain(sha256(second));
    expect(stdout).not.toContain("PRIVATE KEY");
  });

  test("writes the key to a file for its owner alone, overwrites none, and prints it only when asked", async () => {
    await withState(oneApp);
    const { exitCode, stdout } = await connector("sheet", "--key-out", "key.pem");
    expect([exitCode, stdout.includes("PRIVATE KEY")]).toEqual([0, false]);
    expect(fingerprintIn(await readFile(join(folder, "key.pem"), "utf8"))).toBe(sha256(first));
    expect((await stat(join(folder, "key.pem"))).mode & 0o777).toBe(0o600);
    const again = await connector("sheet", "--key-out", "key.pem");
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining("nothing is overwritten")]);
    const { stdout: shown } = await connector("sheet", "--show-key");
    expect(fingerprintIn(/-----BEGIN[\s\S]*KEY-----/.exec(shown)?.[0] ?? "")).toBe(sha256(first));
  });

  test("gives the key that is prepared, with a warning that the app does not take it yet", async () => {
    await withState(oneApp);
    const { exitCode, stdout } = await connector("sheet", "--generation", "2", "--key-out", "key.pem");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("does not take this key yet")]);
    expect(fingerprintIn(await readFile(join(folder, "key.pem"), "utf8"))).toBe(sha256(second));
    const absent = await connector("sheet", "--generation", "3");
    expect([absent.exitCode, absent.stderr]).toEqual([
      1,
      expect.stringContaining("no key of generation 3; it has 1, 2"),
    ]);
  });

  test("is a page to print, in a file", async () => {
    await withState(oneApp);
    expect((await connector("sheet", "--format", "html", "--out", "sheet.html")).exitCode).toBe(0);
    expect(await readFile(join(folder, "sheet.html"), "utf8")).toMatch(/^<!doctype html>[\s\S]*3MVG9/);
  });
});

describe("confirm", () => {
  test("writes the fingerprint and the day into the stack's file, and leaves the rest of it as it is", async () => {
    await withState(oneApp);
    await writeFile(
      join(folder, "Pulumi.prod.yaml"),
      "# Reviewed by the CRM team\nconfig:\n  scv:confirmedKey: none # nobody yet\n  scv:username: scv@acme.example\n",
    );
    const days = [new Date().toISOString().slice(0, 10)];
    const { exitCode, stdout } = await connector("confirm", "--key", "first.pem");
    days.push(new Date().toISOString().slice(0, 10));
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('connector "WxCC - SCV" is confirmed')]);
    const written = days.map(
      (day) =>
        `# Reviewed by the CRM team\nconfig:\n  scv:confirmedKey: "${sha256(first)} ${day}" # nobody yet\n  scv:username: scv@acme.example\n`,
    );
    expect(written).toContain(await stackFile());
  });

  test("takes the fingerprint where the file is on another machine, as OpenSSL prints it", async () => {
    await withState(oneApp);
    expect((await connector("confirm", "--fingerprint", `SHA2-256(stdin)= ${sha256(first)}`)).exitCode).toBe(0);
    expect(await stackFile()).toContain(sha256(first));
  });

  test.each([
    ["second.pem", /is the key of generation 2, which no open app takes now/],
    ["other.pem", /none of the keys of this stack/],
  ])("refuses %s, which would cut Webex off, and writes nothing", async (file, problem) => {
    await withState(oneApp);
    const { exitCode, stderr } = await connector("confirm", "--key", file);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(problem)]);
    await expect(stackFile()).rejects.toThrow(/ENOENT/);
  });

  test("keeps the confirmation of the key that is still in use beside the new one, and then that the flows have moved", async () => {
    await withState(twoApps);
    await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n  scv:confirmedKey: ${sha256(first)} 2026-01-02\n`);
    const early = await connector("confirm", "--flows-moved");
    expect([early.exitCode, early.stderr]).toEqual([3, expect.stringContaining("Nobody has confirmed")]);
    expect((await connector("confirm", "--key", "second.pem")).exitCode).toBe(0);
    expect(await stackFile()).toMatch(
      new RegExp(`"${sha256(first)} 2026-01-02, ${sha256(second)} \\d{4}-\\d\\d-\\d\\d"`),
    );
    expect((await connector("confirm", "--flows-moved")).exitCode).toBe(0);
    expect(await stackFile()).toContain("scv:movedFlows: 2\n");
  });

  test("says what to declare where the program reads no such configuration", async () => {
    await withState(oneApp);
    await writeFile(join(folder, "Pulumi.yaml"), "name: scv\nruntime: nodejs\n");
    const { exitCode, stderr } = await connector("confirm", "--key", "first.pem");
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/does not read confirmedKey.*connector\.confirmedKey/),
    ]);
  });

  test("prints nothing of a file that holds no key", async () => {
    await withState(oneApp);
    await writeFile(join(folder, "wrong.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    const { exitCode, stderr, stdout } = await connector("confirm", "--key", "wrong.pem");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("holds no RSA private key")]);
    expect(`${stderr}${stdout}`).not.toContain("AAAA");
  });
});

describe("status", () => {
  const next = async (configuration: string) => {
    await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n${configuration}`);
    const { exitCode, stdout } = await connector("status");
    return [exitCode, stdout.split("\n").findLast((line) => line.startsWith("Next:"))];
  };

  test("leads through a rotation by blue/green, one step at a time", async () => {
    await withState(twoApps);
    const declared = "  scv:rotationStrategy: blueGreen\n  scv:keyGeneration: 2\n";
    const one = `  scv:confirmedKey: ${sha256(first)}\n`;
    const both = `  scv:confirmedKey: "${sha256(first)}, ${sha256(second)}"\n`;
    expect(await next(declared + one)).toEqual([3, expect.stringContaining("give the key of generation 2")]);
    expect(await next(declared + both)).toEqual([
      3,
      expect.stringContaining("move the flows from the connector of generation 1"),
    ]);
    expect(await next(`${declared}${both}  scv:movedFlows: 2\n`)).toEqual([
      3,
      expect.stringContaining("run pulumi up, which closes the app of generation 1"),
    ]);
  });

  test("has nothing to do where the connector holds the key, and says how to rotate", async () => {
    await withState(oneApp);
    expect(await next(`  scv:confirmedKey: ${sha256(first)}\n`)).toEqual([
      0,
      expect.stringContaining("set keyGeneration to 2"),
    ]);
    expect(await next("  scv:confirmedKey: none\n")).toEqual([3, expect.stringContaining("no login of Webex works")]);
    expect(
      await next(`  scv:keyGeneration: 2\n  scv:activeKeyGeneration: 1\n  scv:confirmedKey: ${sha256(first)}\n`),
    ).toEqual([3, expect.stringContaining("the key of generation 2 is ready")]);
    expect(await next(`  scv:keyGeneration: 2\n  scv:confirmedKey: ${sha256(first)}\n`)).toEqual([
      3,
      expect.stringContaining("replaces the key of generation 1, which logs in no more"),
    ]);
  });
});

test.each([
  [["connector", "shet"], 'Unknown verb "shet"'],
  [["connector", "sheet", "--stack", "prod", "--format", "pdf"], "Usage: pulumi-salesforce-access connector sheet"],
  [
    ["connector", "confirm", "--stack", "prod", "--key", "a", "--flows-moved"],
    "Usage: pulumi-salesforce-access connector",
  ],
])("wrong arguments end with 2 and the usage: %j", async (commandArguments, usage) => {
  const { exitCode, stderr } = await runOperation(commandArguments);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(usage)]);
});
