import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { Engine, engineTimeout, succeeded } from "./engine.ts";

jest.setTimeout(engineTimeout);

const program = `
import { PermissionSet } from "pulumi-salesforce-access";
new PermissionSet("first", { label: "First" });
new PermissionSet("second", { label: "Second" });
`;

let engine: Engine;
let applied: string;
beforeAll(async () => {
  engine = await Engine.start({ program: { text: program } });
  succeeded(await engine.up());
  applied = succeeded(await engine.run(["stack", "export", "--stack", "dev"])).output;
});
afterAll(async () => {
  await engine?.stop();
});

interface Deployment {
  resources: (Values & { urn: string })[];
  pending_operations?: { resource: Values; type: string }[];
}

const second = ({ resources }: Deployment) =>
  resources.find(({ urn }) => urn.endsWith("::second")) as Deployment["resources"][number];

test.each<[string, (deployment: Deployment) => void]>([
  ["nothing", () => {}],
  [
    "a resource that it was creating",
    (deployment) => {
      const { id: _id, outputs: _outputs, ...resource } = second(deployment);
      deployment.resources = deployment.resources.filter((each) => each.urn !== resource.urn);
      deployment.pending_operations = [{ resource, type: "creating" }];
    },
  ],
  [
    "a resource that it was updating",
    (deployment) => {
      deployment.pending_operations = [{ resource: second(deployment), type: "updating" }];
    },
  ],
  [
    "a resource that it has still to delete",
    (deployment) => {
      deployment.resources.push({ ...second(deployment), id: "0PS000000000001AAA", delete: true });
    },
  ],
  [
    "a resource whose update has failed",
    (deployment) => {
      second(deployment).initErrors = ["the org was not reached"];
    },
  ],
  [
    "a resource that somebody has marked to be made again",
    (deployment) => {
      second(deployment).taint = true;
    },
  ],
  [
    "a resource of a kind that is not known",
    (deployment) => {
      second(deployment).type = "pulumi-nodejs:dynamic/salesforce:Unknown";
      second(deployment).urn = second(deployment).urn.replace("salesforce:PermissionSet", "salesforce:Unknown");
    },
  ],
])("fleet drift ends as a preview with a refresh does when a run has left %s", async (_what, change) => {
  const state = JSON.parse(applied.slice(applied.indexOf("{"))) as { deployment: Deployment };
  change(state.deployment);
  const file = await engine.file("state.json", JSON.stringify(state));
  succeeded(await engine.run(["stack", "import", "--force", "--file", file, "--stack", "dev"]));
  const preview = await engine.previewDrift();
  const drift = await engine.operate(["fleet", "drift", "dev"]);
  console.log(_what, preview.exitCode, preview.output.slice(-700), drift.exitCode, drift.output);
  expect(drift.exitCode).toBe(preview.exitCode);
});
