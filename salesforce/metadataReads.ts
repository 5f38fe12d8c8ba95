import { elementsOf } from "./metadataElements.ts";
import type { OrgCalls } from "./orgCalls.ts";

/** A metadata component as read; what it holds depends on its type. */
export type MetadataRecord = { fullName: string; [element: string]: unknown };

/** Most components of one call. Source: Metadata API Developer Guide, readMetadata(). */
export const maximumReadMetadata = 10;

/** Reads metadata components by full name, in the form of their files; a name that does not exist is left out. */
export async function readMetadata(
  calls: OrgCalls,
  type: string,
  fullNames: string[],
  doing: string,
): Promise<MetadataRecord[]> {
  const readOnce = (names: string[]) =>
    calls.read("Metadata API", doing, async (connection) =>
      // The types of external client apps are not in the client's table of types.
      [await connection.metadata.read(type as "PermissionSet", names)].flat(),
    );
  const readPortion = async (names: string[]) => {
    const found = await readOnce(names);
    // An org was seen to answer a nil record for a name that does not exist: of fewer, nobody knows which are missing.
    if (names.length === 1 || found.length >= names.length) return found;
    return (await Promise.all(names.map((name) => readOnce([name])))).flat();
  };
  const starts = Array.from({ length: Math.ceil(fullNames.length / maximumReadMetadata) }, (_, n) => n);
  const answers = await Promise.all(
    starts.map((index) => readPortion(fullNames.slice(index * maximumReadMetadata, (index + 1) * maximumReadMetadata))),
  );
  return (answers.flat() as unknown as MetadataRecord[])
    .filter((record) => typeof record?.fullName === "string" && record.fullName !== "")
    .map((record) => elementsOf(record) as MetadataRecord);
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
