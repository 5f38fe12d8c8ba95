import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { answeredCalls, deployer, exported } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ program: { scvArguments } });
});
afterAll(() => engine?.stop());

/** Leaves so many of the org's daily requests. */
async function leave(requests: number): Promise<void> {
  const { body } = await deployer(engine.local).call("GET", "/limits");
  const { Max, Remaining } = body.DailyApiRequests;
  engine.local.org.settings.dailyApiRequests = Max - Remaining + requests;
}

const wrote = async () =>
  (await answeredCalls(engine.local)).filter(
    ({ method, path, operation }) =>
      operation === "deploy" || (method !== "GET" && /\/sobjects(\/|$)/.test(path) && operation === undefined),
  );

test("with few requests left in the org, preview and up of a new stack say so, and nothing is begun", async () => {
  await leave(60);
  const before = await exported(engine.local);
  for (const run of [await engine.preview(), await engine.up()]) {
    expect(run.exitCode).not.toBe(0);
    expect(run.output).toContain("Too few API requests are left");
    expect(run.output).toContain("pulumi-nodejs:salesforce.apiReserve");
  }
  expect(await wrote()).toEqual([]);
  expect(await exported(engine.local)).toEqual(before);
});

test("a change of a stack that exists is not begun either, and is made when there are requests again", async () => {
  await leave(100_000);
  succeeded(await engine.up());
  const before = await exported(engine.local);
  await engine.declare({ ...scvArguments, app: { description: "Calls from the IVR." } });

  await leave(60);
  const refused = await engine.up();
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain("API_LIMIT_NEARLY_REACHED");
  expect(refused.output).toContain("run again when the org has more requests left");
  expect(await exported(engine.local)).toEqual(before);

  await leave(100_000);
  expect(succeeded(await engine.up()).changes).toMatchObject({ "scv-app": "update" });
  succeeded(await engine.previewDrift());
});

test("the reserve can be set lower, for those who know what they do", async () => {
  await engine.declare({ ...scvArguments, app: { description: "Calls." } });
  await leave(60);
  succeeded(await engine.up(["--skip-preview"], { SALESFORCE_API_RESERVE: "40" }));
});
