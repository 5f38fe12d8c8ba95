import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

/**
 * The commands as CI systems run them: by a user of any number that the machine has no name for, without a home, in a
 * checkout that belongs to somebody else. Where this test is not run by root, it is its own user, who can write nothing.
 */
const checkout = fileURLToPath(new URL("../../..", import.meta.url));
const isRoot = process.getuid?.() === 0;
const user = isRoot ? randomInt(20_000, 60_000) : undefined;
const parts = [
  "common",
  "local-org",
  "operations",
  "provider",
  "resources",
  "salesforce",
  "tools",
  "package.json",
  "package-lock.json",
  "Pulumi.yaml",
  "Pulumi.dev.yaml",
  "tsconfig.json",
  "tsconfig.build.json",
];

let folder: string;
let copy: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "any-user-"));
  copy = join(folder, "checkout");
  await mkdir(copy);
  for (const part of parts) {
    const filter = (path: string) => !/node_modules|[\\/]dist$/.test(path.slice(checkout.length));
    await cp(join(checkout, part), join(copy, part), { recursive: true, filter });
  }
  await symlink(join(checkout, "node_modules"), join(copy, "node_modules"));
  await chmod(folder, 0o755);
  for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o555);
    else if (entry.isFile()) await chmod(path, 0o444);
  }
  await chmod(copy, 0o555);
  await mkdir(join(folder, "locked"), { mode: 0o555 });
});

afterAll(async () => {
  for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
  await chmod(copy, 0o755);
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command as that user, with these variables and no others. */
function runCommand(command: string, environment: Record<string, string>): Promise<string> {
  const { PATH = "" } = process.env;
  const options = { cwd: copy, env: { PATH, ...environment }, ...(user !== undefined && { uid: user, gid: user }) };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(copy, "tools/launch/launch.js"), command], options, (error, stdout, stderr) =>
      resolve(`exit code ${error?.code ?? 0}\n${stdout}${stderr}`),
    );
  });
}

/** A folder that the user owns. */
async function ownFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  if (user !== undefined) await chown(path, user, user);
  return path;
}

async function withWritableState(work: () => Promise<void>): Promise<void> {
  await chmod(copy, 0o755);
  await ownFolder(join(copy, ".local"));
  try {
    await work();
  } finally {
    await rm(join(copy, ".local"), { recursive: true, force: true });
    await chmod(copy, 0o555);
  }
}

/** A folder that can be found and not written takes the place of LOCKED. */
const withLocked = (environment: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replace("LOCKED", join(folder, "locked/cache"))]),
  );

const noTrace = (output: string) => expect(output).not.toMatch(/\n\s+at |EACCES: permission denied/);

test.each(["up", "org", "build"])(
  "%s: a checkout that cannot be written is named before anything is built, with what to do",
  async (command) => {
    const cache = await ownFolder(join(folder, "cache"));
    const output = await runCommand(command, { PULUMI_SALESFORCE_ACCESS_CACHE: cache });
    expect(output).toMatch(
      /^exit code 1\n.*The checkout \S+ cannot be used: \S+ cannot be written or read \(EACCES\)/s,
    );
    noTrace(output);
  },
  60_000,
);

test.each<[string, Record<string, string>, RegExp]>([
  ["no home", isRoot ? {} : { HOME: "" }, /set PULUMI_SALESFORCE_ACCESS_CACHE to a folder that you may write/],
  [
    "the root as home",
    { HOME: "/" },
    /The cache folder \S+ cannot be used: \S+ cannot be written or read \((EACCES|EROFS)\)\. Set PULUMI_SALESFORCE_ACCESS_CACHE/,
  ],
  [
    "a cache folder of somebody else",
    { PULUMI_SALESFORCE_ACCESS_CACHE: "LOCKED" },
    /The cache folder \S+locked\/cache cannot be used/,
  ],
])("%s: one sentence says which variable to set", (_name, environment: Record<string, string>, sentence) =>
  withWritableState(async () => {
    const output = await runCommand("up", withLocked(environment));
    expect(output).toMatch(sentence);
    expect(output).toMatch(/^exit code 1\n/);
    noTrace(output);
  }),
);
