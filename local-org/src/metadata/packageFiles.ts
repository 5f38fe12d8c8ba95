/** Which files of a package belong to which components. */
import type { PackageFolder } from "./archive.ts";
import { decodedFileName } from "./fileNames.ts";
import type { MetadataType } from "./metadataType.ts";
import type { PackageManifest } from "./packageManifest.ts";

/** The members that a manifest names for a type, each once; `*` means all files of the type. */
export function namedMembers(manifest: PackageManifest, typeName: string, present: readonly string[]): string[] {
  const members = manifest.types.filter((types) => types.name === typeName).flatMap((types) => types.members);
  const named = members.flatMap((member) => (member === "*" ? present : [decodedFileName(member)]));
  return [...new Set(named)];
}

/** Files of a type in a package: full name to path. */
export function filesOf(folder: PackageFolder, type: MetadataType): Map<string, string> {
  const { directoryName, suffix } = type.schema;
  const found = new Map<string, string>();
  for (const path of folder.files.keys()) {
    if (!path.startsWith(`${directoryName}/`) || !path.endsWith(`.${suffix}`)) continue;
    found.set(decodedFileName(path.slice(directoryName.length + 1, -suffix.length - 1)), path);
  }
  return found;
}

export function filePathOfUnknown(folder: PackageFolder, member: string): string | undefined {
  return [...folder.files.keys()].find((path) => path.slice(path.indexOf("/") + 1).startsWith(`${member}.`));
}

export function missingFile(fullName: string, typeName: string): string {
  return `An object '${fullName}' of type ${typeName} was named in package.xml, but was not found in zipped directory`;
}
