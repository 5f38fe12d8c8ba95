import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { lifecycleOf, lifecycles, type ResourceKind } from "../../provider/registry.ts";
import { exported, names } from "./accessInOrg.ts";
import { type Hand, handOf } from "./byHand.ts";
import { type Change, type Decision, declared, prepare, program, resourceOf, rows } from "./driftTable.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

const kinds = Object.keys(lifecycles) as ResourceKind[];
const proofLine = `${scvArguments.username} logs in by JWT`;

test.each(kinds)("every input of %s has a row, and every row an input", (kind) => {
  expect(Object.keys(rows[kind]).sort()).toEqual([...lifecycleOf(kind).inputNames].sort());
});

/** All changes of a wave. */
function changesOf(wave: Change["wave"]): (Change & { resource: string })[] {
  return kinds.flatMap((kind) =>
    Object.values(rows[kind]).flatMap((row) =>
      "changes" in row
        ? row.changes
            .filter((change) => change.wave === wave)
            .map((change) => ({ resource: resourceOf[kind], ...change }))
        : [],
    ),
  );
}

/** The paths of all changes, by resource. */
function pathsOf(changes: { resource: string; paths: string[] }[]): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const { resource, paths } of changes) all[resource] = [...(all[resource] ?? []), ...paths].sort();
  return all;
}

/** The inputs that paths lead into: of `userPermissions[2]` the input `userPermissions`. */
const inputsIn = (paths: readonly string[]) => [...new Set(paths.map((path) => path.split(/[.[]/)[0] ?? path))].sort();
const topLevel = (drift: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(drift).map(([resource, paths]) => [resource, inputsIn(paths)]));

/** Lines by which a person sees one permission that is too much, and one that is missing. */
const shown = { 1: ['- [2]: "ActivateContract"'], 2: ['+ [1]: "ApiUserOnly"'] };

const decisions: [ResourceKind, string, Decision][] = kinds.flatMap((kind) =>
  Object.entries(rows[kind]).flatMap(([input, row]): [ResourceKind, string, Decision][] =>
    "decision" in row ? [[kind, input, row.decision]] : [],
  ),
);

describe("what somebody changes in the org by hand", () => {
  let local: LocalOrg;
  let engine: Engine;
  let hand: Hand;
  let asDeclared: unknown;

  beforeAll(async () => {
    // Else the org would not show that somebody has switched PKCE off.
    local = await createLocalOrg({ settings: { pkceReadsBackTrue: false } });
    for (const DeveloperName of ["Answer_Calls", "Route_Calls"]) {
      local.org.records.insert("CustomPermission", { DeveloperName, MasterLabel: DeveloperName });
    }
    hand = handOf(local);
    await prepare(hand);
    engine = await Engine.start({ program: { text: program }, local });
    await engine.declare(declared);
    succeeded(await engine.up());
    asDeclared = await exported(local);
  });
  afterAll(async () => {
    await engine?.stop();
    await local?.stop();
  });

  test.each([1, 2] as const)(
    "wave %i: the preview shows each by its path and nothing else, up --refresh puts all right and proves the access",
    async (wave) => {
      const changes = changesOf(wave);
      for (const { does } of changes) await does(hand);
      const drifted = await exported(local);

      const preview = await engine.preview(["--refresh", "--expect-no-changes", "--diff"]);
      expect(preview.drift).toEqual(pathsOf(changes));
      for (const line of shown[wave]) expect(preview.output).toContain(line);
      expect(preview.exitCode).toBe(7);
      const updates = Object.fromEntries(Object.keys(pathsOf(changes)).map((resource) => [resource, "update"]));
      expect(preview.changes).toEqual({ ...updates, "scv-proof": "update" });
      const fleet = await engine.fleetDrift();
      expect(fleet).toEqual({ exitCode: 7, drift: topLevel(preview.drift) });
      expect(await exported(local)).toEqual(drifted);

      const repair = succeeded(await engine.up(["--skip-preview", "--refresh"]));
      expect(repair.changes).toEqual({ ...updates, "scv-proof": "update" });
      expect(repair.output).toContain(proofLine);
      expect(await exported(local)).toEqual(asDeclared);
    },
  );

  test.each(decisions)(
    "%s.%s is for a person to undo: shown, refused, and allowed when asked for",
    async (kind, _input, decision) => {
      await decision.does(hand);
      const decided = await exported(local);
      expect((await engine.fleetDrift()).drift).toEqual({ [resourceOf[kind]]: inputsIn(decision.paths) });
      const refused = await engine.up(["--skip-preview", "--refresh"]);
      expect(refused.exitCode).not.toBe(0);
      expect(refused.drift).toEqual({ [resourceOf[kind]]: decision.paths });
      expect(refused.output.replace(/\s+/g, " ")).toMatch(decision.says);
      expect(await exported(local)).toEqual(decided);

      const { allowedBy } = decision;
      if (typeof allowedBy === "function") await allowedBy(hand);
      else await engine.declare({ ...declared, user: { ...declared.user, ...allowedBy.user } });
      succeeded(await engine.up(["--skip-preview", "--refresh"]));
      expect(await exported(local)).toEqual(asDeclared);
      await engine.declare(declared);
    },
  );

  test("deleted in the org is planned as create and made again; what depends on it follows", async () => {
    await hand.remove("PermissionSetAssignment", `PermissionSet.Name = '${names.permissionSet}'`);
    await hand.remove("PermissionSet", `Name = '${names.permissionSet}'`);
    const standard = await hand.idOf("Profile", `Name = '${names.standardProfile}'`);
    await hand.change("User", "Alias = 'scvint'", { ProfileId: standard });
    await hand.remove("Profile", `Name = '${names.profile}'`);
    await hand.removeComponent("ExternalClientApplication", names.app);

    const made = {
      "scv-permission-set": "create",
      "scv-profile": "create",
      "scv-app": "create",
      "scv-policy": "create",
      "scv-user": "update",
      "scv-proof": "update",
    };
    const preview = await engine.previewDrift();
    expect(preview.exitCode).toBe(7);
    expect(preview.changes).toEqual(made);
    const deleted = Object.keys(made).filter((resource) => made[resource as keyof typeof made] === "create");
    const { exitCode, drift } = await engine.fleetDrift();
    expect(exitCode).toBe(7);
    for (const resource of deleted) expect([resource, drift[resource]]).toEqual([resource, ["id"]]);
    const repair = succeeded(await engine.up(["--skip-preview", "--refresh"]));
    expect(repair.changes).toEqual(made);
    expect(repair.output).toContain(proofLine);
    expect(await exported(local)).toEqual(asDeclared);
  });

  test("deleted alone, the policies of the app are made again, and the access is proved", async () => {
    await hand.removeComponent("ExtlClntAppOauthConfigurablePolicies", `${names.app}_oauthPlcy`);
    const repair = succeeded(await engine.up(["--skip-preview", "--refresh"]));
    expect(repair.changes).toEqual({ "scv-policy": "create", "scv-proof": "update" });
    expect(repair.output).toContain(proofLine);
    expect(await exported(local)).toEqual(asDeclared);
  });
});
