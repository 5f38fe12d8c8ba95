/** A plain value. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/**
 * Lines of YAML for the entries of a mapping, indented. Texts are written with quotes, as in JSON, which YAML includes:
 * nothing in them can be taken for anything else.
 */
function yamlEntries(values: { [key: string]: Plain }, indent: string): string[] {
  return Object.entries(values).flatMap(([key, value]) => yamlEntry(key, value, indent));
}

function yamlEntry(key: string, value: Plain, indent: string): string[] {
  if (typeof value !== "object" || value === null) return [`${indent}${key}: ${JSON.stringify(value)}`];
  const isEmpty = Object.keys(value).length === 0;
  if (isEmpty || Array.isArray(value)) return [`${indent}${key}: ${JSON.stringify(value)}`];
  return [`${indent}${key}:`, ...yamlEntries(value, `${indent}  `)];
}

/**
 * A stack's configuration file with more keys.
 *
 * @param text the file as it is; empty for a new one
 * @returns the new text, or the keys that are there already with another value
 */
export function withConfiguration(
  text: string,
  values: { [key: string]: Plain },
): { text: string } | { conflicts: string[] } {
  const isThere = (key: string) =>
    new RegExp(`^ +["']?${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["']?:`, "m").test(text);
  const conflicts = Object.keys(values).filter((key) => !key.startsWith("salesforce:") && isThere(key));
  if (conflicts.length > 0) return { conflicts };
  const missing = Object.fromEntries(Object.entries(values).filter(([key]) => !isThere(key)));
  const lines = yamlEntries(missing, "  ").join("\n");
  if (/^config:\s*$/m.test(text)) return { text: text.replace(/^config:\s*$/m, () => `config:\n${lines}`) };
  return { text: `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}config:\n${lines}\n` };
}

/** The plain `salesforce:` keys of a stack's configuration file. */
export function connectionKeys(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, key = "", value = ""] of text.matchAll(/^ +["']?salesforce:(\w+)["']?: *(.+?) *$/gm)) {
    found.set(key, value.replace(/^(["'])(.*)\1$/, "$2"));
  }
  return found;
}
