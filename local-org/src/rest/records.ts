/** Single records: create, read, change, delete, by id or by a field that identifies them. */
import { canRead, canSeeRecord, findVisibleField, isVisible } from "../access.ts";
import { ApiError, type RecordFields, type RequestContext } from "../contracts.ts";
import { notFound } from "../http/errors.ts";
import { createRecord, deleteRecord, recordAt, updateRecord } from "../rules/save.ts";
import { refreshComputedRecords } from "../rules/userPermissionAccess.ts";
import type { FieldDefinition, ObjectDefinition } from "../schema/definitions.ts";
import { findObject } from "../schema/index.ts";
import { dataPath, type RestAnswer, type RestCall } from "./call.ts";
import { datedRecord } from "./conditional.ts";
import { objectBody } from "./jsonBody.ts";
import { recordBody } from "./recordBody.ts";

/** The sObject of an address; one that the caller may not see is not there for him. */
export function addressedObject(context: RequestContext, name: string | undefined): ObjectDefinition {
  const object = findObject(name ?? "");
  if (object === undefined || !canRead(context, object)) throw notFound();
  return object;
}

export function create({ context, parameters, body }: RestCall): RestAnswer {
  const object = addressedObject(context, parameters[0]);
  const id = createRecord(context, object.name, objectBody(body()));
  return created(context, object, id, {});
}

export function read(call: RestCall): RestAnswer {
  const { context, parameters, query } = call;
  const object = addressedObject(context, parameters[0]);
  refreshComputedRecords(context, object);
  const record = recordAt(context, object, parameters[1] ?? "", notFound());
  const body = recordBody(context, object, record, askedFields(context, object, query));
  return datedRecord(call, object.name, record, { status: 200, body });
}

export function update({ context, parameters, body }: RestCall): RestAnswer {
  const object = addressedObject(context, parameters[0]);
  updateRecord(context, object.name, parameters[1] ?? "", objectBody(body()));
  return { status: 204 };
}

export function remove({ context, parameters }: RestCall): RestAnswer {
  const object = addressedObject(context, parameters[0]);
  deleteRecord(context, object.name, parameters[1] ?? "");
  return { status: 204 };
}

export function readByField(call: RestCall): RestAnswer {
  const { object, matches } = addressedByField(call);
  const [record, ...others] = matches;
  if (record === undefined) throw notFound();
  if (others.length > 0) return severalMatches(call, object, matches);
  const body = recordBody(call.context, object, record, askedFields(call.context, object, call.query));
  return datedRecord(call, object.name, record, { status: 200, body });
}

export function upsertByField(call: RestCall): RestAnswer {
  const { context } = call;
  const { object, field, value, matches } = addressedByField(call);
  const fields = objectBody(call.body());
  if (Object.keys(fields).some((name) => name.toLowerCase() === field.name.toLowerCase())) {
    throw new ApiError(400, "INVALID_FIELD", `The ${field.name} field should not be specified in the sobject data.`);
  }
  const [record, ...others] = matches;
  if (others.length > 0) return severalMatches(call, object, matches);
  if (record === undefined) {
    return created(context, object, createRecord(context, object.name, { ...fields, [field.name]: value }), {
      created: true,
    });
  }
  updateRecord(context, object.name, String(record.Id), fields);
  return { status: 200, body: { id: record.Id, success: true, errors: [], created: false } };
}

export function removeByField(call: RestCall): RestAnswer {
  const { object, matches } = addressedByField(call);
  const [record, ...others] = matches;
  if (record === undefined) throw notFound();
  if (others.length > 0) return severalMatches(call, object, matches);
  deleteRecord(call.context, object.name, String(record.Id));
  return { status: 204 };
}

interface FieldAddress {
  object: ObjectDefinition;
  field: FieldDefinition;
  value: string;
  matches: RecordFields[];
}

function addressedByField({ context, parameters }: RestCall): FieldAddress {
  const [type, name = "", value = ""] = parameters;
  const object = addressedObject(context, type);
  const field = findVisibleField(context, object, name);
  if (field?.idLookup !== true) {
    throw new ApiError(404, "NOT_FOUND", `Provided external ID field does not exist or is not accessible: ${name}`);
  }
  const records = context.org.records.find(object.name, { [field.name]: value });
  return { object, field, value, matches: records.filter((record) => canSeeRecord(context, object, record)) };
}

/** Several records have the value: the caller gets their addresses to choose from. */
function severalMatches({ context }: RestCall, object: ObjectDefinition, matches: RecordFields[]): RestAnswer {
  return { status: 300, body: matches.map(({ Id }) => `${dataPath(context)}/sobjects/${object.name}/${Id}`) };
}

function created(
  context: RequestContext,
  object: ObjectDefinition,
  id: string,
  more: { created?: boolean },
): RestAnswer {
  return {
    status: 201,
    body: { id, success: true, errors: [], ...more },
    headers: { Location: `${dataPath(context)}/sobjects/${object.name}/${id}` },
  };
}

/** The fields of `?fields=`, or all that the caller may see; `Id` is always among the answer's. */
function askedFields(context: RequestContext, object: ObjectDefinition, query: URLSearchParams): string[] {
  const asked = query.get("fields");
  if (asked === null) {
    return [...object.fields.values()].filter((field) => isVisible(context, object, field)).map(({ name }) => name);
  }
  const names = asked.split(",").map((name) => {
    const field = findVisibleField(context, object, name.trim());
    if (field === undefined) {
      throw new ApiError(400, "INVALID_FIELD", `No such column '${name.trim()}' on sobject of type ${object.name}`);
    }
    return field.name;
  });
  return names.includes("Id") ? names : [...names, "Id"];
}
