import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { Engine, scvArguments, succeeded } from "./engine.ts";
import { checkout } from "./project.ts";

/** Where what earlier versions have left is kept, a folder for each version. */
export const fixtures = join(checkout, "test", "fixtures", "upgrade");

/** What a version leaves: its state as `pulumi stack export` writes it, the org that fits it, and what was declared. */
const files = { state: "state.json", org: "org.sqlite.gz", arguments: "arguments.json" } as const;

/** Something of each kind that state can hold; valid for a century, so that no renewal falls due. */
const declared = {
  ...scvArguments,
  permissionSet: {
    description: "Access of the IVR",
    customPermissions: ["Route_Calls"],
    objectPermissions: [{ object: "Account", allowRead: true, allowEdit: true }],
    fieldPermissions: [{ field: "Account.Phone", readable: true }],
  },
  profile: { description: "Profile of the IVR" },
  user: { timeZone: "Europe/Zurich", locale: "de_CH" },
  app: { description: "App of the IVR" },
  policy: { profileNames: ["SCV Integration"], sessionTimeoutInMinutes: 60 },
  certificate: { validityDays: 36_500 },
};

/**
 * Makes the access with the code of this checkout and keeps what it leaves.
 * @param version names the folder
 */
export async function writeUpgradeFixture(version: string): Promise<void> {
  const folder = join(fixtures, version);
  const temporary = await mkdtemp(join(tmpdir(), "upgrade-fixture-"));
  const databaseFile = join(temporary, "org.sqlite");
  try {
    await mkdir(folder, { recursive: true });
    const local = await createLocalOrg({ databaseFile });
    try {
      local.org.records.insert("CustomPermission", { DeveloperName: "Route_Calls", MasterLabel: "Route Calls" });
      const engine = await Engine.start({ program: { scvArguments: declared }, local });
      try {
        succeeded(await engine.up());
        const exported = succeeded(await engine.run(["stack", "export", "--stack", "dev"]));
        const state = withoutMachine(JSON.parse(exported.output));
        await writeFile(join(folder, files.state), `${JSON.stringify(state, undefined, 2)}\n`);
        await writeFile(join(folder, files.arguments), `${JSON.stringify(declared, undefined, 2)}\n`);
      } finally {
        await engine.stop();
      }
    } finally {
      await local.stop();
    }
    await writeFile(join(folder, files.org), gzipSync(await readFile(databaseFile), { level: 9 }));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The state without what tells of the machine that wrote it: paths of the program's sources. */
function withoutMachine(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMachine);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !["sourcePosition", "stackTrace"].includes(name));
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutMachine(item)]));
}

/** An engine whose stack and org are as a version has left them, and whose code is this checkout's. */
export interface Upgrade {
  engine: Engine;
  local: LocalOrg;
  /** The arguments that the version was given. */
  declared: typeof declared;
  stop(): Promise<void>;
}

/** Lays the fixture of a version out in a temporary folder. */
export async function openUpgradeFixture(version: string): Promise<Upgrade> {
  const folder = join(fixtures, version);
  const temporary = await mkdtemp(join(tmpdir(), "upgrade-"));
  const databaseFile = join(temporary, "org.sqlite");
  const undo: (() => Promise<unknown>)[] = [() => rm(temporary, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    await writeFile(databaseFile, gunzipSync(await readFile(join(folder, files.org))));
    const local = await createLocalOrg({ databaseFile });
    undo.push(() => local.stop());
    const given = JSON.parse(await readFile(join(folder, files.arguments), "utf8"));
    const engine = await Engine.start({ program: { scvArguments: given }, local });
    undo.push(() => engine.stop());
    succeeded(await engine.run(["stack", "import", "--stack", "dev", "--file", join(folder, files.state)]));
    return { engine, local, declared: given, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
