import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import type { Drift } from "../../../operations/fleet/result.ts";
import { root } from "../../../tools/commands/checkout.ts";
import type { Access } from "../../provider/access.ts";
import { Administrator } from "../../provider/kit.ts";
import { Fleet } from "./orgs.ts";

/** The names that the program of this project gives them. */
const names: Record<keyof Access, string> = {
  set: "scv-permission-set",
  profile: "scv-profile",
  user: "scv-user",
  app: "scv-app",
  policy: "scv-policy",
};

let folder: string;
let fleet: Fleet;
let local: LocalOrg;
const stackFile = () => readFile(join(folder, "Pulumi.prod.yaml"), "utf8");
const result = () => join(folder, "result.json");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "accept-"));
  fleet = await Fleet.in(folder);
  const own = await readFile(join(root, "Pulumi.yaml"), "utf8");
  await writeFile(
    join(folder, "Pulumi.yaml"),
    `${own.replace(/^name: .*$/m, "name: access")}backend:\n  url: file://./state\n`,
  );
  local = await createLocalOrg({ settings: { deployMs: 0 } });
  const access = await fleet.deploy("prod", local);
  await fleet.configure("clean", local);
  const named = Object.entries(access).map(([part, deployed]) => ({ ...deployed, name: names[part as keyof Access] }));
  for (const stack of ["prod", "clean"]) await fleet.record(stack, named);
  const administrator = new Administrator(local);
  const [set, user] = [access.set.id, access.user.id];
  await administrator.change("PermissionSet", set, { PermissionsActivateContract: true, Label: "Edited" });
  await administrator.change("User", user, { TimeZoneSidKey: "Europe/Zurich" });
  await fleet.run("drift", "prod", "--json", result());
});
afterAll(async () => {
  await local.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("fleet accept", () => {
  test("refuses what has not drifted, and says what has; nothing of the rest is written then", async () => {
    const before = await stackFile();
    const { exitCode, stderr } = await fleet.run("accept", "prod", "scv-user.alias", "scv-permission-set.label");
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(
        "scv-user.alias: it has not drifted; what has: scv-permission-set.label, scv-permission-set.userPermissions, scv-user.timeZone.",
      ),
    ]);
    expect(await stackFile()).toBe(before);
  });

  test("writes what the org has to where the program takes it from, and keeps the rest of the file", async () => {
    const before = `# Reviewed by the platform team\n${await stackFile()}  access:timeZone: GMT # as all\n`;
    await writeFile(join(folder, "Pulumi.prod.yaml"), before);
    const drifted = ["scv-permission-set.userPermissions", "scv-permission-set.label", "scv-user.timeZone"];
    const { exitCode, stdout } = await fleet.run("accept", "prod", ...drifted, "--from", result());
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("pulumi up --refresh --stack prod")]);
    const after = await stackFile();
    expect(after).toContain("# Reviewed by the platform team\n");
    expect(after).toContain('access:timeZone: "Europe/Zurich" # as all\n');
    const { config } = parse(after);
    expect(config["access:overrides"]).toEqual({
      permissionSet: { userPermissions: ["ApexRestServices", "ApiEnabled", "ActivateContract"], label: "Edited" },
    });
    expect(Object.keys(config)).toEqual([...Object.keys(parse(before).config), "access:overrides"]);
  });

  test("refuses of a result what a program cannot declare, and names every reason at once", async () => {
    const { orgs, ...rest } = JSON.parse(await readFile(result(), "utf8"));
    const changed = [
      { property: "userPermissions", accept: { not: "Confirm it: name it in allowHighPrivilege too." } },
      { property: "output", accept: undefined },
      { property: "id", accept: undefined },
      { resource: "other" },
      { resource: "scv-app", property: "certificatePem" },
    ];
    const drift: Drift[] = changed.map((change) => ({ ...orgs[0].drift[0], ...change }));
    const file = join(folder, "changed.json");
    await writeFile(file, JSON.stringify({ ...rest, orgs: [{ ...orgs[0], drift }] }));
    const names = drift.map(({ resource, property }) => `${resource}.${property}`);
    const { exitCode, stderr } = await fleet.run("accept", "prod", ...names, "--from", file);
    expect([exitCode, stderr.trim().split("\n")]).toEqual([
      1,
      [
        "Nothing is accepted.",
        "scv-permission-set.userPermissions: Confirm it: name it in allowHighPrivilege too.",
        expect.stringMatching(/^scv-permission-set.output: the result does not have what the org holds/),
        expect.stringMatching(/^scv-permission-set.id: it was deleted in the org/),
        expect.stringMatching(/^other.label: the configuration says nothing of other alone/),
        expect.stringMatching(/^scv-app.certificatePem: key and certificate are rotated, not accepted/),
      ],
    ]);
  });

  test("refuses a stack that the result has not, and one that does not exist", async () => {
    const other = await fleet.run("accept", "clean", "scv-user.alias", "--from", result());
    expect([other.exitCode, other.stderr]).toEqual([1, expect.stringContaining("has no stack clean")]);
    const none = await fleet.run("accept", "*", "scv-user.alias");
    expect([none.exitCode, none.stderr]).toEqual([
      2,
      expect.stringContaining('No stack fits "*"; known are clean, prod.'),
    ]);
  });

  test("refuses to write for a program that it does not know", async () => {
    const folderOfOthers = await mkdtemp(join(tmpdir(), "accept-"));
    try {
      const others = await Fleet.in(folderOfOthers);
      await others.configure("prod", local);
      const { exitCode, stderr } = await others.run("accept", "prod", "scv-permission-set.label", "--from", result());
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining("has a program of its own")]);
    } finally {
      await rm(folderOfOthers, { recursive: true, force: true });
    }
  });
});

