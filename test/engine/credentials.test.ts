import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { answeredCalls } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ program: { scvArguments } });
});
afterAll(() => engine?.stop());

test("the deployer can log in by JWT with a key file instead of an access token", async () => {
  const { deployer } = engine.local.org;
  const keyFile = await engine.file("deployer.pem", deployer.privateKeyPem());
  const run = succeeded(
    await engine.up(["--skip-preview"], {
      SALESFORCE_ACCESS_TOKEN: undefined,
      SALESFORCE_USERNAME: deployer.username,
      SALESFORCE_PRIVATE_KEY_FILE: keyFile,
    }),
  );
  expect(run.output).toContain("+ 12 created");
  const logins = (await answeredCalls(engine.local)).filter(({ path }) => path === "/services/oauth2/token");
  // The deployer's, once for the whole run, and that of the proof.
  expect(logins).toHaveLength(2);
});

test("an access token that is no longer valid is said clearly, and is not printed", async () => {
  const token = `${engine.local.org.organizationId}!expired.token`;
  const run = await engine.preview(["--refresh"], { SALESFORCE_ACCESS_TOKEN: token });
  expect(run.exitCode).not.toBe(0);
  expect(run.output).toContain("INVALID_SESSION_ID");
  expect(run.output).toContain("get a new access token, or log in by JWT, which renews the session by itself");
  expect(run.output).not.toContain(token);
  expect(run.output).not.toMatch(/ at .*\.ts:\d+/);
});

describe("a credential that was changed after the last up is the one that counts", () => {
  let keyFile: string;
  let byKey: Record<string, string | undefined>;

  /** Gives the deployer's app another certificate, as somebody does who renews it. */
  const renewKey = () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    engine.local.org.documents.set("org", "deployerKey", privateKey.export({ type: "pkcs8", format: "pem" }));
  };

  beforeAll(async () => {
    const { deployer } = engine.local.org;
    keyFile = await engine.file("renewed.pem", deployer.privateKeyPem());
    byKey = { SALESFORCE_ACCESS_TOKEN: undefined, SALESFORCE_PRIVATE_KEY_FILE: undefined };
    // In the stack's configuration: the state remembers it, and refresh and destroy are configured from the state.
    for (const [key, value] of [
      ["privateKeyFile", keyFile],
      ["username", deployer.username],
    ] as const) {
      succeeded(await engine.run(["config", "set", "--stack", "dev", `pulumi-nodejs:salesforce.${key}`, value]));
    }
    succeeded(await engine.up(["--skip-preview"], byKey));
    renewKey();
  });

  test("the old one is refused, and said to be", async () => {
    const run = await engine.run(["refresh", "--yes", "--stack", "dev"], byKey);
    expect(run.exitCode).not.toBe(0);
    expect(run.output).toContain("invalid_client");
  });

  test.each([
    ["preview --refresh", ["preview", "--refresh", "--expect-no-changes"]],
    ["refresh", ["refresh", "--yes", "--expect-no-changes"]],
  ])("%s goes on with the new one, without --run-program", async (_name, run) => {
    await writeFile(keyFile, engine.local.org.deployer.privateKeyPem());
    succeeded(await engine.run([...run, "--stack", "dev"], byKey));
  });

  test("an access token takes the place of the key where the configuration names none", async () => {
    for (const key of ["privateKeyFile", "username"]) {
      succeeded(await engine.run(["config", "rm", "--stack", "dev", `pulumi-nodejs:salesforce.${key}`]));
    }
    succeeded(await engine.up());
    succeeded(await engine.run(["refresh", "--yes", "--expect-no-changes", "--stack", "dev"]));
  });

  test("destroy goes on with the one of today too", async () => {
    const run = succeeded(
      await engine.destroy({
        SALESFORCE_ACCESS_TOKEN: undefined,
        SALESFORCE_USERNAME: engine.local.org.deployer.username,
        SALESFORCE_PRIVATE_KEY: engine.local.org.deployer.privateKeyPem(),
      }),
    );
    expect(run.output).toContain("- 12 deleted");
  });
});
