/** The sObject after the FROM of a query itself, not of its subqueries; undefined when there is none. */
export function queriedName(query: string): string | undefined {
  let text = query.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/\([^()]*\)/g, " ");
  }
  return /\bFROM\s+(\w+)/i.exec(text)?.[1];
}
