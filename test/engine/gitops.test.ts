/** Follows docs/gitops.md word by word, on three local orgs, with a repository beside them as the remote. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";
import { textOf } from "../docs/pages.ts";
import { shellBlocksOf } from "../docs/shellBlocks.ts";
import { Administrator } from "../provider/kit.ts";
import { engineTimeout, toolchainEnvironment } from "./engine.ts";
import { checkout } from "./project.ts";

jest.setTimeout(2 * engineTimeout);

const stacks = ["emea-production", "emea-uat", "us-production"] as const;
const page = "docs/gitops.md";
const variableOf = (stack: string) => `KEY_OF_${stack.replace("-", "_").toUpperCase()}`;

/** What the page must lead through from its third block on. */
const steps = [
  ["fleet preview", "fleet up --wave uat,production", "fleet drift"],
  [
    "connector sheet --stack emea-uat --key-out emea-uat.pem",
    "connector confirm --stack emea-uat --key",
    "fleet up emea-uat",
  ],
  ["fleet recipe github --write", "git push"],
  ["fleet drift --json", "fleet report fleet.json --html", "fleet repair us-production --from fleet.json --yes"],
];

let folder: string;
const locals = {} as Record<(typeof stacks)[number], LocalOrg>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "gitops-")));
  for (const stack of stacks) locals[stack] = await createLocalOrg({ settings: { deployMs: 0 } });
  await mkdir(join(folder, "states"));
  await runProgram("git", ["init", "--quiet", "--bare", "--initial-branch", "main", join(folder, "remote.git")]);
});
afterAll(async () => {
  await Promise.all(Object.values(locals).map((local) => local.stop()));
  await rm(folder, { recursive: true, force: true });
});

/** The file of the page that stands below its name. */
function fileOf(name: string): string {
  const text = textOf(page);
  const [, block = ""] = /```\w+\n([\s\S]*?)```/.exec(text.slice(text.indexOf(`\`${name}\``))) ?? [];
  expect(block).not.toBe("");
  return block;
}

/** Programs that would install from a registry what is in this checkout. */
const programs = `
npm() {
  case "$1" in
    init) echo '{}' > package.json ;;
    pkg) node -e 'require("fs").writeFileSync("package.json", JSON.stringify({ name: "access", type: "module" }))' ;;
    install)
      mkdir -p node_modules
      ln -s "${checkout}" node_modules/pulumi-salesforce-access
      ln -s "${checkout}/node_modules/@pulumi" node_modules/@pulumi ;;
    *) return 1 ;;
  esac
}
npx() {
  shift
  node --disable-warning=ExperimentalWarning "${checkout}/operations/main.ts" "$@"
}
`;

async function run(cwd: string, script: string): Promise<string> {
  const { NODE_OPTIONS: _ofJest, PULUMI_BACKEND_URL: _backEnd, ...base } = process.env;
  const keys = stacks.map((stack) => [variableOf(stack), locals[stack].org.deployer.privateKeyPem()]);
  const identity = { NAME: "Somebody", EMAIL: "somebody@mycompany.example" };
  const ofGit = Object.entries(identity).flatMap(([name, value]) => [
    [`GIT_AUTHOR_${name}`, value],
    [`GIT_COMMITTER_${name}`, value],
  ]);
  const child = spawn("bash", ["-e", "-u", "-x", "-o", "pipefail", "-c", `${programs}\n${script}`], {
    cwd,
    env: {
      ...base,
      ...toolchainEnvironment(),
      ...Object.fromEntries([...keys, ...ofGit]),
      PULUMI_CONFIG_PASSPHRASE: "of the states",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exitCode = await new Promise((resolve) => child.on("close", resolve));
  if (exitCode !== 0) throw new Error(`ended with ${exitCode}:\n${output}`);
  return output;
}

test("the page leads from nothing to a fleet with a pipeline, and from drift back to a clean fleet", async () => {
  const [repository = "", init = "", update = "", handOff = "", pipeline = "", drift = "", ...more] =
    shellBlocksOf(page);
  expect(more).toEqual([]);
  const blocks = [update, handOff, pipeline, drift];
  for (const [index, commands] of steps.entries()) for (const each of commands) expect(blocks[index]).toContain(each);
  await run(folder, repository);
  const project = join(folder, "access");
  const write = (name: string, text: string) => writeFile(join(project, name), text);
  await write("Pulumi.yaml", fileOf("Pulumi.yaml").replace(/s3:\S+/, pathToFileURL(join(folder, "states")).href));
  for (const name of ["index.ts", ".gitignore"]) await write(name, fileOf(name));
  for (const stack of stacks) {
    const { url, org } = locals[stack];
    const standIns: [string, string][] = [
      ["https://mycompany.my.salesforce.com", url],
      ["00D5g000004XyzAEAS", org.organizationId],
      ["3MVG9…", org.deployer.clientId],
      ["deployer@mycompany.com", org.deployer.username],
      ["KEY_OF_US_PRODUCTION", variableOf(stack)],
      ["@us.mycompany.com", `@${stack}.mycompany.com`],
      ["tags: production", `tags: ${stack.replace(/.*-/, "")}`],
    ];
    const text = standIns.reduce(
      (before, [written, here]) => before.replaceAll(written, here),
      fileOf("Pulumi.us-production.yaml"),
    );
    await write(`Pulumi.${stack}.yaml`, text);
  }
  await run(project, init);
  expect(await run(project, update)).toContain("3 orgs: 3 clean.");
  const handedOver = await run(project, handOff);
  expect(handedOver).toContain('connector "WxCC - SCV" is confirmed');
  // What a careless "git add --all" would take along.
  await write("deployer.key", "a key");
  await run(project, `git remote add origin ${join(folder, "remote.git")}\n${pipeline}`);
  const pushed = await runProgram("git", ["ls-tree", "-r", "--name-only", "main"], { cwd: join(folder, "remote.git") });
  const files = pushed.stdout.trim().split("\n");
  expect(files).toEqual(expect.arrayContaining([".github/workflows/salesforce-access.yml", "Pulumi.emea-uat.yaml"]));
  expect(files.filter((name) => /fleet|node_modules|[.](?:pem|key)$/.test(name))).toEqual([]);
  expect(await readFile(join(project, "emea-uat.pem"), "utf8")).toContain("PRIVATE KEY");

  const administrator = new Administrator(locals["us-production"]);
  const set = await administrator.idOf("PermissionSet", "Label = 'IVR Access to SCV Apex Classes'");
  await administrator.change("PermissionSet", set, { Label: "Edited" });
  const repaired = await run(project, drift);
  expect(repaired).toContain("3 orgs: 2 clean, 1 drifted.");
  expect(repaired.trimEnd().split("\n").at(-1)).toBe("3 orgs: 3 clean.");
});
