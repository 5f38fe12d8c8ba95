import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { Engine, engineTimeout, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

const program = `
import { PermissionSet } from "pulumi-salesforce-access";
new PermissionSet("first", { label: "First" });
new PermissionSet("second", { label: "Second" });
`;

interface Deployment {
  resources: (Values & { urn: string })[];
  pending_operations?: { resource: Values; type: string }[];
}

let engine: Engine;
let stateFile: string;
let applied: string;
beforeAll(async () => {
  engine = await Engine.start({ program: { text: program } });
  succeeded(await engine.up());
  const stacks = join(engine.stateFolder, ".pulumi", "stacks");
  stateFile = join(stacks, (await readdir(stacks))[0] ?? "", "dev.json");
  applied = await readFile(stateFile, "utf8");
});
afterAll(async () => {
  await engine?.stop();
});

const named = (name: string, { resources }: Deployment) =>
  resources.find(({ urn }) => urn.endsWith(`::${name}`)) as Deployment["resources"][number];

test.each<[string, (deployment: Deployment) => void, number]>([
  [
    "a resource that it was creating",
    (deployment) => {
      const { id: _id, outputs: _outputs, ...resource } = named("second", deployment);
      deployment.resources = deployment.resources.filter(({ urn }) => urn !== resource.urn);
      deployment.pending_operations = [{ resource, type: "creating" }];
    },
    7,
  ],
  [
    "a resource that it was updating",
    (deployment) => {
      deployment.pending_operations = [{ resource: named("second", deployment), type: "updating" }];
    },
    0,
  ],
  [
    "a predecessor that it has still to delete",
    (deployment) => {
      const { id } = named("first", deployment);
      deployment.resources.push({ ...named("second", deployment), id, delete: true });
    },
    0,
  ],
  [
    "a resource whose update has failed",
    (deployment) => {
      named("second", deployment).initErrors = ["the org was not reached"];
    },
    0,
  ],
  [
    "a resource that somebody has marked to be made again",
    (deployment) => {
      named("second", deployment).taint = true;
    },
    7,
  ],
])("fleet drift ends as a preview with a refresh does when a run has left %s", async (_what, change, exitCode) => {
  // By hand, since an import takes away what is pending.
  const state = JSON.parse(applied) as { checkpoint: { latest: Deployment } };
  change(state.checkpoint.latest);
  await writeFile(stateFile, JSON.stringify(state));
  const preview = await engine.previewDrift();
  const drift = await engine.operate(["fleet", "drift", "dev"]);
  expect([preview.exitCode, drift.exitCode]).toEqual([exitCode, exitCode]);
});
