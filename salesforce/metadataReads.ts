import { elementsOf } from "./metadataElements.ts";
import type { OrgCalls } from "./orgCalls.ts";

/** A metadata component as read; what it holds depends on its type. */
export type MetadataRecord = { fullName: string; [element: string]: unknown };

/** Most components of one call. Source: Metadata API Developer Guide, readMetadata(). */
const maximumReadMetadata = 10;

/** Reads metadata components by full name, in the form of their files; a name that does not exist is left out. */
export async function readMetadata(
  calls: OrgCalls,
  type: string,
  fullNames: string[],
  doing: string,
): Promise<MetadataRecord[]> {
  const found: MetadataRecord[] = [];
  for (let start = 0; start < fullNames.length; start += maximumReadMetadata) {
    const names = fullNames.slice(start, start + maximumReadMetadata);
    const answer = await calls.read("Metadata API", doing, (connection) =>
      // The types of external client apps are not in the client's table of types.
      connection.metadata.read(type as "PermissionSet", names),
    );
    for (const record of answer as unknown as MetadataRecord[]) {
      if (typeof record?.fullName === "string" && record.fullName !== "") {
        found.push(elementsOf(record) as MetadataRecord);
      }
    }
  }
  return found;
}

/** Full names of all components of a type. */
export async function listMetadata(
  calls: OrgCalls,
  type: string,
  apiVersion: string,
  doing: string,
): Promise<string[]> {
  const found = await calls.read("Metadata API", doing, (connection) =>
    connection.metadata.list([{ type }], apiVersion),
  );
  return (Array.isArray(found) ? found : [found]).flatMap((item) => (item?.fullName ? [item.fullName] : []));
}
