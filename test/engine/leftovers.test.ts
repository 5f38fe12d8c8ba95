import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { Administrator } from "../provider/kit.ts";
import { Engine, engineTimeout, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

const program = `
import { PermissionSet } from "pulumi-salesforce-access";
new PermissionSet("first", { label: "First" });
new PermissionSet("second", { label: "Second" });
`;

let engine: Engine;
let applied: string;
/** Id of a permission set that somebody has deleted. */
let gone: string;
beforeAll(async () => {
  engine = await Engine.start({ program: { text: program } });
  succeeded(await engine.up());
  const administrator = new Administrator(engine.local);
  gone = await administrator.create("PermissionSet", { Name: "Gone", Label: "Gone" });
  await administrator.remove("PermissionSet", gone);
  applied = succeeded(await engine.run(["stack", "export", "--stack", "dev"])).output;
});
afterAll(async () => {
  await engine?.stop();
});

interface Deployment {
  resources: (Values & { urn: string })[];
  pending_operations?: { resource: Values; type: string }[];
}

const named = (name: string, { resources }: Deployment) =>
  resources.find(({ urn }) => urn.endsWith(`::${name}`)) as Deployment["resources"][number];
const first = (deployment: Deployment) => named("first", deployment);
const second = (deployment: Deployment) => named("second", deployment);

test.each<[string, (deployment: Deployment) => void, number]>([
  ["nothing", () => {}, 0],
  [
    "a resource that it was creating",
    (deployment) => {
      const { id: _id, outputs: _outputs, ...resource } = second(deployment);
      deployment.resources = deployment.resources.filter((each) => each.urn !== resource.urn);
      deployment.pending_operations = [{ resource, type: "creating" }];
    },
    7,
  ],
  [
    "a resource that it was updating",
    (deployment) => {
      deployment.pending_operations = [{ resource: second(deployment), type: "updating" }];
    },
    0,
  ],
  [
    "a resource that it has still to delete",
    (deployment) => {
      deployment.resources.push({ ...second(deployment), id: first(deployment).id, delete: true });
    },
    7,
  ],
  [
    "a resource to delete that is gone by now",
    (deployment) => {
      deployment.resources.push({ ...second(deployment), id: gone, delete: true });
    },
    0,
  ],
  [
    "a resource whose update has failed",
    (deployment) => {
      second(deployment).initErrors = ["the org was not reached"];
    },
    0,
  ],
  [
    "a resource that somebody has marked to be made again",
    (deployment) => {
      second(deployment).taint = true;
    },
    7,
  ],
])("fleet drift ends as a preview with a refresh does when a run has left %s", async (_what, change, exitCode) => {
  const state = JSON.parse(applied.slice(applied.indexOf("{"))) as { deployment: Deployment };
  change(state.deployment);
  const file = await engine.file("state.json", JSON.stringify(state));
  succeeded(await engine.run(["stack", "import", "--force", "--file", file, "--stack", "dev"]));
  const preview = await engine.previewDrift();
  const drift = await engine.operate(["fleet", "drift", "dev"]);
  expect(preview.exitCode).toBe(exitCode);
  expect(drift.exitCode).toBe(exitCode);
});
