import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

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
