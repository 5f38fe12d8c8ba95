/**
 * Texts from outside (an org, a proxy, the HTTP layer, the file system), made fit to be shown in a terminal or in the
 * log of a pipeline. Whatever an error or a report contains passes here.
 */
import { stripVTControlCharacters } from "node:util";
import { withoutSecrets } from "./redaction.ts";

/** Characters of a text that are shown unless somebody wants more. */
const usualLength = 2_000;
/** What stands behind is not looked at. */
const readable = 100_000;

/** Elements of HTML; Salesforce also writes `<unknown>` into its texts, which is none. */
const html =
  /<\/?(?:a|b|body|br|button|center|code|div|em|font|form|h[1-6]|head|header|footer|hr|html|i|iframe|img|input|li|link|meta|nav|object|ol|p|pre|script|section|small|span|strong|style|svg|table|tbody|td|th|thead|title|tr|u|ul)\b[^<>]{0,1000}>|<!doctype\b[^<>]{0,1000}>|<!--|-->/gi;

const entities: [RegExp, string][] = [
  [/&nbsp;/g, " "],
  [/&lt;/g, "<"],
  [/&gt;/g, ">"],
  [/&quot;/g, '"'],
  [/&(?:#0?39|apos);/g, "'"],
  [/&amp;/g, "&"],
];

/** Characters that nobody sees, that turn the text around, or that end a line. */
const invisible = /[^\P{Cc}\n\t]|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/gu;

/**
 * Commands that CI systems take from what a build prints: GitHub and Azure anywhere in a line (`##[`, `##vso[`),
 * GitHub (`::`), TeamCity and Buildkite (`---`, `+++`, `^^^`, `~~~`) at its start.
 */
const commandAnywhere = /##(?=\[|vso\[|teamcity\[)/gi;
const commandAtStart = /^([ \t]*)(::|---|\+\+\+|\^\^\^|~~~)(?=[ \ta-z])/gim;

/** A text from outside as one line. */
export function harmless(text: string, length = usualLength): string {
  return cut(visible(text).replace(/\s+/g, " ").trim(), length).replace(commandAtStart, "$1. $2");
}

/** A text of several lines, with its line breaks. */
export function harmlessLines(text: string, length = 10 * usualLength): string {
  return cut(visible(text), length).replace(commandAtStart, "$1. $2");
}

/** Secrets are looked for in what is shown in the end: a tag in the middle of one does not hide it. */
function visible(text: string): string {
  let shown = stripVTControlCharacters(text.slice(0, readable)).replace(html, " ");
  for (const [entity, character] of entities) shown = shown.replace(entity, character);
  shown = shown.replace(/\r\n?|[\u2028\u2029\x85\v\f]/g, "\n").replace(invisible, "");
  return withoutSecrets(shown).replace(commandAnywhere, "# #");
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} characters more)`;
}