describe("fleet repair", () => {
  /** Runs it with a program in the place of Pulumi that notes how it was called; the engine's test has the real one. */
  async function repair(...more: string[]) {
    await writeFile(join(folder, "pulumi"), `#!/bin/sh\necho "$*" >> ${folder}/called; echo a preview\n`, {
      mode: 0o755,
    });
    await writeFile(join(folder, "called"), "");
    fleet.set("PATH", [folder, process.env.PATH].join(delimiter));
    const run = await fleet.run("repair", ...more, "--logs", join(folder, "logs"));
    return { ...run, called: (await readFile(join(folder, "called"), "utf8")).trim().split("\n") };
  }

  const urn = (kind: string, name: string) =>
    `urn:pulumi:prod::access::pulumi-nodejs:dynamic/salesforce:${kind}::${name}`;
  const targets = `--refresh --target ${urn("PermissionSet", "scv-permission-set")} --target ${urn("IntegrationUser", "scv-user")} --target-dependents --stack prod`;

  test("shows the preview of what has drifted and of what depends on it, and changes nothing unless it is told to", async () => {
    const { exitCode, stdout, called } = await repair("prod", "--from", result());
    expect([exitCode, called]).toEqual([1, [expect.stringContaining(`preview --diff ${targets}`)]]);
    expect(stdout).toMatch(/a preview\n.*Repeat it with --yes/s);
  });

  test("then runs the same update, and asks the org whether it has helped", async () => {
    const { exitCode, stdout, called } = await repair("prod", "--yes");
    expect(called).toHaveLength(2);
    expect(called[1]).toContain(`up --yes --skip-preview ${targets}`);
    expect([exitCode, stdout.match(/^drifted /gm)?.length]).toEqual([7, 2]);
  });

  test("runs nothing where nothing has drifted, or where the result names what the state does not have", async () => {
    const { orgs, ...rest } = JSON.parse(await readFile(result(), "utf8"));
    const clean = join(folder, "clean.json");
    await writeFile(clean, JSON.stringify({ ...rest, orgs: [{ ...orgs[0], verdict: "clean", drift: [] }] }));
    expect(await repair("prod", "--from", clean)).toMatchObject({ exitCode: 0, called: [""] });
    const drift = [{ ...orgs[0].drift[0], resource: "gone" }];
    await writeFile(clean, JSON.stringify({ ...rest, orgs: [{ ...orgs[0], drift }] }));
    const { exitCode, stderr, called } = await repair("prod", "--from", clean);
    expect([exitCode, stderr, called]).toEqual([1, expect.stringContaining("The state has no gone"), [""]]);
  });

  test.each([[[]], [["prod", "clean"]]])("takes one stack, not %j", async (stacks) => {
    expect(await repair(...stacks)).toMatchObject({ exitCode: 2, called: [""] });
  });
});
