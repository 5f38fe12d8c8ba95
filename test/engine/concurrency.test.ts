import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { deployer, names } from "./accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";
import { makeProject, scvProgram, writeArguments } from "./project.ts";

// Two runs share the machine.
jest.setTimeout(3 * engineTimeout);

let local: LocalOrg;
let folder: string;
const engines: Engine[] = [];

beforeAll(async () => {
  local = await createLocalOrg();
  folder = await mkdtemp(join(tmpdir(), "concurrency-"));
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
  await local.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A stack of a project of its own on the one org. */
async function stackOf(project: string, declared: object): Promise<Engine> {
  const path = join(folder, project);
  await makeProject(path, scvProgram);
  await writeArguments(path, declared);
  const file = join(path, "Pulumi.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replace(/^name: .*/m, `name: ${project}`));
  const engine = await Engine.start({ program: { folder: path }, local });
  engines.push(engine);
  return engine;
}

const query = (soql: string) => deployer(local).query(soql);

test("two stacks that want the same names at once: each object is made once, and each stack refuses the other's", async () => {
  const stacks = [await stackOf("one", scvArguments), await stackOf("other", scvArguments)] as const;
  const runs = await Promise.all(stacks.map((stack) => stack.up()));
  expect(runs.some(({ exitCode }) => exitCode !== 0)).toBe(true);

  const made = {
    PermissionSet: `Name = '${names.permissionSet}' AND IsOwnedByProfile = false`,
    Profile: "Name = 'SCV Integration'",
    ExternalClientApplication: `DeveloperName = '${names.app}'`,
  };
  for (const [type, condition] of Object.entries(made)) {
    const found = await query(`SELECT Id, Description FROM ${type} WHERE ${condition}`);
    expect(found).toHaveLength(1);
    // A stack that holds it in its state has marked it; the other one has nothing of it.
    const owner = /\[pulumi:(one|other)\/dev\//.exec(found[0].Description)?.[1];
    for (const stack of stacks) {
      const holds = (await stack.state()).some(({ id }) => id?.slice(0, 15) === String(found[0].Id).slice(0, 15));
      expect(holds && !stack.project.endsWith(`/${owner}`)).toBe(false);
    }
  }
  for (const [index, { exitCode, output }] of runs.entries()) {
    if (exitCode === 0) continue;
    expect(output).toMatch(
      new RegExp(`belongs to another stack: ${index === 0 ? "other" : "one"}/dev/scv-.*Choose another name`),
    );
  }
  for (const stack of stacks) succeeded(await stack.destroy());
});

test("two stacks with names of their own at once: both are built, and neither disturbs the other", async () => {
  const declared = (name: string) => ({
    ...scvArguments,
    username: `${name}@engine.example.com`,
    permissionSet: { label: `Access ${name}`, apiName: `Access_${name}` },
    profile: { name: `Profile ${name}` },
    app: { label: `App ${name}`, apiName: `App_${name}` },
    user: { alias: name, nickname: name },
  });
  const stacks = [await stackOf("north", declared("north")), await stackOf("south", declared("south"))] as const;
  for (const run of await Promise.all(stacks.map((stack) => stack.up()))) succeeded(run);
  for (const run of await Promise.all(stacks.map((stack) => stack.previewDrift()))) succeeded(run);
  succeeded(await stacks[0].destroy());
  succeeded(await stacks[1].previewDrift());
});

test("what an administrator changes while a run writes the same record is seen before the run ends", async () => {
  const stack = engines.at(-1) as Engine;
  const declared = JSON.parse(await readFile(join(stack.project, "arguments.json"), "utf8"));
  await stack.declare({
    ...declared,
    permissionSet: { ...declared.permissionSet, userPermissions: ["ApexRestServices", "ApiEnabled", "ViewSetup"] },
  });
  local.faults.add([{ kind: "hold-after", match: { operation: "update", path: "PermissionSet" }, times: 1 }]);
  const run = stack.up();
  while (local.faults.show().parked.length === 0) await wait(50);
  const { call, one } = deployer(local);
  const { Id } = await one("SELECT Id FROM PermissionSet WHERE Name = 'Access_south'");
  expect((await call("PATCH", `/sobjects/PermissionSet/${Id}`, { PermissionsRunReports: true })).status).toBe(204);
  local.faults.clear();
  succeeded(await run);
  const { body } = await call("GET", `/sobjects/PermissionSet/${Id}`);
  expect(body).toMatchObject({ PermissionsViewSetup: true, PermissionsRunReports: false });
  succeeded(await stack.previewDrift());
});

test("a record that somebody else is writing is tried again: UNABLE_TO_LOCK_ROW is ridden out", async () => {
  const stack = engines.at(-1) as Engine;
  const declared = JSON.parse(await readFile(join(stack.project, "arguments.json"), "utf8"));
  await stack.declare({ ...declared, user: { ...declared.user, lastName: "Renamed" } });
  const locked = { kind: "status", status: 400, errorCode: "UNABLE_TO_LOCK_ROW" } as const;
  local.faults.add([{ ...locked, match: { operation: "update", path: "/sobjects/User/" }, times: 3 }]);
  succeeded(await stack.up());
  expect(local.faults.show().faults[0]?.hits).toBe(3);
  local.faults.clear();
  const user = await query("SELECT LastName FROM User WHERE Username = 'south@engine.example.com'");
  expect(user).toMatchObject([{ LastName: "Renamed" }]);
});
