/** The page on the local org: a hand-written template, filled from the schema, the settings and the ledger. */
import { readFileSync } from "node:fs";
import { metadataTypes } from "../metadata/metadataTypes.ts";
import type { ObjectDefinition } from "../schema/definitions.ts";
import { objects } from "../schema/index.ts";
import { defaultSettings, settingMeanings } from "../settings.ts";
import type { Certainty, LedgerEntry, Verification } from "./entry.ts";
import { ledger } from "./index.ts";

const templateFile = new URL("./document.template", import.meta.url);

/** Where the page is in the checkout. */
export const localOrgPageFile = "local-org/docs/rules.md";

/** The text of the page as it has to be. */
export function localOrgPage(rules: readonly LedgerEntry[] = ledger): string {
  const parts: { [mark: string]: string } = {
    sObjects: objectTable(),
    metadataTypes: metadataTable(),
    settings: settingTable(),
    certainties: certaintyList(rules),
    openQuestions: questionTable(rules),
    rules: ruleTables(rules),
  };
  const template = readFileSync(templateFile, "utf8");
  return template.replace(/^\{\{(\w+)\}\}$/gm, (mark, name: string) => parts[name] ?? mark);
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

const code = (text: string): string => `\`${text}\``;

function objectTable(): string {
  const calls = ({ createable, updateable, deletable }: ObjectDefinition) => [
    "read",
    ...(createable ? ["create"] : []),
    ...(updateable ? ["change"] : []),
    ...(deletable ? ["delete"] : []),
  ];
  return table(
    ["sObject", "Key prefix", "Calls"],
    [...objects]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map((object) => [code(object.name), code(object.keyPrefix), calls(object).join(", ")]),
  );
}

function metadataTable(): string {
  return table(
    ["Metadata type", "Folder", "Suffix", "Since API"],
    metadataTypes.map(({ schema: { name, directoryName, suffix, since } }) => [
      code(name),
      code(directoryName),
      code(suffix),
      `${since}.0`,
    ]),
  );
}

function settingTable(): string {
  const shown = (value: unknown) =>
    typeof value === "object" || typeof value === "string" ? code(plain(value)) : `${value}`;
  const plain = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return table(
    ["Setting", "Default", "Meaning"],
    Object.entries(defaultSettings).map(([name, value]) => [
      code(name),
      shown(value),
      settingMeanings[name as keyof typeof settingMeanings],
    ]),
  );
}

function certaintyList(ledger: readonly LedgerEntry[]): string {
  const count = (certainty: Certainty) => ledger.filter((entry) => entry.certainty === certainty).length;
  return [
    `- \`recorded\` (${count("recorded")} rules): a recording of a real org's answer shows it.`,
    `- \`documented\` (${count("documented")}): Salesforce says so.`,
    `- \`reported\` (${count("reported")}): others saw it in a live org.`,
    `- \`inferred\` (${count("inferred")}): none of these; it follows from how the platform works elsewhere, or something had to be chosen.`,
    "",
    `\`verified\` (${ledger.filter(({ verified }) => verified !== undefined).length} rules) says that somebody has [asked an org](../../docs/verify-your-org.md) of that kind, and that it keeps the rule.`,
  ].join("\n");
}

function questionTable(ledger: readonly LedgerEntry[]): string {
  return table(
    ["Rule", "Not known", "Setting"],
    ledger.flatMap(({ id, open }) =>
      open === undefined ? [] : [[code(id), open.question, open.setting === undefined ? "" : code(open.setting)]],
    ),
  );
}

/** What the first word of a rule's id stands for. */
const topics: { readonly [word: string]: string } = {
  apexrest: "Apex REST of the managed package",
  eca: "External client apps",
  id: "Ids",
  oauth: "OAuth",
};

/** One table for each first word of the ids, in the order in which the words come. */
function ruleTables(ledger: readonly LedgerEntry[]): string {
  const byWord = Map.groupBy(ledger, ({ id }) => id.split(".")[0] ?? "");
  return [...byWord]
    .map(([word, entries]) => {
      const rows = entries.map((entry) => [code(entry.id), entry.rule, trust(entry), entry.source]);
      return `### ${topic(word)}\n\n${table(["Id", "Rule", "Certainty", "Source"], rows)}`;
    })
    .join("\n\n");
}

/** How certain a rule is, and which orgs were asked. */
function trust({ certainty, verified = [], differsIn = [] }: LedgerEntry): string {
  const orgs = (asked: readonly Verification[]) =>
    asked
      .map(
        ({ edition, isSandbox, apiVersion, date }) =>
          `${edition}${isSandbox ? " (sandbox)" : ""}, API ${apiVersion}, ${date}`,
      )
      .join("; ");
  return [
    certainty,
    ...(verified.length > 0 ? [`**verified**: ${orgs(verified)}`] : []),
    ...(differsIn.length > 0 ? [`**differs**: ${orgs(differsIn)}`] : []),
  ].join("; ");
}

function topic(word: string): string {
  const words = word.replaceAll("-", " ");
  return topics[word] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
