/** Escapes character data and attribute values. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => escapes[character] as string).replace(invalidCharacters, "");
}

const escapes: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };
// XML 1.0 has no form for these, not even as a reference.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are the point
const invalidCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** `<name>text</name>`, or nothing when the value is undefined. */
export function textElement(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? "" : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** `<name>content</name>`; an element without content is written `<name/>` as the org does. */
export function element(name: string, content: string, attributes = ""): string {
  const start = attributes === "" ? name : `${name} ${attributes}`;
  return content === "" ? `<${start}/>` : `<${start}>${content}</${name}>`;
}
