/** `/composite/sobjects`: up to 200 records in one call, each with a result of its own. */
import { ApiError, type RequestContext } from "../contracts.ts";
import type { SentFields } from "../rules/fieldValues.ts";
import { createRecord, deleteRecord, updateRecord } from "../rules/save.ts";
import { findObject, objectOfId } from "../schema/index.ts";
import type { RestAnswer, RestCall } from "./call.ts";
import { objectBody } from "./jsonBody.ts";
import { addressedObject, read, upsertByField } from "./records.ts";

const mostRecords = 200;

interface SaveError {
  statusCode: string;
  message: string;
  fields: string[];
}

/** A saved record; an upsert says whether it created it. */
interface Saved {
  id: string;
  created?: boolean;
}

type SaveResult = Partial<Saved> & { success: boolean; errors: SaveError[] };

/** Saves one record. */
type Save = (context: RequestContext) => Saved;

export function createCollection(call: RestCall): RestAnswer {
  return saveAll(call, sentRecords(call), (record) => (context) => {
    const { type, fields } = typedRecord(record);
    return { id: createRecord(context, type, fields) };
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
    return { id: target };
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
      return { id };
    }),
  );
}

/** Creates or changes records by a field that identifies them; by `Id`, those whose id is null are created. */
export function upsertCollection(call: RestCall): RestAnswer {
  const [type = "", fieldName = ""] = call.parameters;
  const object = addressedObject(call.context, type);
  return upsertAll(call, fieldName, (record) => ({ ...typedRecord(record), type: object.name }));
}

/** The same for records that tell their sObject each; by `Id`, those without one are created. */
export function upsertTyped(call: RestCall): RestAnswer {
  const [fieldName = ""] = call.parameters;
  return upsertAll(call, fieldName, typedRecord);
}

function upsertAll(call: RestCall, fieldName: string, of: (record: unknown) => TypedRecord): RestAnswer {
  const answer = saveAll(call, sentRecords(call), (record) => (context) => {
    const { type, fields } = of(record);
    return upsertOne({ ...call, context }, type, fieldName, fields);
  });
  const results = answer.body as SaveResult[];
  return { ...answer, body: results.map((result) => (result.success ? result : { ...result, created: false })) };
}

function upsertOne(call: RestCall, type: string, fieldName: string, fields: SentFields): Saved {
  const { context } = call;
  const key = Object.keys(fields).find((name) => name.toLowerCase() === fieldName.toLowerCase());
  const value = key === undefined ? undefined : fields[key];
  const { [key ?? ""]: _value, ...rest } = fields;
  if (fieldName.toLowerCase() === "id" && (value ?? null) === null)
    return { id: createRecord(context, type, rest), created: true };
  if (typeof value !== "string") throw new ApiError(400, "MISSING_ARGUMENT", `${fieldName} not specified`, []);
  if (fieldName.toLowerCase() === "id") {
    updateRecord(context, type, value, rest);
    return { id: value, created: false };
  }
  const { body, status } = upsertByField({ ...call, parameters: [type, fieldName, value], body: () => rest });
  if (status === 300) throw new ApiError(400, "DUPLICATE_EXTERNAL_ID", `${fieldName}: more than one record found`, []);
  const { id, created } = body as Required<Saved>;
  return { id, created };
}

/** The fields of several records of one sObject, in the order of the ids; one that is not there is null. */
export function readCollection(call: RestCall): RestAnswer {
  const [type = ""] = call.parameters;
  const { ids, fields } = call.method === "POST" ? objectBody(call.body()) : Object.fromEntries(call.query);
  const wanted = listed(ids);
  if (wanted.length > mostRead)
    throw new ApiError(400, "EXCEEDED_ID_LIMIT", `record limit reached. cannot retrieve more than ${mostRead} records`);
  const query = new URLSearchParams({ fields: listed(fields).join(",") });
  return {
    status: 200,
    body: wanted.map((id) => readOrNull({ ...call, query, parameters: [type, id], header: () => undefined })),
  };
}

const mostRead = 2000;

function readOrNull(call: RestCall): unknown {
  try {
    return read(call).body;
  } catch (error) {
    if (isApiError(error) && error.status === 404) return null;
    throw error;
  }
}

/** Names in an array, or in a text with commas. */
function listed(value: unknown): string[] {
  const names = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value.map(String) : [];
  return names.map((name) => name.trim()).filter((name) => name !== "");
}

function sentRecords(call: RestCall): { records: unknown[]; allOrNone: boolean } {
  const { records, allOrNone } = objectBody(call.body());
  const all = Array.isArray(records) ? records : [];
  requireCount(all.length);
  return { records: all, allOrNone: allOrNone === true };
}

function requireCount(count: number): void {
  if (count === 0) throw new ApiError(400, "REQUIRED_FIELD_MISSING", "At least 1 record is required");
  if (count > mostRecords) {
    throw new ApiError(
      400,
      "EXCEEDED_ID_LIMIT",
      `record limit reached. cannot submit more than ${mostRecords} records in this operation`,
    );
  }
}

interface TypedRecord {
  type: string;
  fields: SentFields;
}

function typedRecord(record: unknown): TypedRecord {
  const { attributes, ...fields } = objectBody(record);
  if (attributes === undefined) {
    const message = "Nested object for polymorphic foreign key must have an attributes field before any other fields.";
    throw new ApiError(400, "JSON_PARSER_ERROR", message, []);
  }
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
    const { id, ...more } = context.org.records.transaction(() => one(context));
    return { id, success: true, errors: [], ...more };
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
