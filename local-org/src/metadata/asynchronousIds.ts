import type { Org } from "../contracts.ts";
import { recordId } from "../identifiers.ts";

const key = "last";

/**
 * The id of the next asynchronous call of a kind.
 *
 * @param collection of the documents that hold the last number of that kind
 */
export function nextAsynchronousId(org: Org, collection: string, keyPrefix: string): string {
  const serial = (org.documents.get<number>(collection, key) ?? 0) + 1;
  org.documents.set(collection, key, serial);
  return recordId(keyPrefix, org.organizationId.slice(3, 5), serial);
}
