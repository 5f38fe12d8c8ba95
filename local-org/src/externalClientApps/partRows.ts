/** Rows of the lists inside a component, such as the trusted IP ranges of OAuth settings: written with it, gone with it. */
import type { Org, RecordFields, RequestContext } from "../contracts.ts";

/** Which rows show the parts of one component. */
export interface PartRows {
  readonly objectName: string;
  /** Field that names the row of the component. */
  readonly parentField: string;
  readonly parentId: string;
}

/** Makes the rows those of the parts, in their order; without parts they go. */
export function putPartRows(
  { org, userId }: Pick<RequestContext, "org" | "userId">,
  where: PartRows,
  rows: readonly RecordFields[],
): void {
  if (isShown(org, where, rows)) return;
  dropPartRows(org, where);
  for (const row of rows) org.records.insert(where.objectName, { ...row, [where.parentField]: where.parentId }, userId);
}

/** Forgets the rows. */
export function dropPartRows(org: Org, where: PartRows): void {
  for (const { Id } of found(org, where)) org.records.remove(where.objectName, String(Id));
}

/** The custom attributes of OAuth settings or policies as rows: the formula is the value. */
export function attributeRows(customAttributes: unknown): RecordFields[] {
  return listed(customAttributes).map(({ key, formula }) => ({ Key: text(key), Value: text(formula) }));
}

/** The trusted IP ranges of OAuth settings as rows. */
export function ipRangeRows(trustedIpRanges: unknown): RecordFields[] {
  return listed(trustedIpRanges).map(({ description, endIpAddress, startIpAddress }) => ({
    Description: text(description),
    EndIpAddress: text(endIpAddress),
    StartIpAddress: text(startIpAddress),
  }));
}

function found(org: Org, { objectName, parentField, parentId }: PartRows): RecordFields[] {
  return org.records.find(objectName, { [parentField]: parentId });
}

/** Whether the rows say the same already: what does not change keeps its ids. */
function isShown(org: Org, where: PartRows, rows: readonly RecordFields[]): boolean {
  const shown = found(org, where);
  return (
    shown.length === rows.length &&
    rows.every((row, position) => Object.entries(row).every(([name, value]) => shown[position]?.[name] === value))
  );
}

function listed(parts: unknown): { readonly [element: string]: unknown }[] {
  return Array.isArray(parts) ? parts : [];
}

function text(value: unknown): string | null {
  return value === undefined ? null : String(value);
}
