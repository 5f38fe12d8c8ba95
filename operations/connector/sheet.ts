import { operationCommand, pulumiCommand, shellWord } from "../../common/commands.ts";
import type { ConnectedAppSide } from "./connectedAppSide.ts";
import type { ConnectorHandOff, StackKey } from "./handOffs.ts";

/** What a sheet says. */
export interface Sheet {
  stack: string;
  handOff: ConnectorHandOff;
  /** The key that the connector is to hold. */
  key: StackKey;
  /** Where the private key was written; undefined where it was not. */
  keyFile: string | undefined;
  /** Whether the app takes this key by now. */
  isInApp: boolean;
  /** The connected app that flows still log in through; absent where there is none. */
  connectedApp?: ConnectedAppSide;
}

/** The forms of a sheet. */
export const sheetFormats = ["text", "markdown", "html"] as const;
export type SheetFormat = (typeof sheetFormats)[number];

/** One field of Control Hub. */
interface Field {
  label: string;
  value: string;
  /** What people get wrong. */
  note: string;
}

interface Content {
  title: string;
  warning: string | undefined;
  place: string[];
  fields: Field[];
  mistakes: string[];
  after: string[];
}

/** The sheet in one of its forms. It never holds the private key. */
export function sheetIn(format: SheetFormat, sheet: Sheet): string {
  const content = contentOf(sheet);
  switch (format) {
    case "text":
      return asText(content);
    case "markdown":
      return asMarkdown(content);
    case "html":
      return asPage(content);
  }
}

function contentOf({ stack, handOff, key, keyFile, isInApp, connectedApp }: Sheet): Content {
  const { name, clientId, emailId, url } = handOff;
  const generation = key.generation === undefined ? "" : ` (key of generation ${key.generation})`;
  return {
    title: `Salesforce connector "${name}" of stack ${stack}${generation}`,
    warning: isInApp
      ? undefined
      : `The app does not take this key yet: Control Hub refuses it until ${pulumiCommand("up", stack)} has put its certificate there.`,
    place: [
      "Control Hub: Services > Contact Center > Tenant Settings > Integrations > Connectors (in older versions: Contact Center > Connectors).",
      `On the card Salesforce: Set Up or Add More for a new connector, or edit the one that is named "${name}".`,
      ...(connectedApp
        ? [
            `Leave connector "${connectedApp.connector}" of connected app ${connectedApp.app} as it is: both connectors log in until the flows have moved to this one.`,
          ]
        : []),
    ],
    // In the order in which Control Hub asks for them.
    fields: [
      { label: "Name", value: name, note: "unique among the connectors; the Flow Designer shows it" },
      { label: "Client ID", value: clientId, note: "the consumer key of the external client app" },
      { label: "Email ID", value: emailId, note: "the username of the integration user, not its e-mail address" },
      {
        label: "URL",
        value: url,
        note: handOff.isProven
          ? "the audience that the proof has logged in with; what is filled in may differ"
          : "what Control Hub fills in: no proof has logged in, since the state does not hold the key; keep what the connector has",
      },
      {
        label: "Private Key",
        value:
          keyFile !== undefined
            ? `the whole text of ${keyFile}`
            : key.privateKeyPem === undefined && !handOff.isProven
              ? "where its certificate came from: the state does not hold it"
              : "in a file, with --key-out FILE",
        note: `with both marker lines; SHA-256 of its public key: ${key.sha256}`,
      },
    ],
    mistakes: [
      "Email ID: the e-mail address of the user does not work; in a sandbox the two always differ.",
      "URL: a sandbox often refuses https://test.salesforce.com for such apps; take the one above.",
      "Private Key: of the two certificates of such an installation, this key belongs to that of the app. The telephony integration certificate of the contact center is another one.",
      "A tenant can have five Salesforce connectors. One that is no longer used can be removed there.",
      "Control Hub logs in to Salesforce when it saves: it refuses values that do not work. A new app can take some minutes.",
    ],
    after: [
      `When Control Hub has saved it: ${operationCommand(`connector confirm --stack ${stack} --key ${shellWord(keyFile ?? "FILE")}`)}`,
      `Commit the stack's file that this changes, run ${pulumiCommand("up", stack)}, and delete the file with the key.`,
    ],
  };
}

function asText({ title, warning, place, fields, mistakes, after }: Content): string {
  const width = Math.max(...fields.map(({ label }) => label.length)) + 2;
  return [
    title,
    ...(warning ? ["", `! ${warning}`] : []),
    "",
    ...place,
    "",
    ...fields.flatMap(({ label, value, note }) => [
      `  ${`${label}:`.padEnd(width)}${value}`,
      `  ${" ".repeat(width)}(${note})`,
    ]),
    "",
    "What goes wrong most often:",
    ...mistakes.map((mistake) => `  - ${mistake}`),
    "",
    ...after,
    "",
  ].join("\n");
}

function asMarkdown({ title, warning, place, fields, mistakes, after }: Content): string {
  const cell = (text: string) => text.replace(/[\\`|*_<>[\]]/g, "\\$&");
  return [
    `# ${cell(title)}`,
    "",
    ...(warning ? [`**${warning}**`, ""] : []),
    ...place.flatMap((line) => [cell(line), ""]),
    "| Field | Value | |",
    "| --- | --- | --- |",
    ...fields.map(({ label, value, note }) => `| ${label} | ${cell(value)} | ${cell(note)} |`),
    "",
    "What goes wrong most often:",
    "",
    ...mistakes.map((mistake) => `- ${cell(mistake)}`),
    "",
    ...after.flatMap((line) => [cell(line), ""]),
  ].join("\n");
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** A page to print: it loads nothing, and runs nothing. */
function asPage({ title, warning, place, fields, mistakes, after }: Content): string {
  const rows = fields.map(
    ({ label, value, note }) =>
      `<tr><th>${escaped(label)}</th><td><code>${escaped(value)}</code><br><small>${escaped(note)}</small></td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
body { font: 12pt/1.4 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #999; padding: .4rem .6rem; text-align: left; vertical-align: top }
th { white-space: nowrap }
code { overflow-wrap: anywhere }
.warning { border: 2px solid #a00; padding: .5rem }
</style>
<h1>${escaped(title)}</h1>
${warning ? `<p class="warning">${escaped(warning)}</p>\n` : ""}${place.map((line) => `<p>${escaped(line)}</p>`).join("\n")}
<table>
${rows.join("\n")}
</table>
<h2>What goes wrong most often</h2>
<ul>
${mistakes.map((mistake) => `<li>${escaped(mistake)}</li>`).join("\n")}
</ul>
${after.map((line) => `<p>${escaped(line)}</p>`).join("\n")}
</html>
`;
}
