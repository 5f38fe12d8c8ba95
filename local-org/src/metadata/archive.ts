import { strFromU8, type UnzipFileInfo, unzipSync } from "fflate";

/** Limits of a deploy's zip file, as documented for the Metadata API. */
export const maximumZipBytes = 39 * 1024 * 1024;
const maximumUnzippedBytes = 629_145_600;
const maximumFiles = 10_000;
/** Metadata shrinks to a tenth or so; what grows far more than that is made to fill the memory. */
const maximumGrowth = 200;
const harmlessBytes = 16 * 1024 * 1024;

/** The zip of a deploy cannot be used; the message is for the deploy's result. */
export class ArchiveError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ArchiveError";
  }
}

/**
 * The text files of a zip by path. Sizes are added up before anything is unpacked and never more is unpacked than
 * was announced, so a small zip cannot grow; paths that leave the archive are refused.
 * @throws ArchiveError
 */
export function readArchive(zip: Uint8Array): Map<string, string> {
  if (zip.byteLength > maximumZipBytes) throw new ArchiveError("Maximum size of request reached.");
  let count = 0;
  let bytes = 0;
  const accept = (file: UnzipFileInfo): boolean => {
    if (isUnsafePath(file.name)) throw new ArchiveError(`The path ${file.name} is not allowed in a zip file`);
    count += 1;
    if (count > maximumFiles) throw new ArchiveError(`Too many files in zip, limit is: ${maximumFiles}`);
    if (file.name.endsWith("/")) return false;
    bytes += file.originalSize;
    if (bytes > harmlessBytes && bytes > zip.byteLength * maximumGrowth)
      throw new ArchiveError("The zip file grows too much when it is unpacked");
    if (bytes > maximumUnzippedBytes) throw new ArchiveError("Maximum size of unzipped files reached.");
    return true;
  };
  try {
    const files = unzipSync(zip, { filter: accept });
    return new Map(Object.entries(files).map(([name, data]) => [name, strFromU8(data)]));
  } catch (error) {
    if ((error as Error).name === "ArchiveError") throw error;
    throw new ArchiveError("The zip file cannot be read");
  }
}

function isUnsafePath(path: string): boolean {
  return /^[/\\]|\\|\0|^[a-z]:/i.test(path) || path.split("/").some((part) => part === "..");
}

/** A package inside a zip: its root folder (`""` or ending with a slash) and its files by path below it. */
export interface PackageFolder {
  readonly root: string;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The packages of a zip. A single package lies at the top, or in the one folder at the top; else each folder at the
 * top is one.
 */
export function packageFolders(files: ReadonlyMap<string, string>, singlePackage: boolean): PackageFolder[] {
  if (singlePackage && files.has("package.xml")) return [{ root: "", files }];
  const roots = new Map<string, Map<string, string>>();
  for (const [path, content] of files) {
    const slash = path.indexOf("/");
    const root = path.slice(0, slash + 1);
    if (root === "" && !singlePackage) continue;
    const inside = roots.get(root) ?? new Map<string, string>();
    inside.set(path.slice(slash + 1), content);
    roots.set(root, inside);
  }
  const folders = [...roots].map(([root, inside]) => ({ root, files: inside }));
  if (singlePackage && !(folders.length === 1 && folders[0]?.files.has("package.xml"))) return [{ root: "", files }];
  return folders.length === 0 ? [{ root: "", files: new Map() }] : folders;
}
