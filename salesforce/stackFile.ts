import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isMap, isScalar, parseDocument } from "yaml";

/** The endings that Pulumi knows. */
const endings = ["yaml", "yml", "json"];

/** The keys of a stack's configuration, with the plain values as they are spelled; empty for any other value. */
export type StackConfiguration = ReadonlyMap<string, string>;

/**
 * The configuration file of a stack, as Pulumi finds it from a folder when nothing else is asked for: beside the project's
 * file, or where that says.
 *
 * @returns undefined when there is no such file, or none that can be read
 */
export function configurationOfStack(folder: string, stack: string): StackConfiguration | undefined {
  const project = firstOf(
    parents(folder).flatMap((parent) => endings.map((ending) => join(parent, `Pulumi.${ending}`))),
  );
  if (project === undefined) return undefined;
  const configured = parseDocument(project.text).get("stackConfigDir");
  const place = join(dirname(project.path), typeof configured === "string" ? configured : "");
  const file = firstOf(endings.map((ending) => join(place, `Pulumi.${stack}.${ending}`)));
  return file && configurationIn(file.text);
}

/** The configuration that the text of such a file holds; undefined when it is none. */
export function configurationIn(text: string): StackConfiguration | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const configuration = isMap(document.contents) ? document.contents.get("config", true) : undefined;
  if (!isMap(configuration)) return new Map();
  return new Map(
    configuration.items.map(({ key, value }) => [
      isScalar(key) ? String(key.value) : "",
      isScalar(value) ? (value.source ?? String(value.value)) : "",
    ]),
  );
}

function parents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...parents(parent)];
}

function firstOf(paths: readonly string[]): { path: string; text: string } | undefined {
  for (const path of paths) {
    try {
      return { path, text: readFileSync(path, "utf8") };
    } catch {
      // Then it is one of the others, or there is none.
    }
  }
  return undefined;
}
