import { childText, readXml, type XmlElement } from "./xmlReader.ts";

/** package.xml, or one of the destructiveChanges files. */
export interface PackageManifest {
  /** In the order of the file; members may be `*`. */
  readonly types: readonly { readonly name: string; readonly members: readonly string[] }[];
  /** API version such as 68; undefined when the manifest names none. */
  readonly apiVersion: number | undefined;
}

/**
 * Reads a manifest.
 * @throws XmlError
 */
export function readManifest(text: string): PackageManifest {
  return manifestOf(readXml(text));
}

/** The manifest in an element with the children of a package.xml. */
export function manifestOf(root: XmlElement): PackageManifest {
  const version = childText(root, "version");
  return {
    types: root.children.filter((child) => child.name === "types").map(readTypes),
    apiVersion: version && /^\d+(\.\d+)?$/.test(version) ? Math.floor(Number(version)) : undefined,
  };
}

function readTypes(source: XmlElement): { name: string; members: string[] } {
  const members = source.children.filter((child) => child.name === "members").map((child) => child.text.trim());
  return { name: childText(source, "name") ?? "", members };
}
