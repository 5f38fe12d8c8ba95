import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { FleetResult } from "../../operations/fleet/result.ts";
import { handOf } from "./byHand.ts";
import { Engine, engineTimeout, succeeded } from "./engine.ts";

const program = `
import { DriftReader, ScvIntegration } from "pulumi-salesforce-access";

const contactEmail = "platform-team@example.com";
const scv = new ScvIntegration("scv", { contactEmail, username: "scv.integration@engine.example.com" });
const reader = new DriftReader("reader", { contactEmail, username: "drift.reader@engine.example.com" });
export const privateKeyPem = scv.privateKeyPem;
export const readerClientId = reader.clientId;
export const readerUsername = reader.username;
export const readerPrivateKeyPem = reader.privateKeyPem;
`;

const stack = "production";
const passphrase = { PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple" };
let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ program: { text: program } });
  succeeded(await engine.run(["stack", "init", stack, "--no-select"], passphrase));
  succeeded(await engine.run(["up", "--yes", "--skip-preview", "--stack", stack], passphrase));
}, engineTimeout);
afterAll(() => engine?.stop());

/** Prints one output of the stack, as the deploying job does it. */
async function output(name: string): Promise<string> {
  const asked = ["stack", "output", name, "--show-secrets", "--stack", stack];
  return succeeded(await engine.run(asked, passphrase)).output.trim();
}

test(
  "a job of a pull request gives its verdict with the reader's key alone: no passphrase, no login of the deployer, no key of the integration",
  async () => {
    const { local } = engine;
    for (const name of ["readerClientId", "readerUsername"]) {
      const value = await output(name);
      const key = `pulumi-nodejs:salesforce.${name}`;
      succeeded(await engine.run(["config", "set", key, value, "--stack", stack], passphrase));
    }
    const readerKey = await output("readerPrivateKeyPem");
    const integrationKey = await output("privateKeyPem");
    const readerKeyFile = await engine.file("reader.key", `${readerKey}\n`);

    /** All that such a job has, but for what every process of a machine has; undefined takes away what the engine's runs have. */
    const job: Record<string, string | undefined> = {
      SALESFORCE_READ_ONLY: "true",
      SALESFORCE_READER_PRIVATE_KEY_FILE: readerKeyFile,
      SALESFORCE_INSTANCE_URL: local.url,
      SALESFORCE_ACCESS_TOKEN: undefined,
      SALESFORCE_CLIENT_ID: undefined,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    };
    const printed = await engine.environmentSeenWith(job);
    for (const secret of [
      passphrase.PULUMI_CONFIG_PASSPHRASE,
      local.org.deployer.accessToken,
      keyBody(integrationKey),
    ]) {
      expect(printed).not.toContain(secret);
    }

    const drift = async () => {
      const file = join(engine.project, "fleet.json");
      const { exitCode, output } = await engine.operate(["fleet", "drift", stack, "--json", file], job);
      const { orgs } = JSON.parse(await readFile(file, "utf8")) as FleetResult;
      return { exitCode, output, org: orgs[0] };
    };
    const clean = await drift();
    expect([clean.exitCode, clean.org]).toEqual([0, expect.objectContaining({ verdict: "clean", depth: "queries" })]);
    expect(clean.output).toMatch(/not looked at: .*scv-app\.certificatePem/);

    await handOf(local).configure("ExtlClntAppOauthConfigurablePolicies", "WxCC_SCV_oauthPlcy", {
      ipRelaxationPolicyType: "Bypass",
    });
    const drifted = await drift();
    expect([drifted.exitCode, drifted.org?.drift]).toEqual([
      7,
      [expect.objectContaining({ resource: "scv-policy", property: "ipRelaxation", to: '"Bypass"' })],
    ]);

    // What the engine does needs the passphrase: the state's secrets are decrypted whatever is previewed.
    const preview = await engine.run(["preview", "--stack", stack], job);
    expect([preview.exitCode === 0, preview.output]).toEqual([false, expect.stringContaining("passphrase")]);

    // With it, a preview works with the reader's login, too, and finds nothing to do.
    const { changes, exitCode } = await engine.run(["preview", "--stack", stack], { ...job, ...passphrase });
    expect([exitCode, changes]).toEqual([0, {}]);
    const refused = await engine.run(["up", "--yes", "--skip-preview", "--refresh", "--stack", stack], {
      ...job,
      ...passphrase,
    });
    expect(refused.exitCode).not.toBe(0);
  },
  engineTimeout,
);

/** A line of a key, which is in no other. */
const keyBody = (pem: string) => pem.split("\n")[2] ?? pem;
