import { manifestOf, type PackageManifest } from "./packageManifest.ts";
import { childNamed, childText, type XmlElement } from "./xmlReader.ts";

/** What a retrieve asks for. */
export interface RetrieveRequest {
  /** Such as 68; the manifest's own version wins. */
  readonly apiVersion: number;
  readonly singlePackage: boolean;
  readonly packageNames: readonly string[];
  /** Paths of single files, such as `permissionsets/Access.permissionset`. */
  readonly specificFiles: readonly string[];
  readonly manifest: PackageManifest;
}

/** Reads the parameter of a retrieve, whatever its name. */
export function readRetrieveRequest(source: XmlElement | undefined, callVersion: number): RetrieveRequest {
  const texts = (name: string) =>
    (source?.children ?? [])
      .filter((child) => child.name === name)
      .map((child) => child.text.trim())
      .filter((text) => text !== "");
  const unpackaged = source && childNamed(source, "unpackaged");
  const manifest: PackageManifest = unpackaged ? manifestOf(unpackaged) : { types: [], apiVersion: undefined };
  const asked = Math.floor(Number(source && childText(source, "apiVersion")));
  return {
    apiVersion: manifest.apiVersion ?? (asked > 0 ? asked : callVersion),
    singlePackage: texts("singlePackage")[0] === "true",
    packageNames: texts("packageNames"),
    specificFiles: texts("specificFiles"),
    manifest,
  };
}
