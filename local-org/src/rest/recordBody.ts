import type { FieldValue, RecordFields, RequestContext } from "../contracts.ts";
import type { ObjectDefinition } from "../schema/definitions.ts";
import { dataPath } from "./call.ts";

/** What a record's body begins with. */
export function recordAttributes(context: RequestContext, type: string, id: FieldValue): { type: string; url: string } {
  return { type, url: `${dataPath(context)}/sobjects/${type}/${id}` };
}

/** A record as the API shows it: its attributes, then the asked fields. */
export function recordBody(
  context: RequestContext,
  object: ObjectDefinition,
  record: RecordFields,
  names: readonly string[],
): object {
  const fields = Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
  return { attributes: recordAttributes(context, object.name, record.Id ?? null), ...fields };
}
