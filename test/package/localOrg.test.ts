import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { engineTimeout } from "../engine/engine.ts";
import { packPackage, run } from "./packedPackage.ts";

// An npm without a cache downloads all dependencies once more.
jest.setTimeout(2 * engineTimeout);

const program = `
import { createLocalOrg } from "pulumi-salesforce-access/local-org";

const local = await createLocalOrg();
const headers = { authorization: "Bearer " + local.org.deployer.accessToken };
const soql = encodeURIComponent("SELECT Name FROM Profile WHERE Name = 'Standard User'");
const answer = await fetch(local.url + "/services/data/v67.0/query?q=" + soql, { headers });
console.log((await answer.json()).records[0].Name);
await local.stop();
`;

describe("the local org of the packed package, in a folder with nothing else", () => {
  let folder: string;
  let project: string;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "packed-org-")));
    project = join(folder, "project");
    const { tarball } = await packPackage(folder);
    await mkdir(project);
    await writeFile(join(project, "package.json"), "{}");
    await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", tarball], project);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("starts by its command, shows its Setup, and ends by a signal", async () => {
    const command = join(project, "node_modules", ".bin", "local-salesforce-org");
    const { NODE_OPTIONS: _ofJest, ...env } = process.env;
    const child = spawn(command, ["--port", "0"], { cwd: project, env, stdio: ["ignore", "pipe", "inherit"] });
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
    expect(await run(process.execPath, ["--disable-warning=ExperimentalWarning", "program.mjs"], project)).toBe(
      "Standard User\n",
    );
  });
});
