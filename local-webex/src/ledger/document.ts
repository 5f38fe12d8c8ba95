/** The page of rules and settings: a hand-written beginning, and tables made from the settings and the ledger. */
import { readFileSync } from "node:fs";
import { defaultSettings, settingMeanings } from "../settings.ts";
import { certainties, type LedgerEntry } from "./entry.ts";
import { ledger } from "./index.ts";

const templateFile = new URL("./document.template", import.meta.url);

/** Where the page is in the checkout. */
export const localWebexPageFile = "local-webex/docs/rules.md";

/** The text of the page as it has to be. */
export function localWebexPage(): string {
  const parts: { readonly [mark: string]: string } = {
    settings: settingTable(),
    certainties: certainties
      .map((one) => `${ledger.filter(({ certainty }) => certainty === one).length} ${one}`)
      .join(", "),
    openQuestions: questionTable(),
    rules: ruleTables(),
  };
  return readFileSync(templateFile, "utf8").replace(/\{\{(\w+)\}\}/g, (mark, name: string) => parts[name] ?? mark);
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

const code = (text: string): string => `\`${text}\``;

function settingTable(): string {
  const rows = Object.entries(defaultSettings).map(([name, value]) => [
    code(name),
    code(String(value)),
    settingMeanings[name as keyof typeof settingMeanings],
  ]);
  return table(["Setting", "Default", "Meaning"], rows);
}

function questionTable(): string {
  const rows = ledger.flatMap(({ id, open }) =>
    open === undefined ? [] : [[code(id), open.question, open.setting === undefined ? "" : code(open.setting)]],
  );
  return table(["Rule", "Not known", "Setting"], rows);
}

/** One table for each first word of the ids. */
function ruleTables(): string {
  const byWord = Map.groupBy(ledger, ({ id }) => id.split(".")[0] ?? "");
  return [...byWord].map(([word, entries]) => ruleTable(word, entries)).join("\n\n");
}

function ruleTable(word: string, entries: readonly LedgerEntry[]): string {
  const rows = entries.map(({ id, rule, certainty, source }) => [code(id), rule, certainty, source]);
  return `### ${word.charAt(0).toUpperCase()}${word.slice(1)}\n\n${table(["Id", "Rule", "Certainty", "Source"], rows)}`;
}
