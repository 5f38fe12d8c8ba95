/** References of a composite (`@{refUser.id}`, `@{refQuery.records[0].Id}`) in addresses and bodies. Pure. */

export class UnresolvedReference extends Error {}

/**
 * The value with each reference replaced by what an earlier answer has there.
 *
 * @param results bodies of the answers that succeeded, by reference id
 * @throws UnresolvedReference with the text of an org
 */
export function resolveReferences(value: unknown, results: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string") return resolveText(value, results);
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, results));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveReferences(item, results)]));
  }
  return value;
}

function resolveText(text: string, results: ReadonlyMap<string, unknown>): unknown {
  const whole = /^@\{([^}]+)\}$/.exec(text);
  if (whole?.[1] !== undefined) return lookUp(whole[1], results);
  return text.replace(/@\{([^}]+)\}/g, (_match, path: string) => String(lookUp(path, results)));
}

function lookUp(path: string, results: ReadonlyMap<string, unknown>): unknown {
  const [reference = "", ...steps] = path.replace(/\[(\d+)\]/g, ".$1").split(".");
  let value = results.get(reference);
  for (const step of steps) {
    const isThere = typeof value === "object" && value !== null && Object.hasOwn(value, step);
    value = isThere ? (value as { [name: string]: unknown })[step] : undefined;
  }
  if (value === undefined || value === null || steps.length === 0) {
    throw new UnresolvedReference(
      `Invalid reference specified. No value for ${path} found in ${reference}. Provided referenceId ('${path}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
    );
  }
  return value;
}
