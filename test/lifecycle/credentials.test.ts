import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
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
