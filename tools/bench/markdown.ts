/** A column of a table; numbers stand at the right. */
export interface Column {
  title: string;
  align?: "right";
}

/** A Markdown table whose columns line up as plain text too. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = columns.map(({ title }, index) =>
    Math.max(3, title.length, ...escaped.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const padded = (cells: readonly string[]) =>
    line(
      columns.map(({ align }, index) => {
        const [cell, width] = [cells[index] ?? "", widths[index] ?? 0];
        return align === "right" ? cell.padStart(width) : cell.padEnd(width);
      }),
    );
  const rule = columns.map(({ align }, index) => {
    const dashes = "-".repeat(widths[index] ?? 0);
    return align === "right" ? `${dashes.slice(1)}:` : dashes;
  });
  return [padded(columns.map(({ title }) => title)), line(rule), ...escaped.map(padded)].join("\n");
}

/** What is measured by itself, and has a measured section of its own in the document; the most important first. */
export const parts = ["access", "integrations", "rotation", "script", "local-org"] as const;
export type Part = (typeof parts)[number];

/** A section that a command of this checkout writes. */
type Section = Part | "interruptions" | "interruptions of a rotation" | "switches";

const commandOf = (section: Section) => {
  if (section === "interruptions of a rotation") return "npm run interruptions -- --part rotation --write FILE";
  if (section === "interruptions" || section === "switches") return `npm run ${section} -- --write FILE`;
  return `npm run bench -- --part ${section} --write FILE`;
};

const begin = (section: Section) =>
  `<!-- measured, ${section}: begin (${commandOf(section)} replaces what is between these two lines) -->`;
const end = (section: Section) => `<!-- measured, ${section}: end -->`;

/**
 * Puts a text between the two marks of a section in a document.
 *
 * @throws Error when the document has not exactly one pair of marks
 */
export function replaceMeasured(document: string, section: Section, text: string): string {
  const [first, last] = [begin(section), end(section)];
  const [before, rest, ...moreBegins] = document.split(first);
  const [, after, ...moreEnds] = (rest ?? "").split(last);
  if (before === undefined || after === undefined || moreBegins.length > 0 || moreEnds.length > 0) {
    throw new Error(`The file needs exactly one line "${first}" and after it one line "${last}".`);
  }
  return `${before}${first}\n\n${text.trim()}\n\n${last}${after}`;
}
