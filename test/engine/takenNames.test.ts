import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { exported } from "./accessInOrg.ts";
import { handOf } from "./byHand.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ program: { scvArguments } });
});
afterAll(() => engine?.stop());

test("a preview names whatever has a name of the program already, and nothing is made", async () => {
  const { local } = engine;
  await handOf(local).create("PermissionSet", { Name: "IVR_Access_to_SCV_Apex_Classes", Label: "By hand" });
  const asFound = await exported(local);
  for (const run of [await engine.preview(), await engine.up()]) {
    expect(run.exitCode).not.toBe(0);
    expect(run.output).toContain("The permission set IVR_Access_to_SCV_Apex_Classes (0PS");
    expect(run.output).toContain("set adopt: true to take it over");
    expect(Object.keys(run.changes).filter((resource) => !["scv", "scv-signing"].includes(resource))).toEqual([]);
  }
  expect(await exported(local)).toEqual(asFound);
});

test("what the stack has made itself is no obstacle for a later run that asks again", async () => {
  const { local } = engine;
  await handOf(local).remove("PermissionSet", "Name = 'IVR_Access_to_SCV_Apex_Classes'");
  succeeded(await engine.up());
  await engine.declare({ ...scvArguments, user: { timeZone: "Europe/Berlin" } });
  expect(succeeded(await engine.up()).changes).toEqual({
    "scv-readiness": "update",
    "scv-user": "update",
    "scv-proof": "update",
  });
});
