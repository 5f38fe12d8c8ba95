/**
 * What a metadata component holds, by element, in the one form in which it is read and written: a text, further
 * elements, or a list where the element is repeated. What is undefined is not there.
 */
export type MetadataElements = { [element: string]: unknown };

const namespace = "http://soap.sforce.com/2006/04/metadata";
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * The elements of a component as the client has parsed it. Attributes (`$`) say nothing that a file holds; a value that
 * is nil is not there; an element that is there and empty stays so.
 */
export function elementsOf(parsed: object): MetadataElements {
  const entries = Object.entries(parsed)
    .filter(([name]) => name !== "$" && name !== "_")
    .map(
      ([name, value]) =>
        [name, Array.isArray(value) ? value.map(plainValue).filter(isThere) : plainValue(value)] as const,
    )
    .filter(([, value]) => (Array.isArray(value) ? value.length > 0 : isThere(value)));
  return Object.fromEntries(entries);
}

function plainValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const { $: attributes, _: text } = value as { $?: Record<string, string>; _?: string };
  if (Object.entries(attributes ?? {}).some(([name, nil]) => /(^|:)nil$/.test(name) && nil === "true"))
    return undefined;
  if (text !== undefined) return text;
  const elements = elementsOf(value);
  return attributes && Object.keys(elements).length === 0 ? "" : elements;
}

const isThere = (value: unknown) => value !== undefined;

/** Text of a metadata file. Elements stand in the order of the code points of their names, as the Metadata API writes them. */
export function metadataFile(type: string, elements: MetadataElements): string {
  const sorted = Object.entries(elements).sort(([left], [right]) => (left < right ? -1 : 1));
  return `${declaration}<${type} xmlns="${namespace}">\n${elementLines(sorted, "    ").join("\n")}\n</${type}>\n`;
}

function elementLines(elements: [string, unknown][], indent: string): string[] {
  return elements.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((item) => {
      if (item === undefined || item === null) return [];
      if (typeof item !== "object") return [`${indent}<${name}>${escapeXml(String(item))}</${name}>`];
      return [`${indent}<${name}>`, ...elementLines(Object.entries(item), `${indent}    `), `${indent}</${name}>`];
    }),
  );
}

/** The manifest of components, `package.xml` or `destructiveChanges.xml`. */
export function manifestFile(components: readonly { type: string; fullName: string }[], apiVersion: string): string {
  const types = [...new Set(components.map(({ type }) => type))].map((type) => {
    const members = components.filter((component) => component.type === type).map(({ fullName }) => fullName);
    const lines = members.map((member) => `        <members>${escapeXml(member)}</members>\n`).join("");
    return `    <types>\n${lines}        <name>${type}</name>\n    </types>\n`;
  });
  return `${declaration}<Package xmlns="${namespace}">\n${types.join("")}    <version>${apiVersion}</version>\n</Package>\n`;
}

/** Escapes a text for XML. A carriage return is written as a reference, because a parser takes a plain one for a line feed. */
function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\r/g, "&#xD;");
}

/** Whether an element says true. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** The text of an element; empty for one that is not there. */
export function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}
