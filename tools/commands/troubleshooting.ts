/** The generated part of the page on troubleshooting: every code and every message, each with what to do. */
import { invalidGrantSteps, notOfTheApi, runAgain, stepsByCode } from "../../provider/explanations.ts";
import { transientCodes } from "../../salesforce/errors.ts";
import { type Message, messagesIn, sourcesOfMessages } from "./messages.ts";

/** Where the page is in the checkout. */
export const troubleshootingPageFile = "docs/troubleshooting.md";

const begin = "<!-- npm run docs writes what is below this line -->";

/** The page with its generated part as it has to be. Throws an Error when the line before that part is not there. */
export function withMessages(page: string, sources = sourcesOfMessages()): string {
  const [before, ...more] = page.split(begin);
  if (before === undefined || more.length !== 1) throw new Error(`The page needs exactly one line "${begin}".`);
  return `${before}${begin}\n\n## Codes\n\n${codeTable()}\n\n## Messages\n\n${messageTables(messagesIn(sources))}\n`;
}

function codeTable(): string {
  const grants = invalidGrantSteps.map(([pattern, step]) => [`\`invalid_grant\` with "${pattern.source}"`, step]);
  const transient = transientCodes.filter((code) => !stepsByCode.has(code)).map((code) => [`\`${code}\``, runAgain]);
  const rows = [...stepsByCode].map(([code, step]) => [`\`${code}\``, step]);
  const others = [["any other `ERROR_HTTP_…`", notOfTheApi]];
  return table(["Code", "What to do"], [...rows, ...grants, ...transient, ...others]);
}

/** The parts of the list, by the folder of the source. */
const parts: readonly [title: string, folder: RegExp][] = [
  ["Settings, login and calls", /^salesforce\//],
  ["Resources in the org, and their inputs", /^provider\//],
  ["Keys and certificates, stack files, Node.js", /^common\//],
  ["The program", /^(?:resources\/|index\.ts)/],
  ["Commands beside Pulumi", /^operations\//],
];

function messageTables(messages: readonly Message[]): string {
  const steps = new Set([...stepsByCode.values(), ...invalidGrantSteps.map(([, step]) => step), runAgain, notOfTheApi]);
  return parts
    .map(([title, folder]) => {
      const ofPart = messages.filter(({ file, text }) => folder.test(file) && !steps.has(text));
      const rows = new Map(ofPart.map(({ text, code }) => [text, stepOf(code)]));
      const isSaidByCode = [...rows.values()].some((step) => step !== "");
      return `### ${title}\n\n${table(
        ["It says", ...(isSaidByCode ? ["What to do, if it does not say it"] : [])],
        [...rows].map(([text, step]) => (isSaidByCode ? [text, step] : [text])),
      )}`;
    })
    .join("\n\n");
}

/** What is said below a message that has a code. */
const stepOf = (code: string | undefined): string =>
  code === undefined ? "" : (stepsByCode.get(code) ?? (transientCodes.includes(code) ? runAgain : ""));

/** In the order of what people look for: blanks for what differs each time do not count. */
const key = (cell = "") => cell.replace(/^[^\p{L}]+/u, "").toLowerCase();

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.trim()).join(" | ")} |`;
  const sorted = [...rows].sort(([a], [b]) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
  const escaped = sorted.map((row) => row.map((cell) => (cell.startsWith("`") ? cell : plain(cell))));
  return [line(titles), line(titles.map(() => "---")), ...escaped.map(line)].join("\n");
}

/** A text that Markdown shows as it is. */
const plain = (text: string): string => text.replaceAll(/[\\|<>*_[\]`~]/g, "\\$&");
