import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "../../common/replaceFile.ts";
import type { CacheLayout } from "./cacheFolder.ts";
import { hasCompanions, isExecutable } from "./installedPulumi.ts";
import { oldestPulumiVersion } from "./versions.ts";

/** What was chosen, with enough to notice that the file has become another one (an upgrade by the user). */
interface Choice {
  pulumi: string;
  size: number;
  modified: number;
  oldestPulumiVersion: string;
}

/** The CLI that an earlier run chose, if all of the toolchain is still as it was then; no program is started. */
export async function recallChoice(layout: CacheLayout): Promise<string | undefined> {
  try {
    const choice = JSON.parse(await readFile(layout.choice, "utf8")) as Choice;
    const { size, mtimeMs } = await stat(choice.pulumi);
    const unchanged =
      choice.size === size && choice.modified === mtimeMs && choice.oldestPulumiVersion === oldestPulumiVersion;
    const complete = unchanged && (await isExecutable(layout.tlsPlugin)) && (await hasCompanions(choice.pulumi));
    return complete ? choice.pulumi : undefined;
  } catch {
    // Missing or damaged: it is only a memory, and is made again.
    return undefined;
  }
}

/** Remembers a complete toolchain for the next run. */
export async function rememberChoice(layout: CacheLayout, pulumi: string): Promise<void> {
  const { size, mtimeMs } = await stat(pulumi);
  const choice: Choice = { pulumi, size, modified: mtimeMs, oldestPulumiVersion };
  await mkdir(dirname(layout.choice), { recursive: true });
  await replaceFile(layout.choice, `${JSON.stringify(choice, undefined, 2)}\n`);
}
