import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { localOrgPackage } from "../../tools/commands/publishedPackage.ts";
import { type PackedPackage, packPackage } from "../../tools/release/packedPackage.ts";
import { engineTimeout } from "../engine/engine.ts";
import {
  compileWithOlderResolution,
  type Installer,
  installProject,
  oldestNode,
  ownProgramsFirst,
  run,
} from "./projects.ts";

// An npm without a cache downloads all dependencies once more.
jest.setTimeout(2 * engineTimeout);

const program = `
import { createLocalOrg } from "local-salesforce-org";

const local = await createLocalOrg();
const headers = { authorization: "Bearer " + local.org.deployer.accessToken };
const soql = encodeURIComponent("SELECT Name FROM Profile WHERE Name = 'Standard User'");
const answer = await fetch(local.url + "/services/data/v67.0/query?q=" + soql, { headers });
console.log((await answer.json()).records[0].Name);
await local.stop();
`;

let folder: string;
let packed: PackedPackage;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "packed-org-")));
  packed = await packPackage(localOrgPackage, folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the packed local org holds compiled code, its pages and its data, and nothing of Pulumi", async () => {
  const others = packed.files.filter((path) => !/^(src|conformance)\/([\w-]+\/)*\w+\.(js|d\.ts)$/.test(path));
  expect(others.sort()).toEqual(
    [
      "LICENSE",
      "README.md",
      ...["clients", "faults", "rules", "setup", "test-your-integration"].map((page) => `docs/${page}.md`),
      "package.json",
      "src/ledger/verifications.json",
      "src/schema/generated.json",
      "src/setup/style.css",
    ].sort(),
  );
  const code = packed.files.filter((path) => path.endsWith(".js") || path === "package.json");
  const texts = await Promise.all(code.map((path) => readFile(join(packed.content, path), "utf8")));
  expect(code.filter((_path, index) => /@pulumi|pulumi-salesforce-access/.test(texts[index] ?? ""))).toEqual([]);
});

describe.each<{ installer: Installer; node: "usual" | "oldest" }>([
  { installer: "npm", node: "oldest" },
  { installer: "pnpm", node: "usual" },
])(
  "the local org in a folder with nothing else, installed with $installer, on the $node Node.js",
  ({ installer, node }) => {
    let project: string;
    let environment: Record<string, string> = {};

    beforeAll(async () => {
      project = join(folder, installer, "project");
      const oldest = await oldestNode(packed.content);
      await installProject(project, {}, [packed.tarball, ...(node === "oldest" ? oldest.packages : [])], installer);
      if (node !== "oldest") return;
      environment = ownProgramsFirst(project);
      expect(await run("node", ["--version"], project, environment)).toBe(`${oldest.version}\n`);
    });

    test("starts by its command, shows its Setup, and ends by a signal", async () => {
      const command = join(project, "node_modules", ".bin", "local-salesforce-org");
      const { NODE_OPTIONS: _ofJest, ...env } = process.env;
      const child = spawn(command, ["--port", "0"], {
        cwd: project,
        env: { ...env, ...environment },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const exited = once(child, "exit");
      try {
        let url: string | undefined;
        for await (const line of createInterface({ input: child.stdout })) {
          url = /^Local org ready at (http:\/\/127\.0\.0\.1:\d+) /.exec(line)?.[1];
          if (url !== undefined) break;
        }
        expect((await fetch(`${url}/_local/status`)).status).toBe(200);
        expect(await (await fetch(`${url}/setup/permission-sets`)).text()).toContain("<h1>Permission Sets</h1>");
        expect(await (await fetch(`${url}/setup/style.css`)).text()).toContain("color");
        child.kill("SIGTERM");
        await exited;
        expect(child.exitCode).toBe(0);
      } finally {
        child.kill("SIGKILL");
      }
    });

    test("starts in a test's own process", async () => {
      await writeFile(join(project, "program.mjs"), program);
      const start = ["--disable-warning=ExperimentalWarning", "program.mjs"];
      expect(await run("node", start, project, environment)).toBe("Standard User\n");
    });

    test("asks an org for its rules by its command", async () => {
      const command = join(project, "node_modules", ".bin", "local-salesforce-org");
      const asked = await run(command, ["conformance", "--target", "local", "--only", "user.al"], project, environment);
      expect(asked).toContain("1 rules hold, 0 differ, 0 could not be asked.");
    });

    test("has types that the older module resolution finds", async () => {
      await compileWithOlderResolution(
        project,
        'import { createLocalOrg } from "local-salesforce-org";\nexport const url: Promise<string> = createLocalOrg().then((org) => org.url);\n',
      );
    });
  },
);
