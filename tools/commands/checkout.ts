import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folder in which somebody has called npm, which starts everything in the checkout: relative paths are meant from there. */
export function calledFrom(): string {
  const folder = process.env.INIT_CWD;
  return folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : root;
}

const local = join(root, ".local");

/** Everything that stack `dev` keeps; one folder that git ignores. */
export const localFolders = {
  local,
  /** The file back end of Pulumi. */
  pulumi: join(local, "pulumi"),
  /** What the local org remembers. */
  org: join(local, "org"),
  /** Which process is the local org, and where it answers. */
  orgRecord: join(local, "org.json"),
  orgLog: join(local, "org.log"),
  orgLock: join(local, "org.lock"),
};
