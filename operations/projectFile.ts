import { parse } from "yaml";

/** What matters here of a Pulumi.yaml. */
export interface ProjectFile {
  name: string;
  /** The keys of the project's own that it declares under `config`, without the project's name. */
  configurationKeys: Set<string>;
  /** Their defaults, of those that have one. */
  configurationDefaults: { [key: string]: unknown };
}

/** @throws Error when the text is no Pulumi.yaml with a name */
export function readProjectFile(text: string): ProjectFile {
  const file: unknown = parse(text, { logLevel: "error" });
  const { name, config } = (isMapping(file) ? file : {}) as { name?: unknown; config?: unknown };
  if (typeof name !== "string" || name === "") throw new Error("Pulumi.yaml has no name.");
  const declared = isMapping(config) ? config : {};
  const defaults = Object.entries(declared).flatMap(([key, value]) =>
    isMapping(value) && value.default !== undefined ? [[key, value.default]] : [],
  );
  return {
    name,
    configurationKeys: new Set(Object.keys(declared)),
    configurationDefaults: Object.fromEntries(defaults),
  };
}

/** Whether the project is the one of this repository, or a copy: then the keys of its configuration are known. */
export function isOwnProgram({ configurationKeys }: ProjectFile): boolean {
  return ["contactEmail", "username", "adopt", "certificatePem"].every((key) => configurationKeys.has(key));
}

function isMapping(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
