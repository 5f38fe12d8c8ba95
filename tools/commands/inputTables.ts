import { appInputs } from "../../provider/externalClientAppFields.ts";
import { policyInputs } from "../../provider/policyAssignmentFields.ts";

/** What a table of inputs says for the docs. */
type Rows = {
  readonly [name: string]: { check: unknown; type?: string; fallback?: string; replaces?: string; change?: string };
};

/** The inputs that a page lists, by the page. */
export const inputsOfPages: { readonly [page: string]: Rows } = {
  "docs/resources/externalClientApp.md": appInputs.fields,
  "docs/resources/policyAssignment.md": policyInputs.fields,
};

/** The table of inputs for a page, each column as wide as its widest cell. */
export function inputTable(rows: Rows): string {
  const cells = [
    ["Input", "Type", "Default", "A change"],
    ...Object.entries(rows).flatMap(([name, row]) =>
      row?.type === undefined
        ? []
        : [
            [
              `\`${name}\``,
              row.type,
              row.fallback ?? "",
              row.replaces ? `**replaces**: ${row.replaces}` : (row.change ?? "in place"),
            ],
          ],
    ),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  return [line(head), rule, ...body.map(line)].join("\n");
}

/** A page with its table of inputs as it is to be. */
export function withInputTable(page: string, rows: Rows): string {
  return page.replace(/(?<=^## Inputs\n\n)(?:\|.*\n)+/m, () => `${inputTable(rows)}\n`);
}
