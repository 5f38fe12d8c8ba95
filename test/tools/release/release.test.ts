import { generateKeyPairSync } from "node:crypto";
import { appendFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { root } from "../../../tools/commands/checkout.ts";
import { accessPackage } from "../../../tools/commands/publishedPackage.ts";
import { inspectContents } from "../../../tools/release/contents.ts";
import { publishArguments, publisherOf } from "../../../tools/release/publication.ts";
import { runProgram } from "../../../tools/toolchain/processes.ts";

// All packages are compiled.
jest.setTimeout(180_000);

describe("the command, in a copy of the checkout under git", () => {
  let copy: string;

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "release-"));
    const leftOut = [".git", ".local", "node_modules", "dist", "test"];
    for (const part of (await readdir(root)).filter((name) => !leftOut.includes(name))) {
      await cp(join(root, part), join(copy, part), {
        recursive: true,
        filter: (path) => !/\/(node_modules|dist|test)$/.test(path),
      });
    }
    await symlink(join(root, "node_modules"), join(copy, "node_modules"));
    // A link is no folder to git, which would see it as new.
    await appendFile(join(copy, ".gitignore"), "node_modules\n");
    await git("init", "-q");
    await commit();
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  async function git(...gitArguments: string[]) {
    const author = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgSign=false"];
    const { exitCode, stderr } = await runProgram("git", [...author, ...gitArguments], { cwd: copy });
    if (exitCode !== 0) throw new Error(stderr);
  }
  async function commit() {
    await git("add", "--all");
    await git("commit", "-q", "-m", "A state of the tree");
  }
  async function release(...more: string[]) {
    const { NODE_OPTIONS: _ofJest, ACTIONS_ID_TOKEN_REQUEST_URL: _signer, ...env } = process.env;
    const program = [join(copy, "tools", "commands", "release.ts"), ...more];
    return runProgram(process.execPath, program, { cwd: copy, env });
  }

  test("refuses everything that is wrong at once, before it builds anything", async () => {
    await writeFile(join(copy, "unknown.txt"), "");
    const { exitCode, stdout, stderr } = await release();
    await rm(join(copy, "unknown.txt"));
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("?? unknown.txt");
    expect(stderr).toMatch(/This commit does not have the tag v\d/);
    expect(stderr).toContain("nobody here to sign the provenance");
  });

  test("a version that is none is refused, and nothing is written", async () => {
    expect(await release("--set-version", "next")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("next is not a version such as 1.2.3."),
    });
  });

  test("a dry run lists the files of all packages and what would be called, and leaves nothing behind", async () => {
    expect(await release("--set-version", "7.8.9")).toMatchObject({ exitCode: 0 });
    await commit();
    const { exitCode, stdout, stderr } = await release("--dry-run");
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^pulumi-salesforce-access 7\.8\.9: \d+ files, \d+ kB$/m);
    expect(stdout).toMatch(/^local-salesforce-org 7\.8\.9: \d+ files, \d+ kB$/m);
    expect(stdout).toMatch(/^ {2}resources\/index\.js$/m);
    expect(stdout).toContain("npm publish local-salesforce-org-7.8.9.tgz --provenance --access public --tag latest");
    expect(stdout).toContain("Nothing was published.");
    expect((await runProgram("git", ["status", "--porcelain"], { cwd: copy })).stdout).toBe("");
  });

  test("a tagged commit is still not published from a machine that cannot sign", async () => {
    await git("tag", "v7.8.9");
    const { exitCode, stderr } = await release();
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("nobody here to sign")]);
    expect(stderr).not.toContain("tag v7.8.9.");
  });
});

test("what does not belong in a package is told: other files, keys, tokens, paths of the machine", async () => {
  const content = await mkdtemp(join(tmpdir(), "content-"));
  try {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const key = privateKey.export({ type: "pkcs8", format: "pem" });
    const files: Record<string, string> = {
      "resources/index.js": "export const a = 1;",
      "resources/notes.txt": "",
      "test/index.js": "",
      "provider/key.js": `export const key = ${JSON.stringify(key)};`,
      "provider/token.js": `const token = "npm_${"a1".repeat(18)}";`,
      "provider/session.js": `const session = "00D5g000004XyzA!${"Ab1._".repeat(8)}";`,
      "provider/path.js": `// ${root}/provider/path.ts`,
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(content, path, ".."), { recursive: true });
      await writeFile(join(content, path), text);
    }
    const packed = { name: "n", filename: "", tarball: "", content, files: Object.keys(files), size: 1 };
    expect(await inspectContents(accessPackage, packed, root)).toEqual([
      "resources/notes.txt is not expected.",
      "test/index.js is not expected.",
      "provider/key.js contains a private key.",
      "provider/token.js contains a token of npm.",
      "provider/session.js contains an access token of Salesforce.",
      `provider/path.js contains the path ${root}.`,
    ]);
  } finally {
    await rm(content, { recursive: true, force: true });
  }
});

describe("who publishes", () => {
  const job = {
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "owner/name",
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example.com",
  };

  test("is a job that may sign; the package names its repository", () => {
    expect(publisherOf(job)).toEqual({ repository: { type: "git", url: "git+https://github.com/owner/name.git" } });
  });

  test.each(Object.keys(job))("is nobody without %s", (name) => {
    expect(publisherOf({ ...job, [name]: undefined })).toBeUndefined();
  });

  test("a version before a release does not become what everybody installs", () => {
    expect(publishArguments("a.tgz", "1.0.0")).toContain("latest");
    expect(publishArguments("a.tgz", "1.0.0-rc.1")).toContain("next");
    expect(publishArguments("a.tgz", "1.0.0-rc.1")).not.toContain("latest");
  });
});
