import { chmod, cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { salesforcePolicies } from "../../policies/index.ts";
import { Engine, engineTimeout } from "../engine/engine.ts";
import { checkout } from "../engine/project.ts";
import { run } from "./projects.ts";

jest.setTimeout(engineTimeout);

/** Whatever a policy forbids and the provider allows. */
const wrong = `
import { ExternalClientApp, IntegrationProfile, PermissionSet, PolicyAssignment, SigningCertificate } from "pulumi-salesforce-access";

const high = ["ModifyAllData"];
new PermissionSet("set", { label: "Set", userPermissions: high, allowHighPrivilege: high });
new IntegrationProfile("profile", { name: "Profile", userPermissions: ["ApiEnabled"], deleteAdopted: true });
new SigningCertificate("signing", { commonName: "App", validityDays: 3650 });
const app = new ExternalClientApp("app", {
  label: "App",
  contactEmail: "platform-team@example.com",
  callbackUrls: ["http://localhost:1717/OauthRedirect"],
  scopes: ["Api", "Full"],
  certificatePem: process.env.CERTIFICATE_OF_APP,
  keepFlows: true,
});
new PolicyAssignment("policy", {
  appId: app.id,
  permittedUsers: "AllSelfAuthorized",
  ipRelaxation: "Bypass",
  refreshTokenPolicy: "Infinite",
});
`;

const right = `
import { ScvIntegration } from "pulumi-salesforce-access";

const people = { contactEmail: "platform-team@example.com", username: "scv.integration@engine.example.com" };
new ScvIntegration("scv", people, { protect: true });
`;

let folder: string;
let pack: string;
let starters: string;

/** The example as somebody has it who has installed it: with `@pulumi/policy` of npm, and this checkout. */
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "policies-")));
  pack = join(folder, "pack");
  await cp(join(checkout, "examples", "policies"), pack, { recursive: true });
  const modules = join(pack, "node_modules");
  await mkdir(join(modules, "@pulumi"), { recursive: true });
  const { dependencies } = (await import("../../examples/policies/package.json", { with: { type: "json" } })).default;
  await run("npm", ["pack", "--silent", `@pulumi/policy@${dependencies["@pulumi/policy"]}`], folder);
  await run("tar", ["-xzf", join(folder, `pulumi-policy-${dependencies["@pulumi/policy"]}.tgz`), "-C", folder], folder);
  await cp(join(folder, "package"), join(modules, "@pulumi", "policy"), { recursive: true });
  for (const name of ["@pulumi/pulumi", "@grpc", "google-protobuf"]) {
    await symlink(join(checkout, "node_modules", name), join(modules, name));
  }
  await symlink(checkout, join(modules, "pulumi-salesforce-access"));
  // A language host of Pulumi's official download starts a pack by itself. The one that is built from Go modules cannot,
  // and the engine's older way, a program for the runtime of the pack, works with both.
  await writeFile(join(pack, "PulumiPolicy.yaml"), "runtime: older-way\nmain: index.js\n");
  starters = join(folder, "bin");
  await mkdir(starters);
  const starter = join(starters, "pulumi-analyzer-policy-older-way");
  const script = `exec node "$(node -p "require.resolve('@pulumi/pulumi/cmd/run-policy-pack')")" "$@"`;
  await writeFile(starter, `#!/bin/sh\n${script}\n`);
  await chmod(starter, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The policies that a preview says are violated, and how it ends. */
async function previewed(program: string): Promise<{ exitCode: number | null; violated: string[]; output: string }> {
  const engine = await Engine.start({ program: { text: program } });
  try {
    const stack = "emea-production";
    await engine.run(["stack", "init", stack, "--no-select"]);
    const { certificatePem } = (await import("../../local-org/test/oauth/selfSigned.ts")).selfSigned(5);
    const { exitCode, output } = await engine.run(["preview", "--stack", stack, "--policy-pack", pack], {
      PATH: `${starters}${delimiter}${process.env.PATH}`,
      CERTIFICATE_OF_APP: certificatePem,
    });
    const names = [...output.matchAll(/\[mandatory\](?: \[severity: \w+\])? +(salesforce-[\w-]+)/g)].map(
      ([, name = ""]) => name,
    );
    return { exitCode, violated: [...new Set(names)].sort(), output };
  } finally {
    await engine.stop();
  }
}

test("the engine stops a preview that violates a policy, and names each, with what to do", async () => {
  const { exitCode, violated, output } = await previewed(wrong);
  expect([output, exitCode === 0]).toEqual([expect.any(String), false]);
  expect(violated).toEqual(
    salesforcePolicies()
      .map(({ name }) => name)
      .sort(),
  );
  expect(output).toMatch(/ModifyAllData changes all data of the org.* Leave the permission out/);
});

test("the engine finds nothing in the access as it is by default, where it is protected", async () => {
  const { exitCode, violated, output } = await previewed(right);
  expect([output, violated, exitCode]).toEqual([expect.stringContaining("salesforce@"), [], 0]);
});
