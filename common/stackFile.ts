import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Document, isMap, isScalar, parseDocument, type YAMLMap } from "yaml";

/** A text is no YAML, or no configuration file of a Pulumi stack. */
export class StackFileError extends Error {
  override name = "StackFileError";
}

/** The endings that Pulumi knows. */
const endings = ["yaml", "yml", "json"];

/** The keys of a stack's configuration, with the plain values as they are spelled; empty for any other value. */
type StackConfiguration = ReadonlyMap<string, string>;

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
  try {
    return new Map(plainValues(text).map(([key, value]) => [key, value ?? ""]));
  } catch (error) {
    if (error instanceof StackFileError) return undefined;
    throw error;
  }
}

/**
 * The keys of the configuration in such a text; with a plain value as it is spelled, `67.0` as `67.0`, any other undefined.
 *
 * @throws StackFileError when the text is no configuration file
 */
export function plainValues(text: string): [key: string, value: string | undefined][] {
  return (configurationOf(parseStackFile(text))?.items ?? []).map(({ key, value }) => [
    isScalar(key) ? String(key.value) : "",
    isScalar(value) ? (value.source ?? String(value.value)) : undefined,
  ]);
}

/** @throws StackFileError when a text is no configuration file */
export function parseStackFile(text: string): Document.Parsed {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new StackFileError(`it cannot be read as YAML: ${error.message.split(":\n")[0]}`);
  if (!isEmpty(document.contents) && !isMap(document.contents)) {
    throw new StackFileError("it holds no keys with values, as a Pulumi.<stack>.yaml does");
  }
  return document;
}

/**
 * The mapping `config`, or undefined when there is none or it is empty.
 *
 * @throws StackFileError when `config` is something else
 */
export function configurationOf(document: Document.Parsed): YAMLMap | undefined {
  const configuration = isMap(document.contents) ? document.contents.get("config", true) : undefined;
  if (isMap(configuration)) return configuration as YAMLMap;
  if (isEmpty(configuration)) return undefined;
  throw new StackFileError("its config holds no keys with values");
}

/** Whether a node is not there, or says nothing. */
export function isEmpty(node: unknown): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null);
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
