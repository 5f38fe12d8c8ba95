/** Records between the JSON of the data API and the XML of the SOAP calls. */
import type { XmlElement } from "../metadata/xmlReader.ts";
import { element, escapeXml, textElement } from "../metadata/xmlWriter.ts";

/** A record as the data API shows it. */
export interface JsonRecord {
  attributes?: { type?: string };
  [field: string]: unknown;
}

/** A page of a query as the data API shows it. */
export interface JsonResult {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: JsonRecord[];
}

/** The attributes and content of an element that holds a page of a query. */
export function resultElement(name: string, { totalSize, done, nextRecordsUrl, records }: JsonResult): string {
  const locator = nextRecordsUrl?.split("/").at(-1);
  const content = [
    textElement("done", done),
    locator === undefined ? '<queryLocator xsi:nil="true"/>' : textElement("queryLocator", locator),
    ...records.map((record) => recordElement("records", record)),
    textElement("size", totalSize),
  ];
  return element(name, content.join(""), 'xsi:type="QueryResult"');
}

/** A record: its type, its id (nil when it was not asked for), and then every field, the id among them again. */
export function recordElement(name: string, { attributes, ...fields }: JsonRecord): string {
  const type = attributes?.type ?? "AggregateResult";
  const id = fields.Id;
  const content = [
    textElement("sf:type", type),
    typeof id === "string" ? textElement("sf:Id", id) : nil("sf:Id"),
    ...Object.entries(fields).map(([field, value]) => fieldElement(`sf:${field}`, value, type === "AggregateResult")),
  ];
  return element(name, content.join(""), 'xsi:type="sf:sObject"');
}

function fieldElement(name: string, value: unknown, typed: boolean): string {
  if (value === null || value === undefined) return nil(name);
  if (typeof value === "object") {
    const isResult = "records" in value && Array.isArray(value.records);
    return isResult ? resultElement(name, value as JsonResult) : recordElement(name, value as JsonRecord);
  }
  const text = String(value).replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+0000$/, "$1Z");
  if (!typed) return textElement(name, text);
  const kind = typeof value === "number" ? (Number.isInteger(value) ? "int" : "double") : typeof value;
  return element(name, escapeXml(text), `xsi:type="xsd:${kind}"`);
}

function nil(name: string): string {
  return element(name, "", 'xsi:nil="true"');
}

/** What a caller sent as one record: its type, its id if any, and its fields; those to be emptied are null. */
export interface SentRecord {
  readonly type: string;
  readonly id: string | undefined;
  readonly fields: { readonly [field: string]: string | null };
  /** A field that holds another record, which the local org does not take. */
  readonly nested: string | undefined;
}

/** Reads one `<sObjects>`. */
export function readSentRecord(source: XmlElement): SentRecord {
  const fields = new Map<string, string | null>();
  let type = "";
  let id: string | undefined;
  let nested: string | undefined;
  for (const child of source.children) {
    const text = child.text.trim();
    if (child.children.length > 0) nested = child.name;
    else if (child.name === "type") type = text;
    else if (child.name === "fieldsToNull") fields.set(text, null);
    else if (child.name.toLowerCase() === "id") id = text === "" ? undefined : text;
    else fields.set(child.name, isNil(child) ? null : child.text);
  }
  return { type, id, fields: Object.fromEntries(fields), nested };
}

function isNil(source: XmlElement): boolean {
  return [...source.attributes].some(([name, value]) => /(^|:)nil$/.test(name) && value === "true");
}
