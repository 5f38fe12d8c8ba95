/** A name as it is declared, if it is: Salesforce does not tell the cases of letters in API names apart. */
export function spelledAs(declared: readonly string[], found: string): string {
  return declared.find((name) => name.toLowerCase() === found.toLowerCase()) ?? found;
}

/** The name of before where none is given now, or the same in other letters: that is no change of it. */
export function keptSpelling(given: unknown, before: unknown): unknown {
  if (given === undefined) return before;
  return typeof given === "string" && typeof before === "string" ? spelledAs([before], given) : given;
}

/**
 * A set as it is read: what is declared in the order of the declaration, then what is not, alphabetically. The engine
 * compares lists item by item, so an item that somebody added shows as that one, wherever in the alphabet it belongs.
 */
export function inDeclaredOrder<Item>(
  declared: readonly Item[],
  found: readonly Item[],
  key: (item: Item) => string = String,
): Item[] {
  const order = new Map(declared.map((item, index) => [key(item), index]));
  const place = (item: Item) => order.get(key(item)) ?? order.size;
  return [...found].sort((left, right) => place(left) - place(right) || (key(left) < key(right) ? -1 : 1));
}
