import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { configurationOf, isEmpty, parseStackFile, StackFileError } from "../common/stackFile.ts";
import { addConfiguration, type Plain, textOf } from "./stackConfiguration.ts";

/**
 * A stack's configuration file with one value below a key of its configuration, as `pulumi config set --path` sets it.
 * Comments, order and spelling of everything else stay; of a list, those of the items that stay.
 *
 * @param text the file as it is; empty for a new one
 * @param path the key of the configuration, and below it the names down to the value
 * @throws StackFileError when the text is no configuration file, or holds on the way something that is not to be changed
 */
export function withNestedValue(text: string, path: readonly string[], value: Plain): string {
  const document = parseStackFile(text);
  let map = configurationOf(document) ?? addConfiguration(document);
  map.flow = false;
  for (const [depth, name] of path.slice(0, -1).entries()) map = mapIn(document, map, path.slice(0, depth + 1), name);
  const last = path.at(-1) as string;
  const before = map.get(last, true) as Node | undefined;
  refuseSpecial(before, path);
  const items = isSeq(before) && Array.isArray(value) ? before : undefined;
  if (items) setItems(document, items, value as Plain[]);
  else
    map.set(
      before === undefined ? document.createNode(last) : last,
      withCommentsOf(before, document.createNode(value)),
    );
  return textOf(document, text);
}

/** The mapping below a name, which is made where there is none. */
function mapIn(document: Document, map: YAMLMap, path: readonly string[], name: string): YAMLMap {
  const there = map.get(name, true) as Node | undefined;
  refuseSpecial(there, path);
  if (isMap(there) && there.items.length > 0) return there as YAMLMap;
  if (!isMap(there) && !isEmpty(there)) throw new StackFileError(`${path.join(".")} holds no names with values`);
  const made = withCommentsOf(there, document.createNode({}));
  map.flow = false;
  map.set(there === undefined ? document.createNode(name) : name, made);
  return made;
}

/** What Pulumi alone may write, and what stands in two places at once. */
function refuseSpecial(node: Node | undefined, path: readonly string[]): void {
  if (isMap(node) && node.items.length === 1 && node.has("secure")) {
    throw new StackFileError(`${path.join(".")} is encrypted, and only Pulumi can write it`);
  }
  if (isAlias(node) || (node as { anchor?: string } | undefined)?.anchor !== undefined) {
    throw new StackFileError(
      `${path.join(".")} is shared with another place of the file (& or *), so it is not changed here`,
    );
  }
}

function withCommentsOf<Made extends Node>(before: Node | undefined, made: Made): Made {
  const above = [before?.commentBefore, isScalar(made) ? undefined : before?.comment].filter(Boolean).join("\n");
  if (above) made.commentBefore = above;
  if (before?.comment && isScalar(made)) made.comment = before.comment;
  return made;
}

/** Takes items out of a list and adds others at its end: what stays keeps its place. */
function setItems(document: Document, items: YAMLSeq, value: readonly Plain[]): void {
  const left = new Set(value.map((item) => JSON.stringify(item)));
  items.items = items.items.filter((item) => left.delete(JSON.stringify((item as Node).toJS(document))));
  for (const item of value) if (left.has(JSON.stringify(item))) items.add(document.createNode(item));
}
