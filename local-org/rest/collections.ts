/** `/composite/sobjects`: up to 200 records in one call, each with a result of its own. */
import { ApiError, type RequestContext } from "../contracts.ts";
import type { SentFields } from "../rules/fieldValues.ts";
import { createRecord, deleteRecord, updateRecord } from "../rules/save.ts";
import { findObject, objectOfId } from "../schema/index.ts";
import type { RestAnswer, RestCall } from "./call.ts";
import { objectBody } from "./jsonBody.ts";

const MOST_RECORDS = 200;

interface SaveError {
  statusCode: string;
  message: string;
  fields: string[];
}

type SaveResult = { id?: string; success: boolean; errors: SaveError[] };

/** Saves one record and gives back its id. */
type Save = (context: RequestContext) => string;

export function createCollection(call: RestCall): RestAnswer {
  return saveAll(call, sentRecords(call), (record) => (context) => {
    const { type, fields } = typedRecord(record);
    return createRecord(context, type, fields);
  });
}

export function updateCollection(call: RestCall): RestAnswer {
  return saveAll(call, sentRecords(call), (record) => (context) => {
    const { type, fields } = typedRecord(record);
    const { id, Id, ...rest } = fields;
    const target = id ?? Id;
    if (typeof target !== "string")
      throw new ApiError(400, "MISSING_ARGUMENT", "Id not specified in an update call", []);
    updateRecord(context, type, target, rest);
    return target;
  });
}

export function deleteCollection(call: RestCall): RestAnswer {
  const ids = (call.query.get("ids") ?? "").split(",").filter((id) => id !== "");
  requireCount(ids.length);
  return save(
    call,
    call.query.get("allOrNone") === "true",
    ids.map((id) => (context) => {
      const object = objectOfId(id);
      if (object === undefined) throw new ApiError(400, "MALFORMED_ID", `malformed id ${id}`, []);
      deleteRecord(context, object.name, id);
      return id;
    }),
  );
}

function sentRecords(call: RestCall): { records: unknown[]; allOrNone: boolean } {
  const { records, allOrNone } = objectBody(call.body());
  const all = Array.isArray(records) ? records : [];
  requireCount(all.length);
  return { records: all, allOrNone: allOrNone === true };
}

function requireCount(count: number): void {
  if (count === 0) throw new ApiError(400, "REQUIRED_FIELD_MISSING", "At least 1 record is required");
  if (count > MOST_RECORDS) {
    throw new ApiError(
      400,
      "EXCEEDED_ID_LIMIT",
      `record limit reached. cannot submit more than ${MOST_RECORDS} records in this operation`,
    );
  }
}

function typedRecord(record: unknown): { type: string; fields: SentFields } {
  const { attributes, ...fields } = objectBody(record);
  const name = (attributes as { type?: unknown } | undefined)?.type;
  const object = typeof name === "string" ? findObject(name) : undefined;
  if (object === undefined) {
    throw new ApiError(400, "INVALID_TYPE", `sObject type '${String(name)}' is not supported.`, []);
  }
  return { type: object.name, fields };
}

function saveAll(
  call: RestCall,
  { records, allOrNone }: { records: unknown[]; allOrNone: boolean },
  of: (record: unknown) => Save,
): RestAnswer {
  return save(call, allOrNone, records.map(of));
}

/** With `allOrNone` one failure undoes all, and the others say so. */
function save({ context }: RestCall, allOrNone: boolean, saves: Save[]): RestAnswer {
  const { records } = context.org;
  const shared: RequestContext = { ...context, transaction: context.transaction ?? {} };
  const rolledBack = new Error("rolled back");
  let results: SaveResult[] = [];
  try {
    records.transaction(() => {
      results = saves.map((one) => attempt(shared, one));
      if (allOrNone && results.some(({ success }) => !success)) throw rolledBack;
    });
  } catch (error) {
    if (error !== rolledBack) throw error;
    results = results.map((result) => (result.success ? undone() : result));
  }
  return { status: 200, body: results };
}

function attempt(context: RequestContext, one: Save): SaveResult {
  try {
    return { id: context.org.records.transaction(() => one(context)), success: true, errors: [] };
  } catch (error) {
    if (!isApiError(error)) throw error;
    return {
      success: false,
      errors: [{ statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] }],
    };
  }
}

function undone(): SaveResult {
  const message = "Record rolled back because not all records were valid and the request was using AllOrNone header";
  return { success: false, errors: [{ statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK", message, fields: [] }] };
}

function isApiError(error: unknown): error is ApiError {
  return (error as Error).name === "ApiError";
}
