import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

let local: LocalOrg;
let engine: Engine;

beforeAll(async () => {
  local = await createLocalOrg({ settings: { namespace: "acmelab" } });
  engine = await Engine.start({ program: { scvArguments }, local });
});
afterAll(async () => {
  await engine?.stop();
  await local?.stop();
});

test("in an org with a namespace of its own the whole access is made, proven, unchanged and destroyed", async () => {
  const made = succeeded(await engine.up());
  expect(made.changes).toMatchObject({ "scv-app": "create", "scv-policy": "create", "scv-proof": "create" });
  expect(succeeded(await engine.previewDrift()).drift).toEqual({});
  const apps = () => local.org.records.find("ExternalClientApplication", { NamespacePrefix: "acmelab" });
  expect(apps()).toHaveLength(1);
  succeeded(await engine.destroy());
  expect(apps()).toEqual([]);
  expect(await engine.state()).toEqual([]);
});
