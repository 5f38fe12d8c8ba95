import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let local: LocalOrg;
let engine: Engine;

beforeAll(async () => {
  local = await createLocalOrg({ settings: { deployMs: 9_000, propagationMs: 3_000 } });
  engine = await Engine.start({ program: { scvArguments }, local });
});
afterAll(async () => {
  await engine?.stop();
  await local?.stop();
});

test("a long deploy and the wait for a new app to take effect say what is waited for, a line each, while they last", async () => {
  const { output } = succeeded(await engine.up());
  const lines = output.slice(0, output.indexOf("Diagnostics:")).split("\n");
  const said = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
  const deploy = said(/creating app WxCC_SCV: deploy 0Af\w+ is \w+, \d+ s so far/);
  const propagation = said(/AccessProof: the org answers \w+ .*waiting, \d+ s of at most 600 s/);
  const proved = said(/logs in by JWT/);
  expect(deploy).toBeGreaterThan(0);
  expect(propagation).toBeGreaterThan(deploy);
  expect(proved).toBeGreaterThan(propagation);
});
