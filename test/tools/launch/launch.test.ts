import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { isInstalled } from "../../../tools/launch/dependencies.js";
import { passesOn } from "../../../tools/launch/foreground.js";
import { chooseNode, runsCommands } from "../../../tools/launch/nodeProgram.js";

const root = join(import.meta.dirname, "../../..");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "launch-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A checkout with the launcher, one command that tells what it got, and a lock file without packages. */
async function makeCheckout(): Promise<void> {
  await mkdir(join(folder, "tools/toolchain"), { recursive: true });
  await mkdir(join(folder, "tools/commands"));
  await cp(join(root, "tools/launch"), join(folder, "tools/launch"), { recursive: true });
  await cp(join(root, "tools/toolchain/fileLock.js"), join(folder, "tools/toolchain/fileLock.js"));
  const manifest = { name: "checkout", version: "1.0.0", type: "module" };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(
    join(folder, "package-lock.json"),
    JSON.stringify({ ...manifest, lockfileVersion: 3, requires: true, packages: { "": manifest } }),
  );
  await writeFile(
    join(folder, "tools/commands/check.ts"),
    "const told: string = JSON.stringify([process.argv.slice(2), process.env.PATH?.split(':')[1]]);\nconsole.log(told);\nprocess.exitCode = 7;\n",
  );
  await writeFile(
    join(folder, "tools/commands/org.ts"),
    "process.on('SIGTERM', () => process.exit(9));\nconsole.log('up');\nsetInterval(() => {}, 1000);\n",
  );
}

async function launch(...launchArguments: string[]) {
  const child = spawn(process.execPath, [join(folder, "tools/launch/launch.js"), ...launchArguments], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { exitCode: child.exitCode, stdout, stderr };
}

describe("the launcher", () => {
  test("lists the commands on --help, and ends with 2 on anything else", async () => {
    await makeCheckout();
    const help = await launch("--help");
    expect([help.exitCode, help.stdout]).toEqual([0, expect.stringMatching(/up {2,}.*\n {2}down /)]);
    const unknown = await launch("upp");
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringMatching(/^Unknown command "upp"\.\n\nUsage/)]);
    expect((await launch()).exitCode).toBe(2);
  });

  test("installs first, then hands over arguments, PATH and exit code; the second time it installs nothing", async () => {
    await makeCheckout();
    const first = await launch("check", "--a", "b c");
    expect(first.exitCode).toBe(7);
    expect(first.stderr).toContain("Installing the dependencies (npm ci)");
    expect(JSON.parse(first.stdout)).toEqual([["--a", "b c"], join(folder, "node_modules/.bin")]);
    const second = await launch("check");
    expect([second.exitCode, second.stderr]).toEqual([7, ""]);
  });

  test("two at once on a fresh checkout install once", async () => {
    await makeCheckout();
    const runs = await Promise.all([launch("check"), launch("check")]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([7, 7]);
    expect(runs.filter(({ stderr }) => stderr.includes("Installing"))).toHaveLength(1);
  });

  test("installs again when package-lock.json has changed, and after an installation that did not end", async () => {
    await makeCheckout();
    await launch("check");
    await rm(join(folder, "node_modules/.package-lock.sha256"));
    await rm(join(folder, "node_modules/.package-lock.json"), { force: true });
    expect((await launch("check")).stderr).toContain("Installing");
    const lock = join(folder, "package-lock.json");
    await writeFile(lock, `${await readFile(lock, "utf8")}\n`);
    await rm(join(folder, "node_modules/.package-lock.json"), { force: true });
    expect((await launch("check")).stderr).toContain("Installing");
  });

  test("passes SIGTERM on and ends as the command does", async () => {
    await makeCheckout();
    await launch("check");
    const child = spawn(process.execPath, [join(folder, "tools/launch/launch.js"), "org"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([9, null]);
  });
});

describe("which signals are passed on", () => {
  test.each([
    ["SIGINT", false, 5_000, true],
    ["SIGINT", true, 5_000, false],
    ["SIGTERM", true, 5_000, true],
    ["SIGINT", false, 100, false],
  ])("%s, in a terminal: %s, %d ms after the last: %s", (signal, terminal, since, expected) => {
    expect(passesOn(signal, terminal, since)).toBe(expected);
  });
});

describe("the Node.js that a command runs on", () => {
  test.each([
    ["20.20.2", false],
    ["22.18.0", false],
    ["22.19.0", true],
    ["23.5.0", false],
    ["23.6.0", true],
    ["24.0.0", true],
    ["26.1.0", true],
  ])("%s runs the commands: %s", (version, expected) => {
    expect(runsCommands(version)).toBe(expected);
  });

  test("is the running one when it is new enough, else the installed one, else one sentence says what to do", async () => {
    expect(chooseNode(folder, "24.1.0", "/running")).toEqual({ program: "/running" });
    expect(chooseNode(folder, "20.1.0", "/running")).toEqual({
      problem: expect.stringMatching(/^Node\.js 22\.19 .* this is 20\.1\.0.*npm rebuild node/),
    });
    const installed = join(folder, "node_modules/node/bin/node");
    await mkdir(join(folder, "node_modules/node/bin"), { recursive: true });
    await writeFile(installed, "", { mode: 0o755 });
    expect(chooseNode(folder, "20.1.0", "/running")).toEqual({ program: installed });
  });
});

describe("whether what npm installed is what the lock file asks for", () => {
  const wanted = {
    "": { version: "1.0.0" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/darwin": { version: "2.0.0", integrity: "sha512-d", optional: true },
  };
  const a = { "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } };
  test.each([
    ["optional packages for other machines may be missing", a, true],
    ["other packages may not", {}, false],
    ["another version is not the same", { "node_modules/a": { version: "1.0.1", integrity: "sha512-a" } }, false],
    ["another content is not the same", { "node_modules/a": { version: "1.0.0", integrity: "sha512-x" } }, false],
    ["a package too many is not the same", { ...a, "node_modules/b": { version: "1.0.0" } }, false],
  ])("%s", (_name, installed, expected) => {
    expect(isInstalled(wanted, installed)).toBe(expected);
  });
});
