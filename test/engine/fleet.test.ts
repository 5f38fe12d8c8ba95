import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { FleetResult } from "../../operations/fleet/result.ts";
import type { Rollout } from "../../operations/fleet/rollout.ts";
import { Administrator } from "../provider/kit.ts";
import { Engine, engineTimeout } from "./engine.ts";

jest.setTimeout(engineTimeout);

/** As little as a program can declare: every run of the engine takes seconds. */
const program = `
import { PermissionSet } from "pulumi-salesforce-access";
import { readFileSync } from "node:fs";

new PermissionSet("set", { label: readFileSync("label.txt", "utf8") });
`;

/** Stacks and their tags. */
const stacks = { canary: "canary", first: "eu", second: "eu", third: "" };
type StackName = keyof typeof stacks;

let engine: Engine;
const locals = {} as Record<StackName, LocalOrg>;

const inProject = (name: string) => join(engine.project, name);
const fleet = (...more: string[]) =>
  engine.operate(
    ["fleet", ...more],
    Object.fromEntries(Object.entries(locals).map(([stack, { org }]) => [`TOKEN_${stack}`, org.deployer.accessToken])),
  );
const resultIn = async <Result>(name: string) => JSON.parse(await readFile(inProject(name), "utf8")) as Result;

/** Writes the configuration of a stack beside the salt of its secrets. */
async function configure(stack: StackName, instanceUrl = locals[stack].url): Promise<void> {
  const path = inProject(`Pulumi.${stack}.yaml`);
  const [salt = ""] = /^encryptionsalt: .*$/m.exec(await readFile(path, "utf8")) ?? [];
  const settings = {
    instanceUrl,
    orgId: locals[stack].org.organizationId,
    accessTokenVariable: `TOKEN_${stack}`,
    allowProduction: "true",
    tags: stacks[stack],
  };
  const lines = Object.entries(settings).map(([name, value]) => `  pulumi-nodejs:salesforce.${name}: "${value}"`);
  await writeFile(path, [salt, "config:", ...lines, ""].join("\n"));
}

async function labelIn(stack: StackName): Promise<unknown> {
  const { url, org } = locals[stack];
  const query = encodeURIComponent("SELECT Label FROM PermissionSet WHERE Name = 'Fleet'");
  const answer = await fetch(`${url}/services/data/v67.0/query?q=${query}`, {
    headers: { authorization: `Bearer ${org.deployer.accessToken}` },
  });
  return ((await answer.json()) as { records: { Label: string }[] }).records[0]?.Label;
}

beforeAll(async () => {
  engine = await Engine.start({ program: { text: program }, login: {} });
  await writeFile(inProject("label.txt"), "Fleet");
  for (const stack of Object.keys(stacks) as StackName[]) {
    locals[stack] = await createLocalOrg();
    await engine.run(["stack", "init", stack, "--no-select"]);
    await configure(stack);
  }
});
afterAll(async () => {
  await engine?.stop();
  await Promise.all(Object.values(locals).map((local) => local.stop()));
});

const chosen = Object.keys(stacks);

test("a rollout stops behind the wave that fails, is resumed with what is left, its drift is repaired, and drift agrees", async () => {
  const waves = ["--wave", "canary,eu,rest"];
  const dry = await fleet("up", ...chosen, ...waves, "--dry-run");
  expect(dry).toEqual({ exitCode: 0, output: "canary: canary\neu: first, second\nrest: third\n" });

  const gone = await createLocalOrg();
  await gone.stop();
  await configure("first", gone.url);
  const stopped = await fleet("up", ...chosen, ...waves, "--json", "rollout.json", "--logs", "logs");
  const { stacks: made } = await resultIn<Rollout>("rollout.json");
  const outcomes = Object.fromEntries(made.map(({ stack, outcome }) => [stack, outcome]));
  expect([stopped.exitCode, outcomes]).toEqual([
    1,
    { canary: "succeeded", first: "failed", second: "succeeded", third: "not reached" },
  ]);
  expect(made[0]?.changes).toBe("2 created");
  expect(await readFile(inProject("logs/first.log"), "utf8")).toContain("ECONNREFUSED");
  expect([await labelIn("canary"), await labelIn("first"), await labelIn("third")]).toEqual([
    "Fleet",
    undefined,
    undefined,
  ]);

  await configure("first");
  const resumed = await fleet(
    "up",
    ...chosen,
    ...waves.slice(0, 1),
    "eu,rest",
    "--resume",
    "rollout.json",
    "--logs",
    "logs",
  );
  expect([resumed.exitCode, resumed.output]).toEqual([0, expect.not.stringContaining("canary")]);
  for (const stack of chosen as StackName[]) expect(await labelIn(stack)).toBe("Fleet");

  const administrator = new Administrator(locals.canary);
  const set = await administrator.idOf("PermissionSet", "Name = 'Fleet'");
  await administrator.change("PermissionSet", set, { Label: "Edited" });
  const unasked = await fleet("repair", "canary", "--logs", "logs");
  expect([unasked.exitCode, unasked.output]).toEqual([1, expect.stringContaining("Repeat it with --yes")]);
  expect(unasked.output).toMatch(/"Edited" +=> "Fleet"/);
  expect(await labelIn("canary")).toBe("Edited");
  const repaired = await fleet("repair", "canary", "--yes", "--logs", "logs");
  expect([repaired.exitCode, repaired.output]).toEqual([0, expect.stringMatching(/clean +canary\n$/)]);
  expect(await labelIn("canary")).toBe("Fleet");

  await writeFile(inProject("label.txt"), "Renamed");
  const drift = await fleet("drift", "canary", "third", "--with-program", "--json", "fleet.json");
  const { orgs } = await resultIn<FleetResult>("fleet.json");
  expect([drift.exitCode, orgs.map(({ verdict }) => verdict)]).toEqual([7, ["unapplied", "unapplied"]]);

  const preview = await fleet("preview", "third", "--logs", "logs");
  expect([preview.exitCode, preview.output]).toEqual([0, expect.stringContaining("1 to update")]);
  expect(await labelIn("third")).toBe("Fleet");
});
