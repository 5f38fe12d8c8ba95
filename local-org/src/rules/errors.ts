/** Errors of a save that several sObjects share, with the texts of an org. */
import { ApiError } from "../contracts.ts";

/** A setup record with this unique value exists; setup does not name it. */
export function duplicateSetupValue(): ApiError {
  return new ApiError(
    400,
    "DUPLICATE_VALUE",
    "duplicate value found: <unknown> duplicates value on record with id: <unknown>",
    [],
  );
}

export function licenceLimitExceeded(licence: string): ApiError {
  return new ApiError(400, "LICENSE_LIMIT_EXCEEDED", `License Limit Exceeded - ${licence}`, []);
}

/** @param what label of the user permission, or such as `Read Account` */
export function licenceForbids(what: string): ApiError {
  return new ApiError(400, "FIELD_INTEGRITY_EXCEPTION", `The user license doesn't allow the permission: ${what}`, []);
}

/** @param dependents such as `following users`, and the names after it */
export function stillInUse(name: string, dependents: string, names: readonly string[]): ApiError {
  return new ApiError(
    400,
    "DELETE_FAILED",
    `Your attempt to delete ${name} could not be completed because it is associated with the following ${dependents}.: ${names.join(", ")}`,
    [],
  );
}

export function readOnlyRecord(): ApiError {
  return new ApiError(403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", []);
}
