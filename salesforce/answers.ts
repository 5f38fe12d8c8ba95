/**
 * What an answer of an org must look like to be believed. A page of a proxy, a cut text or an empty body is no answer:
 * what was read is then asked for again, and what was written is looked at. Pure.
 */
import { errorOfBody, SalesforceError } from "./errors.ts";
import { sameId } from "./identifiers.ts";

/** A record as REST answers it. */
export type SalesforceRecord = { Id: string; [field: string]: unknown };

/** What one read of a joined call answered. */
export interface ReadAnswer {
  status: number;
  body: unknown;
}

/** A page of a query. */
export interface QueryPage {
  records: SalesforceRecord[];
  /** Path of the next page; undefined at the end. */
  next: string | undefined;
}

/** One item of the answer to a call that writes several records. */
interface CollectionResult {
  success: boolean;
  errors: unknown[];
}

const unreadable = (doing: string) => new SalesforceError("UNREADABLE_ANSWER", "the answer could not be read", doing);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An answer that must be an object. */
export function objectOf(body: unknown, doing: string): Record<string, unknown> {
  if (!isObject(body)) throw unreadable(doing);
  return body;
}

/** Why what a read was answered is no answer; undefined for one. */
export function errorOfRead(
  { status, body }: ReadAnswer,
  { isQuery, doing }: { isQuery: boolean; doing: string },
): SalesforceError | undefined {
  if (status !== 200) return errorOfBody(body, doing);
  try {
    if (isQuery) firstPageOf(body, doing);
    else objectOf(body, doing);
    return undefined;
  } catch (error) {
    return error as SalesforceError;
  }
}

/** A record that was asked for by its id. */
export function recordOf(body: unknown, id: string, doing: string): SalesforceRecord {
  const record = objectOf(body, doing);
  if (typeof record.Id !== "string" || !sameId(record.Id, id)) throw unreadable(doing);
  return record as SalesforceRecord;
}

/** Ids of records have 15 or 18 characters. */
const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value);

/** Id of a record that was created. */
export function createdId(body: unknown, doing: string): string {
  const { id, success } = objectOf(body, doing);
  if (success !== true || !isId(id)) throw unreadable(doing);
  return id;
}

/** A change or a deletion is confirmed by 204, without a content; whatever has one did not come from the org's API. */
export function confirm(body: unknown, doing: string): void {
  if (body !== undefined) throw unreadable(doing);
}

/** Where an org keeps the next page: below its own REST API. Anything else would be given the token. */
const pagePath = /^\/services\/data\/v\d{2,3}\.0\/query\/[A-Za-z0-9]{15,18}-\d+$/;

export function pageOf(body: unknown, doing: string): QueryPage {
  const { records, nextRecordsUrl, done } = objectOf(body, doing);
  if (!Array.isArray(records) || !records.every(isObject)) throw unreadable(doing);
  if (nextRecordsUrl === undefined || nextRecordsUrl === null) {
    // A page that says that there is more, and not where, is no whole answer.
    if (done === false) throw unreadable(doing);
    return { records: records as SalesforceRecord[], next: undefined };
  }
  if (typeof nextRecordsUrl !== "string" || !pagePath.test(nextRecordsUrl)) {
    const message = `the org names an address for further records that is none of its own: ${String(nextRecordsUrl)}`;
    throw new SalesforceError("FOREIGN_ADDRESS", message, doing);
  }
  return { records: records as SalesforceRecord[], next: nextRecordsUrl };
}

/** The first page of a query: where there are no others, it has all rows that the org has counted. */
export function firstPageOf(body: unknown, doing: string): QueryPage {
  const page = pageOf(body, doing);
  const { totalSize } = body as { totalSize?: unknown };
  if (page.next === undefined && typeof totalSize === "number" && page.records.length < totalSize)
    throw unreadable(doing);
  return page;
}

/** What describe says of a field. */
export interface FieldDescription {
  name: string;
  label: string;
  /** For example `picklist`. */
  type: string;
  nillable: boolean;
  defaultedOnCreate: boolean;
  createable: boolean;
  updateable: boolean;
  /** Most characters of a text; 0 or absent for what has no such limit. */
  length?: number;
  /** Whether a picklist takes its own values only. */
  restrictedPicklist?: boolean;
  /** Names of the sObjects that a reference leads to. */
  referenceTo?: string[];
  /** Empty for other fields than picklists. */
  picklistValues: { value: string; active: boolean }[];
}

/** The fields that a describe lists; no type is without any. */
export function fieldsOf(body: unknown, doing: string): FieldDescription[] {
  const { fields } = objectOf(body, doing);
  if (!Array.isArray(fields) || fields.length === 0) throw unreadable(doing);
  return fields.map((item) => {
    const field = objectOf(item, doing);
    if (typeof field.name !== "string") throw unreadable(doing);
    const values = Array.isArray(field.picklistValues) ? field.picklistValues.filter(isObject) : [];
    return { ...field, picklistValues: values } as unknown as FieldDescription;
  });
}

/**
 * Answers of the parts of one joined call, by the references that they were sent with: an org promises no order, and an
 * answer counts for the part that it names alone.
 */
export function compositeAnswers(body: unknown, references: readonly string[], doing: string): ReadAnswer[] {
  const { compositeResponse } = objectOf(body, doing);
  if (!Array.isArray(compositeResponse) || compositeResponse.length !== references.length) throw unreadable(doing);
  const answers = new Map<unknown, ReadAnswer>();
  for (const answer of compositeResponse) {
    const { httpStatusCode, referenceId, body } = objectOf(answer, doing);
    if (typeof httpStatusCode !== "number") throw unreadable(doing);
    answers.set(referenceId, { status: httpStatusCode, body });
  }
  return references.map((reference) => {
    const answer = answers.get(reference);
    if (!answer) throw unreadable(doing);
    return answer;
  });
}

/** What became of each of several records, in their order: undefined, or why it failed. */
export function collectionErrors(body: unknown, count: number, doing: string): (SalesforceError | undefined)[] {
  if (!Array.isArray(body) || body.length !== count || !body.every(isObject)) throw unreadable(doing);
  return (body as unknown as CollectionResult[]).map(({ success, errors }) =>
    success === true ? undefined : errorOfBody(errors, doing),
  );
}
