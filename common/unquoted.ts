/**
 * What a message adds where a number, or true or false, was written in quotes, which make it a text: YAML keeps them apart,
 * and what was written looks right. Nothing for any other value. Pure.
 */
export const unquoted = (value: unknown): string =>
  typeof value === "string" && /^(?:true|false|-?\d{1,15}(?:\.\d{1,15})?)$/.test(value)
    ? ` (write it without quotes: ${value})`
    : "";

/** A value of any kind in a message, with the same hint. */
export const asGiven = (value: unknown): string =>
  typeof value === "string" ? `"${value}"${unquoted(value)}` : String(value);
