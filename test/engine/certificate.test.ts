import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { login, verdict } from "../../local-org/test/oauth/login.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { accessInOrg, answeredCalls } from "./accessInOrg.ts";
import { endCertificateIn } from "./byHand.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";
import { checkout } from "./project.ts";

jest.setTimeout(engineTimeout);

const replaced = "create-replacement, replace, delete-replaced";

/** What matters of the outputs of the stack, and of the org. */
interface Credentials {
  privateKeyPem: string;
  clientId: string;
  /** Certificate that the app holds in the org. */
  certificate: X509Certificate;
}

async function credentials(engine: Engine, username: string): Promise<Credentials> {
  const outputs = (await engine.outputs()) as { privateKeyPem: string; webexConnector: { clientId: string } };
  const { globalOauthSettings } = await accessInOrg(engine.local, username);
  return {
    privateKeyPem: outputs.privateKeyPem,
    clientId: outputs.webexConnector.clientId,
    certificate: new X509Certificate(Buffer.from(String(globalOauthSettings.certificate), "base64")),
  };
}

/** How the org answers a login with a key. */
async function loginWith(engine: Engine, username: string, privateKeyPem: string, clientId: string): Promise<string> {
  const key = { privateKey: createPrivateKey(privateKeyPem) };
  return verdict(await login(engine.local, key, { issuer: clientId, subject: username }));
}

describe("a certificate that is due", () => {
  const { username } = scvArguments;
  let engine: Engine;

  beforeAll(async () => {
    engine = await Engine.start({ program: { scvArguments } });
    succeeded(await engine.up());
  });
  afterAll(() => engine?.stop());

  test("is renewed by a plain up: another certificate, the same key, and the proof runs again", async () => {
    const before = await credentials(engine, username);
    // One day before the window of 30 days begins, and one day within it.
    await endCertificateIn(engine, 31);
    expect(succeeded(await engine.up()).changes).toEqual({});
    await endCertificateIn(engine, 29);
    const run = succeeded(await engine.up());
    expect(run.changes).toEqual({
      "scv-signing-certificate-1": replaced,
      "scv-app": "update",
      "scv-proof": "update",
    });
    expect(run.output).toContain(`${username} logs in by JWT`);

    const after = await credentials(engine, username);
    expect(after.certificate.serialNumber).not.toBe(before.certificate.serialNumber);
    expect(after.privateKeyPem).toBe(before.privateKeyPem);
    expect(after.clientId).toBe(before.clientId);
    expect(await loginWith(engine, username, before.privateKeyPem, before.clientId)).toBe("ok");
  });
});

describe("the key of stack dev", () => {
  const username = "scv.integration@dev.example.com";
  let engine: Engine;
  let stackFile: string;
  let first: Credentials;

  /** Runs up with more configuration than the committed stack file has. */
  async function upWith(configuration: Record<string, number>) {
    const added = Object.entries(configuration).map(([key, value]) => `  scv-integration:${key}: ${value}\n`);
    const file = await engine.file("Pulumi.dev.yaml", stackFile.replace("config:\n", `config:\n${added.join("")}`));
    const run = succeeded(await engine.up(["--skip-preview", "--config-file", file]));
    expect(run.output).toContain(`${username} logs in by JWT`);
    return run;
  }

  beforeAll(async () => {
    stackFile = await readFile(join(checkout, "Pulumi.dev.yaml"), "utf8");
    engine = await Engine.start({ program: "checkout" });
    succeeded(await engine.up());
    first = await credentials(engine, username);
  });
  afterAll(() => engine?.stop());

  test("is rotated by keyGeneration: a new key and certificate, the old key kept but without access", async () => {
    const run = await upWith({ keyGeneration: 2 });
    expect(run.changes).toEqual({
      "scv-readiness": "update",
      "scv-signing-key-2": "create",
      "scv-signing-certificate-2": "create",
      "scv-app": "update",
      "scv-proof": "update",
      "scv-signing-certificate-1": "delete",
    });
    const second = await credentials(engine, username);
    expect(second.clientId).toBe(first.clientId);
    expect(await loginWith(engine, username, second.privateKeyPem, second.clientId)).toBe("ok");
    expect(await loginWith(engine, username, first.privateKeyPem, first.clientId)).toMatch(/^invalid_/);
  });

  test("is stepped back by activeKeyGeneration: the old key logs in again", async () => {
    const run = await upWith({ keyGeneration: 2, activeKeyGeneration: 1 });
    expect(run.changes).toEqual({
      "scv-signing-certificate-1": "create",
      "scv-app": "update",
      "scv-proof": "update",
      "scv-signing-certificate-2": "delete",
    });
    const back = await credentials(engine, username);
    expect(back.privateKeyPem).toBe(first.privateKeyPem);
    expect(await loginWith(engine, username, first.privateKeyPem, first.clientId)).toBe("ok");
  });
});

describe("a certificate that is in use already", () => {
  test("stops the run before anything is declared where the key is that of another one", async () => {
    const engine = await Engine.start({ program: { scvArguments } });
    try {
      const { certificatePem } = selfSigned();
      const { privateKeyPem } = selfSigned();
      await engine.declare({ ...scvArguments, certificate: { certificatePem, privateKeyPem } });
      const run = await engine.up();
      expect(run.exitCode).not.toBe(0);
      expect(run.output).toMatch(/certificate: privateKeyPem does not belong to certificatePem \(SHA-256 [0-9a-f]{64}/);
      expect(run.output).not.toContain("PRIVATE KEY");
      expect(Object.keys(run.changes).filter((resource) => resource !== "scv")).toEqual([]);
      expect(await answeredCalls(engine.local)).toEqual([]);
    } finally {
      await engine.stop();
    }
  });
});
