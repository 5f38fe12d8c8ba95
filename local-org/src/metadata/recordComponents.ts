import type { RecordFields } from "../contracts.ts";
import type { Component } from "./metadataType.ts";
import type { MetadataRecord } from "./typeSchema.ts";

/** A component whose truth is a record of an sObject. */
export function recordComponent(row: RecordFields, fullName: string, record: MetadataRecord): Component {
  return {
    id: String(row.Id),
    fullName,
    record,
    createdById: String(row.CreatedById),
    createdDate: isoTime(row.CreatedDate),
    lastModifiedById: String(row.LastModifiedById),
    lastModifiedDate: isoTime(row.LastModifiedDate),
  };
}

/** A stored date-time as an ISO string. */
function isoTime(value: RecordFields[string] | undefined): string {
  return String(value).replace("+0000", "Z");
}
