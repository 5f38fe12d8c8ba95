/** Documents of flows in the raw form of the legacy export, which may hold anything that Flow Designer has ever written. */

/** A flow as the legacy export gives it. */
export type FlowDocument = { readonly [key: string]: unknown };

/** A document, or why what came cannot be one that is written again. */
export type Reading = { document: FlowDocument } | Unwritable;

/** What came instead of a document. */
interface Unwritable {
  problem: string;
  /** What there is of it, to look into. */
  content: unknown;
  /** Whether it is no flow as far as anybody can tell: that a connector is not in it means nothing then. */
  isUnknown: boolean;
}

/** Deeper than any flow; what goes through a document calls itself. */
const deepest = 200;

/**
 * Reads an export so that nothing of it is lost when it is written again. Pure.
 *
 * @returns a problem for what is no flow in the raw form, and for what JSON cannot keep: a number of too many digits
 */
export function readDocument(text: string): Reading {
  const noFlow = (problem: string): Reading => ({ problem, content: text, isUnknown: true });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return noFlow("it is not JSON");
  }
  if (!isObject(value)) return noFlow("it is no JSON object");
  // What goes through a content calls itself, so this one stays a text.
  if (isDeeper(value, deepest)) return noFlow(`it is nested more than ${deepest} levels deep`);
  if (typeof value.name !== "string" || !isObject(value.process) || !isObject(value.process.activities)) {
    const problem = "it is not in the raw form of the legacy export: name or process.activities is missing";
    return { problem, content: value, isUnknown: true };
  }
  const lost = numbersIn(text).find((number) => !survives(number));
  if (lost === undefined) return { document: value };
  return { problem: `the number ${lost.slice(0, 40)} would not survive`, content: value, isUnknown: false };
}

export function isObject(value: unknown): value is FlowDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDeeper(document: object, most: number): boolean {
  let level: object[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === most) return true;
    level = level.flatMap((value) => Object.values(value).filter((item) => typeof item === "object" && item !== null));
  }
  return false;
}

function numbersIn(text: string): string[] {
  const withoutTexts = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '""');
  return withoutTexts.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? [];
}

/** Fifteen digits always come back as they were; of more, what is written is the same or it is not. */
function survives(written: string): boolean {
  const value = Number(written);
  if (Object.is(value, -0) || !Number.isFinite(value)) return false;
  const digits = written
    .replace(/[eE].*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+/, "");
  return digits.length <= 15 || String(value) === written;
}

/**
 * What a document says, as one text that is the same for two documents exactly when only their keys are in another order.
 * Keys that belong to a version and not to the flow are left out. Pure.
 *
 * @param keysOfVersion at the top of the document
 */
export function contentOf(document: FlowDocument, keysOfVersion: readonly string[]): string {
  const own = Object.entries(document).filter(([key]) => !keysOfVersion.includes(key));
  return JSON.stringify(sorted(Object.fromEntries(own)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  // Pairs, since a key may look like a number and would come first whatever the order.
  return { pairs: keys.map((key) => [key, sorted(value[key])]) };
}

/** The keys at the top whose values differ between two documents. Pure. */
export function differingKeys(one: FlowDocument, other: FlowDocument, keysOfVersion: readonly string[]): string[] {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  const part = (document: FlowDocument, key: string) =>
    Object.hasOwn(document, key) ? JSON.stringify(sorted(document[key])) : undefined;
  return [...keys].filter((key) => !keysOfVersion.includes(key) && part(one, key) !== part(other, key)).sort();
}
