import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar, type YAMLMap } from "yaml";
import { settingKey } from "../common/settingNames.ts";
import { configurationOf, parseStackFile, plainValues, StackFileError } from "../common/stackFile.ts";
import { stackSettings } from "../salesforce/settings.ts";

/** A plain value. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

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
  const document = parseStackFile(text);
  const there = configurationOf(document);
  const known = there?.toJS(document) ?? {};
  const conflicts = Object.entries(values)
    .filter(
      ([key, value]) => !key.startsWith(settingKey("")) && there?.has(key) && !isDeepStrictEqual(known[key], value),
    )
    .map(([key]) => key);
  if (conflicts.length > 0) return { conflicts };
  const missing = Object.entries(values).filter(([key]) => !there?.has(key));
  addValues(document, there, missing);
  return { text: textOf(document, text) };
}

/**
 * A stack's configuration file with other values for some keys, which are added where they are missing. Comments, order and
 * spelling of everything else stay.
 *
 * @param text the file as it is; empty for a new one
 * @throws StackFileError when the text is no configuration file, or a key holds something else than a plain value
 */
export function withValues(text: string, values: { [key: string]: string | number }): string {
  const document = parseStackFile(text);
  const there = configurationOf(document);
  for (const [key, value] of Object.entries(values)) {
    const node = there?.get(key, true);
    if (node === undefined) continue;
    // A secret that Pulumi has encrypted is a mapping: nobody but Pulumi writes that.
    if (!isScalar(node)) throw new StackFileError(`${key} holds no plain value`);
    if (node.value === value) continue;
    node.value = value;
    node.type = typeof value === "string" ? "QUOTE_DOUBLE" : "PLAIN";
    delete node.source;
  }
  const missing = Object.entries(values).filter(([key]) => !there?.has(key));
  addValues(document, there, missing);
  return textOf(document, text);
}

function addValues(document: Document.Parsed, there: YAMLMap | undefined, values: [key: string, value: Plain][]): void {
  const configuration = there ?? addConfiguration(document);
  if (values.length > 0) configuration.flow = false;
  for (const [key, value] of values) configuration.set(document.createNode(key), document.createNode(value));
}

/** A document as a text, in the form that the text before had. */
export function textOf(document: Document.Parsed, before: string): string {
  const written = document.toString({
    indent: indentIn(before),
    lineWidth: 0,
    // Texts as in JSON, which YAML includes: nothing in them can be taken for anything else.
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
    doubleQuotedAsJSON: true,
  });
  return before.includes("\r\n") ? written.replaceAll("\n", "\r\n") : written;
}

/**
 * The settings of the connection in a stack's configuration file, by name, as they are spelled: `67.0` stays `67.0`.
 *
 * @throws StackFileError when the text is no configuration file
 */
export function connectionKeys(text: string): Map<string, string> {
  const prefix = settingKey("");
  return new Map(
    plainValues(text).flatMap(([key, value]) =>
      key.startsWith(prefix) && value !== undefined ? [[key.slice(prefix.length), value] as const] : [],
    ),
  );
}

/**
 * What is wrong with the settings of the connection in such a file, which the engine would refuse or read in its own way:
 * keys that are none but are meant to be, and values that only Pulumi can decrypt. Values are in no message.
 *
 * @throws StackFileError when the text is no configuration file
 */
export function problemsOfConnectionKeys(text: string): string[] {
  const namespace = settingKey("").replace(/:.*/, ":");
  const ours = plainValues(text).filter(([key]) => key.startsWith(namespace));
  const encrypted = ours.filter(([key, value]) => key.startsWith(settingKey("")) && value === undefined);
  const names = Object.fromEntries(ours.map(([key, value]) => [key.slice(namespace.length), value ?? ""]));
  return [
    ...stackSettings(JSON.stringify(names)).problems,
    ...encrypted.map(
      ([key]) =>
        `${key} is no plain text: it is encrypted, a list or a mapping, and only Pulumi can read it. It is no secret: set it as one text, or set its environment variable for this command.`,
    ),
  ];
}

/** Gives a document a mapping `config`, in the place of an empty one. */
export function addConfiguration(document: Document): YAMLMap {
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
