import type { RecordFields, RequestContext } from "../contracts.ts";

/** What an sObject demands beyond the shape of its fields. Every step may throw an ApiError, which undoes the whole save. */
export interface ObjectRules {
  /** Fields that a create must bring, in the order in which the org lists the missing ones. Default: by the schema. */
  required?: readonly string[];
  /** Checks a new record and fills in what the org finds by itself. */
  beforeCreate?(context: RequestContext, record: RecordFields): void;
  /** Does what follows from a new record. */
  afterCreate?(context: RequestContext, record: RecordFields): void;
  /** Checks a change; `change` may be altered. */
  beforeUpdate?(context: RequestContext, before: RecordFields, change: RecordFields): void;
  afterUpdate?(context: RequestContext, before: RecordFields, after: RecordFields): void;
  beforeDelete?(context: RequestContext, record: RecordFields): void;
  afterDelete?(context: RequestContext, record: RecordFields): void;
}
