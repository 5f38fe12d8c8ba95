/** A SOQL string literal with its quotes; backslashes and quotes of the value are escaped. */
export function quoted(value: string): string {
  return `'${value.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
}

/** A SOQL list for `IN`; an empty list matches nothing, and SOQL has no empty list. */
export function quotedList(values: readonly string[]): string {
  return `(${values.length === 0 ? quoted("") : values.map(quoted).join(", ")})`;
}
