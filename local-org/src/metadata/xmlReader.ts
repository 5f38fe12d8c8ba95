import { XMLParser, XMLValidator } from "fast-xml-parser";

/** One XML element with its name split into local name and resolved namespace. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Character data of the element itself, references resolved, CDATA verbatim. */
  readonly text: string;
  /** 1-based position of the start tag in the document. */
  readonly line: number;
  readonly column: number;
}

/** The text is not XML this org reads: malformed, too deep, or with a document type. */
export class XmlError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line = 1, column = 1) {
    super(message);
    this.name = "XmlError";
    this.line = line;
    this.column = column;
  }
}

const maximumDepth = 40;
/** Each element and each attribute takes far more memory than its text. */
const maximumMarkup = 500_000;
/** Of a document without the zip in it; the largest files of metadata have a few million. */
const maximumCharacters = 20_000_000;
// XML 1.0 has no form for these, not even as a reference.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are the point
const invalidCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const textKey = "#text";
const cdataKey = "#cdata";
const attributesKey = ":@";

/**
 * Reads one XML document. Document types are refused and only the five predefined entities and character
 * references are resolved, so a document can neither reach outside itself nor grow.
 * @throws XmlError
 */
export function readXml(source: string): XmlElement {
  const text = source.replace(/^\uFEFF/, "");
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new XmlError("Document type declarations are not allowed");
  if (text.length > maximumCharacters) throw new XmlError("The document is too long");
  if (countOf(text, "<") > maximumMarkup) throw new XmlError("The document has too many elements");
  if (countOf(text, "=") > maximumMarkup) throw new XmlError("The document has too many attributes");
  const invalid = invalidCharacter.exec(text);
  if (invalid !== null) throw invalidCharacterError(text, invalid.index);
  const validity = XMLValidator.validate(text);
  if (validity !== true) throw new XmlError(validity.err.msg, validity.err.line, validity.err.col);
  let nodes: RawNode[];
  try {
    nodes = newParser().parse(text) as RawNode[];
  } catch (error) {
    const { message } = error as { message: string };
    throw new XmlError(message.startsWith("[SECURITY]") ? "The document has a name that is not allowed" : message);
  }
  const root = nodes.find((node) => elementName(node) !== undefined);
  if (!root) throw new XmlError("Document has no element");
  return toElement(root, new Map(), positionsOf(text), 1);
}

function countOf(text: string, mark: string): number {
  let count = 0;
  for (let index = text.indexOf(mark); index >= 0; index = text.indexOf(mark, index + 1)) count += 1;
  return count;
}

type RawNode = Record<string, unknown> & { [attributesKey]?: Record<string, string> };
type Positions = (index: number) => { line: number; column: number };

function newParser(): XMLParser {
  return new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: false,
    captureMetaData: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    cdataPropName: cdataKey,
    maxNestedTags: maximumDepth + 1,
  });
}

function elementName(node: RawNode): string | undefined {
  return Object.keys(node).find((key) => key !== textKey && key !== cdataKey && key !== attributesKey);
}

function toElement(
  node: RawNode,
  inherited: ReadonlyMap<string, string>,
  positions: Positions,
  depth: number,
): XmlElement {
  if (depth > maximumDepth) throw new XmlError(`Elements are nested deeper than ${maximumDepth} levels`);
  const qualifiedName = elementName(node) as string;
  const attributes = new Map(
    Object.entries(node[attributesKey] ?? {}).map(([name, value]) => [name, resolveReferences(String(value))]),
  );
  const scope = namespaceScope(attributes, inherited);
  const colon = qualifiedName.indexOf(":");
  const prefix = colon < 0 ? "" : qualifiedName.slice(0, colon);
  const content = node[qualifiedName] as RawNode[];
  const children = content
    .filter((child) => elementName(child) !== undefined)
    .map((child) => toElement(child, scope, positions, depth + 1));
  const metaData = (node as Record<symbol, { startIndex?: number } | undefined>)[metaDataSymbol];
  return {
    name: qualifiedName.slice(colon + 1),
    namespace: scope.get(prefix) ?? "",
    attributes,
    children,
    text: content.map(ownText).join(""),
    ...positions(metaData?.startIndex ?? 0),
  };
}

const metaDataSymbol = XMLParser.getMetaDataSymbol() as unknown as symbol;

function ownText(node: RawNode): string {
  if (textKey in node) return resolveReferences(String(node[textKey]));
  if (cdataKey in node) return (node[cdataKey] as RawNode[]).map((part) => String(part[textKey] ?? "")).join("");
  return "";
}

function namespaceScope(
  attributes: ReadonlyMap<string, string>,
  inherited: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const declared = [...attributes].filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
  if (declared.length === 0) return inherited;
  const scope = new Map(inherited);
  for (const [name, value] of declared) scope.set(name === "xmlns" ? "" : name.slice(6), value);
  return scope;
}

const predefined: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function resolveReferences(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, (reference, body: string) => {
    if (!body.startsWith("#")) return predefined[body] ?? reference;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (character === undefined || invalidCharacter.test(character))
      throw new XmlError(`Character reference "&${body}" is an invalid XML character.`);
    return character;
  });
}

function invalidCharacterError(text: string, index: number): XmlError {
  const { line, column } = positionsOf(text)(index);
  const code = text.charCodeAt(index).toString(16);
  return new XmlError(`An invalid XML character (Unicode: 0x${code}) was found in the document.`, line, column);
}

function positionsOf(text: string): Positions {
  const lineStarts = [0];
  for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) lineStarts.push(index + 1);
  return (index) => {
    let line = 1;
    for (let step = 2 ** Math.ceil(Math.log2(lineStarts.length + 1)); step >= 1; step /= 2) {
      const start = lineStarts[line - 1 + step];
      if (start !== undefined && start <= index) line += step;
    }
    return { line, column: index - (lineStarts[line - 1] as number) + 1 };
  };
}

/** First child of that local name, whatever its namespace. */
export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** Trimmed text of the first child of that local name; undefined when there is none. */
export function childText(element: XmlElement, name: string): string | undefined {
  return childNamed(element, name)?.text.trim();
}
