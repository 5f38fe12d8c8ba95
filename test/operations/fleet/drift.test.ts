import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import type { FleetResult, OrgResult } from "../../../operations/fleet/result.ts";
import type { ResourceKind } from "../../../provider/registry.ts";
import { handOf } from "../../engine/byHand.ts";
import type { Access } from "../../provider/access.ts";
import { Administrator } from "../../provider/kit.ts";
import { Fleet, recorded } from "./orgs.ts";

/** What is wrong in each org of the fleet, by the name of its stack. */
type Trouble = (fleet: Fleet, local: LocalOrg, access: Access) => Promise<unknown>;

const nothing: Trouble = async () => {};

const troubles: Record<string, Trouble> = {
  clean: (fleet, local) => fleet.configure("clean", local, { tags: "canary,eu" }),
  "another-clean": nothing,
  drifted: async (_fleet, local, { set, app }) => {
    await new Administrator(local).change("PermissionSet", set.id, {
      PermissionsActivateContract: true,
      Label: "Edited",
    });
    await handOf(local).configure("ExternalClientApplication", String(app.inputs.apiName), {
      contactEmail: "x@y.example",
    });
  },
  deleted: async (_fleet, local, { set }) => {
    const administrator = new Administrator(local);
    const assignment = `PermissionSetId = '${set.id}'`;
    await administrator.remove(
      "PermissionSetAssignment",
      await administrator.idOf("PermissionSetAssignment", assignment),
    );
    await administrator.remove("PermissionSet", set.id);
  },
  unavailable: async (fleet, local) => {
    await fleet.configure("unavailable", local, { retryTimeSeconds: "0" });
    local.faults.add([{ kind: "status", status: 503 }]);
  },
  silent: async (_fleet, local) => local.faults.add([{ kind: "hold-before" }]),
  moved: async (fleet, local, access) => {
    const elsewhere = { ...access.set, outputs: { ...access.set.outputs, orgId: "00D000000000001AAA" } };
    await fleet.configure("moved", local);
    await fleet.record("moved", [elsewhere]);
  },
  "wrong-org": (fleet, local) => fleet.configure("wrong-org", local, { orgId: "00D000000000001AAA" }),
  "logged-out": async (_fleet, local) => local.org.sessions.close(local.org.deployer.accessToken),
  locked: (fleet) => fleet.lock("locked"),
  broken: (fleet) => fleet.writeState("broken", '{"version":3,"checkpoint":{"latest":{"resou'),
  encrypted: (fleet, _local, { app }) =>
    fleet.record("encrypted", [{ ...app, inputs: { ...app.inputs, contactEmail: encrypted } }]),
  older: (fleet, _local, { user, set }) => {
    const { reactivate: _reactivate, retirementProfile: _profile, fields: _fields, ...inputs } = user.inputs;
    return fleet.record("older", [set, { ...user, inputs }]);
  },
  misspelt: (fleet, local) => fleet.configure("misspelt", local, { tags: "eu", orgid: "00D000000000001AAA" }),
  newer: (fleet, _local, { set, profile }) =>
    fleet.record("newer", [set, { ...profile, kind: "ProfileOfTomorrow" as ResourceKind }]),
  halfway: (fleet, _local, { set, profile }) => {
    const [resource, other] = recorded([set, profile], "halfway");
    const latest = { resources: [resource], pending_operations: [{ resource: other, type: "creating" }] };
    return fleet.writeState("halfway", JSON.stringify({ version: 3, checkpoint: { latest } }));
  },
  "to-be-made-again": (fleet, _local, { set }) => {
    const [resource] = recorded([set], "to-be-made-again");
    const latest = { resources: [{ ...resource, taint: true }] };
    return fleet.writeState("to-be-made-again", JSON.stringify({ version: 3, checkpoint: { latest } }));
  },
  empty: (fleet) => fleet.record("empty", []),
};

/** A secret as the state has it. */
const encrypted = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };

