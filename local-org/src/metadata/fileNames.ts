import type { MetadataType } from "./metadataType.ts";

/** The full name behind a file name or manifest member: `%2E` stands for a full stop and so on. */
export function decodedFileName(name: string): string {
  return name.replace(/%([0-9A-Fa-f]{2})/g, (_match, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A full name as lists and results show it. Names of profiles may hold characters that file names may not. */
export function encodedFullName(type: MetadataType, fullName: string): string {
  if (type.schema.name !== "Profile") return fullName;
  return fullName.replace(/[%.:/\\[\](){}'"&#?*<>|+]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
}

/** The path of a component in a zip. */
export function componentPath(type: MetadataType, fullName: string): string {
  return `${type.schema.directoryName}/${encodedFullName(type, fullName)}.${type.schema.suffix}`;
}
