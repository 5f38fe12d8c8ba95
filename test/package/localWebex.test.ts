import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { localWebexPackage } from "../../tools/commands/publishedPackage.ts";
import { type PackedPackage, packPackage } from "../../tools/release/packedPackage.ts";
import { blocksOf } from "../docs/pages.ts";
import { engineTimeout } from "../engine/engine.ts";
import { compileWithOlderResolution, type Installer, installProject, run } from "./projects.ts";

// An npm without a cache downloads all dependencies once more.
jest.setTimeout(2 * engineTimeout);

let folder: string;
let packed: PackedPackage;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "packed-webex-")));
  packed = await packPackage(localWebexPackage, folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the packed tenant holds compiled code and its pages, and nothing of Pulumi, of the access or of the local org", async () => {
  const others = packed.files.filter((path) => !/^src\/([\w-]+\/)*\w+\.(js|d\.ts)$/.test(path));
  const pages = ["control", "pages", "rules"].map((page) => `docs/${page}.md`);
  expect(others.sort()).toEqual(["LICENSE", "README.md", ...pages, "package.json", "src/pages/style.css"]);
  const code = packed.files.filter((path) => path.endsWith(".js") || path === "package.json");
  const texts = await Promise.all(code.map((path) => readFile(join(packed.content, path), "utf8")));
  const foreign = /@pulumi|pulumi-salesforce-access|local-salesforce-org/;
  expect(code.filter((_path, index) => foreign.test(texts[index] ?? ""))).toEqual([]);
});

describe.each<Installer>(["npm", "pnpm"])(
  "the tenant in a folder with nothing else, installed with %s",
  (installer) => {
    let project: string;

    beforeAll(async () => {
      project = join(folder, installer, "project");
      await installProject(project, {}, [packed.tarball], installer);
    });

    test("starts by its command, shows its pages, and ends by a signal", async () => {
      const command = join(project, "node_modules", ".bin", "local-webex-tenant");
      const { NODE_OPTIONS: _ofJest, ...env } = process.env;
      const child = spawn(command, ["--port", "0"], { cwd: project, env, stdio: ["ignore", "pipe", "inherit"] });
      const exited = once(child, "exit");
      try {
        let url: string | undefined;
        for await (const line of createInterface({ input: child.stdout })) {
          url = / ready at (http:\/\/127\.0\.0\.1:\d+) /.exec(line)?.[1];
          if (url !== undefined) break;
        }
        expect((await fetch(`${url}/_local/status`)).status).toBe(200);
        expect(await (await fetch(`${url}/connectors`)).text()).toContain("<h1>Salesforce Connectors</h1>");
        expect(await (await fetch(`${url}/style.css`)).text()).toContain("color");
        child.kill("SIGTERM");
        await exited;
        expect(child.exitCode).toBe(0);
      } finally {
        child.kill("SIGKILL");
      }
    });

    test("runs the example of its README", async () => {
      const [example = ""] = blocksOf("local-webex/README.md", "js");
      await writeFile(join(project, "example.mjs"), example);
      expect(await run(process.execPath, ["example.mjs"], project)).toBe("10 of 14 flows\n");
    });

    test("has types that the older module resolution finds", async () => {
      await compileWithOlderResolution(
        project,
        'import { createLocalWebex } from "local-webex-tenant";\nexport const url: Promise<string> = createLocalWebex().then((webex) => webex.url);\n',
      );
    });
  },
);