describe("fleet drift", () => {
  let folder: string;
  let fleet: Fleet;
  const locals: LocalOrg[] = [];
  let orgs: Record<string, OrgResult>;
  let exitCode: number | undefined;
  let printed: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleet-"));
    fleet = await Fleet.in(folder);
    for (const [stack, trouble] of Object.entries(troubles)) {
      const local = await createLocalOrg({ settings: { deployMs: 0 } });
      locals.push(local);
      await trouble(fleet, local, await fleet.deploy(stack, local));
    }
    await fleet.configure("never-up", locals[0] as LocalOrg);
    const run = await fleet.run("drift", "--timeout", "5", "--json", join(folder, "result.json"));
    exitCode = run.exitCode;
    printed = run.stdout + run.stderr;
    const result = JSON.parse(await readFile(join(folder, "result.json"), "utf8")) as FleetResult;
    orgs = Object.fromEntries(result.orgs.map((org) => [org.stack, org]));
  });
  afterAll(async () => {
    await Promise.all(locals.map((local) => local.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  test("gives every org its verdict in one run, whatever is wrong with the others", () => {
    const verdicts = Object.fromEntries(Object.values(orgs).map(({ stack, verdict }) => [stack, verdict]));
    expect(verdicts).toEqual({
      clean: "clean",
      "another-clean": "clean",
      older: "clean",
      drifted: "drifted",
      deleted: "drifted",
      unavailable: "unreachable",
      silent: "unreachable",
      moved: "unreachable",
      "wrong-org": "unreachable",
      "logged-out": "unreachable",
      locked: "unreachable",
      broken: "unreachable",
      encrypted: "unreachable",
      misspelt: "unreachable",
      newer: "unreachable",
      halfway: "unapplied",
      "to-be-made-again": "unapplied",
      empty: "skipped",
      "never-up": "skipped",
    });
    expect(exitCode).toBe(7);
  });

  test("names what has drifted, from what to what", () => {
    expect(orgs.drifted?.drift).toEqual([
      {
        resource: "set",
        kind: "PermissionSet",
        property: "label",
        from: '"IVR Access to SCV Apex Classes"',
        to: '"Edited"',
        accept: { value: "Edited" },
      },
      {
        resource: "set",
        kind: "PermissionSet",
        property: "userPermissions",
        from: "no others",
        to: '"ActivateContract"',
        accept: { value: ["ApexRestServices", "ApiEnabled", "ActivateContract"] },
      },
      {
        resource: "app",
        kind: "ExternalClientApp",
        property: "contactEmail",
        from: '"admin@mycompany.example"',
        to: '"x@y.example"',
        accept: { value: "x@y.example" },
      },
    ]);
    expect(orgs.deleted?.drift[0]).toMatchObject({ resource: "set", property: "id", to: "deleted in the org" });
  });

  test.each([
    ["unavailable", "503"],
    ["silent", "within 5 s"],
    ["moved", "The state is of org 00D000000000001AAA"],
    ["wrong-org", "belongs to 00D000000000001AAA"],
    ["logged-out", "INVALID_SESSION_ID"],
    ["locked", "locked by runner@builder since 2026-11-01T00:00:00Z"],
    ["broken", "pulumi stack export"],
    ["encrypted", "contactEmail is a secret in the state"],
    ["misspelt", "did you mean pulumi-nodejs:salesforce.orgId?"],
    ["halfway", "profile is still to be created: a run ended before it knew of it. Run pulumi up --stack halfway."],
    ["to-be-made-again", "set is marked to be made again"],
    ["newer", "a kind that this version does not know: ProfileOfTomorrow"],
    ["empty", "pulumi up --stack empty has not run yet"],
    ["never-up", "pulumi stack init never-up"],
  ])("says why %s was not asked, and what to do", (stack, reason) => {
    expect(orgs[stack]?.reason).toContain(reason);
  });

  test("prints what it writes, and no token", () => {
    for (const stack of Object.keys(orgs)) expect(printed).toContain(stack);
    for (const { org } of locals) expect(printed).not.toContain(org.deployer.accessToken);
  });

  test("asks only what was chosen, and is green when that is clean", async () => {
    const { exitCode, stdout } = await fleet.run("drift", "*clean");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("2 orgs: 2 clean.")]);
  });

  test("asks the stacks with a tag, and does not leave out one that it cannot read the tags of", async () => {
    const one = await fleet.run("drift", "*clean", "--tag", "us,eu");
    expect([one.exitCode, one.stderr]).toEqual([2, expect.stringContaining('No stack that is meant has the tag "us"')]);
    const { exitCode, stdout } = await fleet.run("drift", "*clean", "misspelt", "--tag", "eu");
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("2 orgs: 1 clean, 1 unreachable.")]);
  });

  test("ends with 1 when nothing has drifted and an org could not be asked", async () => {
    expect((await fleet.run("drift", "clean", "misspelt")).exitCode).toBe(1);
  });

  test("ends with 2 for a name that no stack has: a typing error makes no report green", async () => {
    const { exitCode, stderr } = await fleet.run("drift", "claen");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('No stack fits "claen"; did you mean clean?')]);
  });

  test("in parts, asks every org once, and the parts are joined to the whole", async () => {
    const parts = ["1/3", "2/3", "3/3"].map((shard) => [shard, join(folder, `part${shard[0]}.json`)] as const);
    for (const [shard, file] of parts) await fleet.run("drift", "*clean", "older", "--shard", shard, "--json", file);
    const whole = join(folder, "whole.json");
    const { exitCode } = await fleet.run("merge", ...parts.map(([, file]) => file), "--json", whole);
    const { orgs } = JSON.parse(await readFile(whole, "utf8")) as FleetResult;
    expect([exitCode, orgs.map(({ stack }) => stack)]).toEqual([0, ["another-clean", "clean", "older"]]);
  });

  test("an empty part has a result too, which is joined with the others", async () => {
    const part = (index: number) => join(folder, `clean-${index}.json`);
    for (const index of [1, 2]) {
      const run = await fleet.run("drift", "clean", "--shard", `${index}/2`, "--json", part(index));
      expect([run.exitCode, run.stdout]).toEqual([0, expect.stringContaining(`${2 - index} org`)]);
    }
    const joined = await fleet.run("merge", part(1), part(2), "--json", join(folder, "clean.json"));
    expect([joined.exitCode, joined.stdout]).toEqual([0, expect.stringContaining("1 org: 1 clean.")]);
  });

  test("status puts the states that cannot be read first, and asks no org", async () => {
    const { exitCode, stdout } = await fleet.run("status", "broken", "silent", "--days", "9000");
    const [, first, second] = stdout.split("\n");
    expect([exitCode, first, second]).toEqual([
      3,
      expect.stringMatching(/^broken .*pulumi stack export/),
      expect.stringMatching(/^silent +\d+ days left/),
    ]);
  });
});
