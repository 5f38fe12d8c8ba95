import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
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
  const environment = loginTo(other);
  await engine.declare({ ...scvArguments, permissionSet: { description: "changed" } });

  const refusal = `is in org Local Org (${engine.local.org.organizationId}), but the login leads to org Local Org (${other.org.organizationId}, `;
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

test("after a sandbox refresh the stack is built again with its key, in an empty org and in one that holds the same names", async () => {
  await engine.declare(scvArguments);
  const recorded = await exported(engine.local);
  const { certificateSha256 } = await engine.outputs();
  const parts = ["app", "permission-set", "policy", "profile", "proof", "readiness", "user"].map(
    (part) => `scv-${part}`,
  );
  const everything = Object.fromEntries(parts.map((part) => [part, "create"]));

  const replaced = { ...loginTo(other), SALESFORCE_REPLACED_ORG_ID: engine.local.org.organizationId };
  const moved = succeeded(await engine.up(["--skip-preview", "--refresh"], replaced));
  expect(moved.changes).toEqual(everything);
  expect(await engine.outputs()).toMatchObject({ certificateSha256 });
  expect(await exported(other)).toEqual(recorded);

  // The first org has another id than the state now, and holds everything under the same names.
  const back = { SALESFORCE_REPLACED_ORG_ID: other.org.organizationId };
  expect(succeeded(await engine.up(["--skip-preview", "--refresh"], back)).changes).toEqual(everything);
  expect(await exported(engine.local)).toEqual(recorded);
});

function loginTo({ url, org }: LocalOrg): Record<string, string> {
  return {
    SALESFORCE_INSTANCE_URL: url,
    SALESFORCE_ACCESS_TOKEN: org.deployer.accessToken,
    SALESFORCE_CLIENT_ID: org.deployer.clientId,
  };
}

/** The engine keeps no fixed order. */
function idsOf(state: StateResource[]): string[] {
  return state.map(({ urn, id }) => `${urn} ${id}`).sort();
}
