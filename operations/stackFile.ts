import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import { settingKey } from "../salesforce/settings.ts";

/** A plain value. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** A text is no YAML, or no configuration file of a Pulumi stack. */
export class StackFileError extends Error {
  override name = "StackFileError";
}

/**
 * A stack's configuration file with more keys. Comments, order and spelling of what is there stay.
 *
 * @param text the file as it is; empty for a new one
 * @returns the new text, or the keys that are there already with another value
 * @throws StackFileError when the text is no configuration file
 */
export function withConfiguration(
  text: string,
  values: { [key: string]: Plain },
): { text: string } | { conflicts: string[] } {
  const document = read(text);
  const there = configurationIn(document);
  const known = there?.toJS(document) ?? {};
  const conflicts = Object.entries(values)
    .filter(
      ([key, value]) => !key.startsWith(settingKey("")) && there?.has(key) && !isDeepStrictEqual(known[key], value),
    )
    .map(([key]) => key);
  if (conflicts.length > 0) return { conflicts };
  const missing = Object.entries(values).filter(([key]) => !there?.has(key));
  const configuration = there ?? addConfiguration(document);
  if (missing.length > 0) configuration.flow = false;
  for (const [key, value] of missing) configuration.set(document.createNode(key), document.createNode(value));
  const written = document.toString({
    indent: indentIn(text),
    lineWidth: 0,
    // Texts as in JSON, which YAML includes: nothing in them can be taken for anything else.
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
    doubleQuotedAsJSON: true,
  });
  return { text: text.includes("\r\n") ? written.replaceAll("\n", "\r\n") : written };
}

/**
 * The settings of the connection in a stack's configuration file, by name, as they are spelled: `67.0` stays `67.0`.
 *
 * @throws StackFileError when the text is no configuration file
 */
export function connectionKeys(text: string): Map<string, string> {
  const prefix = settingKey("");
  const found = new Map<string, string>();
  for (const { key, value } of configurationIn(read(text))?.items ?? []) {
    const name = isScalar(key) ? String(key.value) : "";
    if (!name.startsWith(prefix) || !isScalar(value)) continue;
    found.set(name.slice(prefix.length), value.source ?? String(value.value));
  }
  return found;
}

function read(text: string): Document.Parsed {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new StackFileError(`it cannot be read as YAML: ${error.message.split(":\n")[0]}`);
  if (!isEmpty(document.contents) && !isMap(document.contents)) {
    throw new StackFileError("it holds no keys with values, as a Pulumi.<stack>.yaml does");
  }
  return document;
}

/** The mapping `config`, or undefined when there is none or it is empty. */
function configurationIn(document: Document.Parsed): YAMLMap | undefined {
  const configuration = isMap(document.contents) ? document.contents.get("config", true) : undefined;
  if (isMap(configuration)) return configuration as YAMLMap;
  if (isEmpty(configuration)) return undefined;
  throw new StackFileError("its config holds no keys with values");
}

function addConfiguration(document: Document): YAMLMap {
  if (!isMap(document.contents)) {
    const comment = document.contents?.comment;
    document.contents = document.createNode({});
    if (comment) document.contents.comment = comment;
  }
  const root = document.contents as YAMLMap;
  const before = root.get("config", true) as { comment?: string | null } | undefined;
  const configuration = document.createNode({}) as YAMLMap;
  // What stands behind an empty "config:" is a note on it.
  if (before?.comment) configuration.commentBefore = before.comment;
  root.flow = false;
  root.set("config", configuration);
  return configuration;
}

/** How many spaces the first indented line has; 2 where there is none. */
function indentIn(text: string): number {
  return /^( +)\S/m.exec(text)?.[1]?.length ?? 2;
}

function isEmpty(node: unknown): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null);
}
