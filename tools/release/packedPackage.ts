import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../../operations/commandLine.ts";
import { assemblePackage } from "../commands/assembledPackage.ts";
import type { PublishedPackage } from "../commands/publishedPackage.ts";
import { runProgram } from "../toolchain/processes.ts";

/** What `npm pack --json` says of a package. */
export interface PackedPackage {
  name: string;
  filename: string;
  /** Path of the tarball. */
  tarball: string;
  /** Folder whose content was packed. */
  content: string;
  /** Paths in the package. */
  files: string[];
  /** Size of the tarball, in bytes. */
  size: number;
}

/**
 * Compiles a package as `npm run build` does, but into `dist` of a folder of its own, and packs it there.
 *
 * @param more fields of the package.json beyond those of every build
 * @throws CommandError when the code does not compile, or npm cannot pack it
 */
export async function packPackage(
  published: PublishedPackage,
  folder: string,
  more: object = {},
): Promise<PackedPackage> {
  const content = join(folder, "dist");
  await mkdir(folder, { recursive: true });
  await assemblePackage({ ...published, manifest: (own) => ({ ...published.manifest(own), ...more }) }, content);
  const packed = await runProgram("npm", ["pack", "--json", "--pack-destination", folder, content], { cwd: folder });
  if (packed.exitCode !== 0) throw new CommandError(`npm cannot pack ${content}:\n${packed.stdout}${packed.stderr}`);
  const [answer] = JSON.parse(packed.stdout) as {
    name: string;
    filename: string;
    size: number;
    files: { path: string }[];
  }[];
  if (!answer) throw new CommandError(`npm pack named no package: ${packed.stdout}`);
  const { name, filename, size, files } = answer;
  return { name, filename, tarball: join(folder, filename), content, files: files.map(({ path }) => path), size };
}
