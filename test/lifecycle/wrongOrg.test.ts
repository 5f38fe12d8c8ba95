import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/server.ts";
import { answeredCalls, exported } from "./accessInOrg.ts";
import { Engine, engineTimeout, type StateResource, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let engine: Engine;
let other: LocalOrg;

beforeAll(async () => {
  [engine, other] = await Promise.all([Engine.start({ program: { scvArguments } }), createLocalOrg()]);
  succeeded(await engine.up());
});
afterAll(async () => {
  await engine?.stop();
  await other?.stop();
});

test("a login that leads to another org than the recorded one is refused by up and destroy, and touches neither", async () => {
  const recorded = await exported(engine.local);
  const untouched = await exported(other);
  const state = await engine.state();
  const { deployer } = other.org;
  const environment = {
    SALESFORCE_INSTANCE_URL: other.url,
    SALESFORCE_ACCESS_TOKEN: deployer.accessToken,
    SALESFORCE_CLIENT_ID: deployer.clientId,
  };
  await engine.declare({ ...scvArguments, permissionSet: { description: "changed" } });

  const refusal = `is in org ${engine.local.org.organizationId}, but the login leads to org ${other.org.organizationId}`;
  const runs = [
    await engine.up(["--skip-preview"], environment),
    await engine.up(["--skip-preview", "--refresh"], environment),
    await engine.destroy(environment),
  ];
  for (const run of runs) {
    expect(run.exitCode).not.toBe(0);
    expect(run.output).toContain(refusal);
    expect(run.output).toContain("Nothing was touched.");
  }
  expect(await exported(engine.local)).toEqual(recorded);
  expect(await exported(other)).toEqual(untouched);
  const calls = (await answeredCalls(other)).filter(({ path }) => path.startsWith("/services"));
  expect(calls.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(calls.length).toBeGreaterThan(0);
  expect(idsOf(await engine.state())).toEqual(idsOf(state));
});

/** The engine keeps no fixed order. */
function idsOf(state: StateResource[]): string[] {
  return state.map(({ urn, id }) => `${urn} ${id}`).sort();
}
