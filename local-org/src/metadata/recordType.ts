import type { Org, RecordFields, RequestContext } from "../contracts.ts";
import { deleteRecord, updateRecord } from "../rules/save.ts";
import type { MetadataType, WriteOptions } from "./metadataType.ts";
import { recordComponent } from "./recordComponents.ts";
import type { MetadataRecord } from "./typeSchema.ts";

/** What one type of metadata over records has of its own. */
interface RecordBehaviour extends Pick<MetadataType, "schema" | "writePermission"> {
  objectName: string;
  rows(org: Org): RecordFields[];
  rowNamed(org: Org, fullName: string): RecordFields | undefined;
  fullNameOf(org: Org, row: RecordFields): string;
  /** The elements that the org writes back. */
  recordOf(org: Org, row: RecordFields): MetadataRecord;
  /** Creates the record, or changes the one that is there. @returns its id */
  save(
    context: RequestContext,
    fullName: string,
    given: MetadataRecord,
    options: WriteOptions,
    existing: RecordFields | undefined,
  ): string;
  /** @throws ComponentProblem for a record that keeps its name */
  refuseRename?(org: Org, row: RecordFields): void;
}

/** A metadata type whose components are the records of an sObject: how they are found, shown, written and removed. */
export function recordType({ objectName, schema, writePermission, ...own }: RecordBehaviour): MetadataType {
  const shown = (org: Org, row: RecordFields) => recordComponent(row, own.fullNameOf(org, row), own.recordOf(org, row));
  return {
    schema,
    ...(writePermission === undefined ? {} : { writePermission }),
    all: (org) => own.rows(org).map((row) => shown(org, row)),
    find(org, fullName) {
      const row = own.rowNamed(org, fullName);
      return row && shown(org, row);
    },
    write(context, fullName, given, options) {
      const { org } = context;
      const existing = own.rowNamed(org, fullName);
      const before = existing && JSON.stringify(own.recordOf(org, existing));
      const id = own.save(context, fullName, given, options, existing);
      const after = org.records.get(objectName, id);
      const changed = !existing || !after || JSON.stringify(own.recordOf(org, after)) !== before;
      return { id, created: !existing, changed, warnings: [] };
    },
    remove(context, fullName) {
      const row = own.rowNamed(context.org, fullName);
      if (!row) return false;
      deleteRecord(context, objectName, String(row.Id));
      return true;
    },
    rename(context, fullName, newFullName) {
      const row = own.rowNamed(context.org, fullName);
      if (!row) return false;
      own.refuseRename?.(context.org, row);
      updateRecord(context, objectName, String(row.Id), { Name: newFullName });
      return true;
    },
  };
}
