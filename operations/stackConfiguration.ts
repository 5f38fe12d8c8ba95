import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, type YAMLMap } from "yaml";
import { configurationOf, parseStackFile, plainValues } from "../common/stackFile.ts";
import { settingKey } from "../salesforce/settings.ts";

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
  return new Map(
    plainValues(text).flatMap(([key, value]) =>
      key.startsWith(prefix) && value !== undefined ? [[key.slice(prefix.length), value] as const] : [],
    ),
  );
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
