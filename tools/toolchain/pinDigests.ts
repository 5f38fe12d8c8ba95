/**
 * Writes digests.json: `node tools/toolchain/pinDigests.ts`, once for each change of a version in versions.ts, on a
 * machine that reaches Pulumi's releases. Compare the written lines with Pulumi's release page before you commit them:
 * from then on they decide which archives are used.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archivesFor, fetchFile, machines, officialReleases } from "./officialDownloads.ts";

const folder = await mkdtemp(join(tmpdir(), "pin-digests-"));
try {
  const digests: Record<string, string> = {};
  for (const { platform, architecture } of machines) {
    for (const { name, path } of Object.values(archivesFor(platform, architecture) ?? {})) {
      digests[name] = await fetchFile(`${officialReleases}/${path}`, join(folder, name));
      console.log(`${digests[name]}  ${name}`);
    }
  }
  await writeFile(new URL("digests.json", import.meta.url), `${JSON.stringify(digests, undefined, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
