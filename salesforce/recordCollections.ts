import { collectionErrors } from "./answers.ts";
import type { SalesforceError } from "./errors.ts";
import type { Write } from "./restRequests.ts";

/** Fields to write. */
export type RecordFields = { [field: string]: string | number | boolean | null };

/** Most records of one call. Source: REST API Developer Guide, "sObject Collections". */
const maximumCollection = 200;

/**
 * Creates records of one type, all or none. One that exists already (`DUPLICATE_VALUE`) is a race that was lost to
 * an equal write; the caller looks at the org afterwards.
 */
export async function createRecords(write: Write, type: string, records: RecordFields[], doing: string): Promise<void> {
  for (const chunk of chunksOf(records)) {
    const body = { allOrNone: true, records: chunk.map((record) => ({ attributes: { type }, ...record })) };
    const answer = await write({ method: "POST", path: "/composite/sobjects", body }, doing);
    const failed = collectionErrors(answer, chunk.length, doing).filter((error) => error !== undefined);
    const cause = failed.find((error) => error.code !== "ALL_OR_NONE_OPERATION_ROLLED_BACK") ?? failed[0];
    if (cause) throw cause;
  }
}

/**
 * Deletes records by id; those that are gone already are no error. What is refused because another of the records
 * depends on it is asked for again once that one is gone.
 */
export async function deleteRecords(write: Write, ids: string[], doing: string): Promise<void> {
  let left = ids;
  while (left.length > 0) {
    const failures = await deleteOnce(write, left, doing);
    if (failures.length === left.length) throw failures[0]?.error;
    left = failures.map(({ id }) => id);
  }
}

async function deleteOnce(write: Write, ids: string[], doing: string) {
  const failures: { id: string; error: SalesforceError }[] = [];
  for (const chunk of chunksOf(ids)) {
    const path = `/composite/sobjects?ids=${chunk.join(",")}&allOrNone=false`;
    const answer = await write({ method: "DELETE", path }, doing);
    for (const [index, error] of collectionErrors(answer, chunk.length, doing).entries()) {
      if (error && !isGone(error)) failures.push({ id: chunk[index] as string, error });
    }
  }
  return failures;
}

/** Whether a delete failed because the record is gone already. */
export function isGone(error: SalesforceError): boolean {
  return ["ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"].includes(error.code);
}

function chunksOf<Item>(items: Item[]): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / maximumCollection) }, (_, n) => n * maximumCollection);
  return starts.map((start) => items.slice(start, start + maximumCollection));
}
