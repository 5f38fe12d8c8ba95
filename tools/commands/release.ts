import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asksForHelp, CommandError, readOptions } from "../../operations/commandLine.ts";
import { runInForeground } from "../launch/foreground.js";
import { inspectContents } from "../release/contents.ts";
import { type PackedPackage, packPackage } from "../release/packedPackage.ts";
import { publishArguments, publisherOf } from "../release/publication.ts";
import { readVersion, writeVersion } from "../release/versions.ts";
import { runProgram } from "../toolchain/processes.ts";
import { root } from "./checkout.ts";
import { type PublishedPackage, publishedPackages } from "./publishedPackage.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run release -- [--dry-run] [--set-version VERSION]

Builds all packages, checks every file in them, and publishes them to npm with provenance. Refuses a working tree with
changes, versions or a changelog that do not agree, a commit without the tag of the version, and any place that cannot
sign the provenance: the workflow "Release" on GitHub can. A package that is published already is left alone.
  --dry-run              says what would be published and what is wrong, and publishes nothing; needs no tag
  --set-version VERSION  writes the version in all places and does nothing else`;

const git = async (...gitArguments: string[]) => {
  const { exitCode, stdout, stderr } = await runProgram("git", gitArguments, { cwd: root });
  if (exitCode !== 0) throw new CommandError(`git ${gitArguments.join(" ")} failed: ${stderr.trim()}`);
  return stdout.trim();
};

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const options = { "dry-run": { type: "boolean" }, "set-version": { type: "string" } } as const;
  const { "dry-run": isDryRun = false, "set-version": newVersion } = readOptions(more, options, help);
  if (newVersion !== undefined) return setVersion(newVersion);
  const { version, problems } = await problemsOfCheckout(isDryRun);
  // A dry run goes on, to say everything that is wrong at once.
  if (!isDryRun) refuse(problems);
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  try {
    const packages = await Promise.all(
      publishedPackages.map(async (published) => ({ published, packed: await pack(published, folder) })),
    );
    for (const { published, packed } of packages) {
      problems.push(...(await inspectContents(published, packed, root)).map((problem) => `${packed.name}: ${problem}`));
      console.log(`${packed.name} ${version}: ${packed.files.length} files, ${Math.ceil(packed.size / 1024)} kB`);
      for (const file of packed.files) console.log(`  ${file}`);
      console.log(`  npm ${publishArguments(packed.filename, version).join(" ")}\n`);
      if (isDryRun) problems.push(...(await rehearse(packed, version)));
    }
    refuse(problems);
    if (isDryRun) {
      console.log(`Ready: tag the commit v${version} and push the tag. Nothing was published.`);
      return 0;
    }
    for (const { packed } of packages) {
      const code = await publish(packed, version);
      if (code !== 0) return code;
    }
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function setVersion(version: string): Promise<number> {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
    throw new CommandError(`${version} is not a version such as 1.2.3.\n\n${help}`, 2);
  }
  console.log(`Written: ${(await writeVersion(root, version)).join(", ")}.`);
  return 0;
}

async function problemsOfCheckout(isDryRun: boolean): Promise<{ version: string; problems: string[] }> {
  const { version, problems } = await readVersion(root);
  const changes = await git("status", "--porcelain");
  if (changes !== "") problems.push(`The working tree has changes; commit them first:\n${changes}`);
  if (!isDryRun) {
    const tags = (await git("tag", "--points-at", "HEAD")).split("\n");
    if (!tags.includes(`v${version}`)) problems.push(`This commit does not have the tag v${version}.`);
    if (!publisherOf(process.env)) {
      problems.push('There is nobody here to sign the provenance: push the tag, and the workflow "Release" publishes.');
    }
  }
  return { version, problems };
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new CommandError(`Not ready for a release:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
}

/** What npm itself would refuse. */
async function rehearse({ name, tarball }: PackedPackage, version: string): Promise<string[]> {
  const rehearsal = [...publishArguments(tarball, version), "--dry-run"];
  const { exitCode, stderr } = await runProgram("npm", rehearsal, { cwd: root });
  return exitCode === 0 ? [] : [`${name}: npm refuses it: ${stderr.trim()}`];
}

async function pack(published: PublishedPackage, folder: string) {
  const name = published.folder === "." ? "access" : published.folder;
  return packPackage(published, join(folder, name), publisherOf(process.env));
}

async function publish({ name, tarball }: PackedPackage, version: string): Promise<number> {
  const known = await runProgram("npm", ["view", `${name}@${version}`, "version"], { cwd: root });
  if (known.exitCode === 0 && known.stdout.trim() === version) {
    console.log(`${name} ${version} is published already.`);
    return 0;
  }
  return runInForeground("npm", publishArguments(tarball, version), { cwd: root, env: process.env });
}
