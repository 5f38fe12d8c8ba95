import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { exported } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ program: { scvArguments } });
});
afterAll(() => engine?.stop());

const unconfirmed = { SALESFORCE_ALLOW_PRODUCTION: undefined };

test("a production org is previewed with the seats that are left, and not changed until the stack may", async () => {
  const untouched = await exported(engine.local);
  const preview = succeeded(await engine.preview([], unconfirmed));
  expect(preview.output).toContain("Salesforce Integration: 0 of 5 seats used, this plan takes 1, 4 left after it");
  expect(preview.output).toContain(`${engine.local.org.organizationId}, Enterprise Edition) is a production org`);

  const refused = await engine.up(["--skip-preview"], unconfirmed);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain("pulumi config set pulumi-nodejs:salesforce.allowProduction true");
  expect(await exported(engine.local)).toEqual(untouched);

  const allowed = succeeded(await engine.up(["--skip-preview"], { SALESFORCE_ALLOW_PRODUCTION: "true" }));
  expect(allowed.output).toContain("logs in by JWT");
  expect(allowed.output).not.toContain("production org");
});
