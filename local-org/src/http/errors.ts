/** How errors leave the REST API: an array of objects, also for one error. */
import { ApiError } from "../contracts.ts";

/** The body of an error answer. Errors of the data layer name the message first, those of the router the code. */
export function errorBody(error: ApiError): object[] {
  const { message, errorCode, fields } = error;
  if (routerCodes.has(errorCode)) return [{ errorCode, message }];
  return [fields === undefined ? { message, errorCode } : { message, errorCode, fields }];
}

const routerCodes = new Set(["NOT_FOUND", "METHOD_NOT_ALLOWED", "PROCESSING_HALTED", "APEX_ERROR", "NOT_IMPLEMENTED"]);

/** For what a Salesforce org does and the local org does not speak: never a plausible answer, always the name of it. */
export function notSpoken(what: string): ApiError {
  return new ApiError(501, "NOT_IMPLEMENTED", `The local org does not speak ${what}.`);
}

/** The answer to an address that an org does not have. */
export function notFound(): ApiError {
  return new ApiError(404, "NOT_FOUND", "The requested resource does not exist");
}

/** What a defect of the local org itself looks like to a client; the cause goes to the local org's own log. */
export function unknownException(): ApiError {
  return new ApiError(
    500,
    "UNKNOWN_EXCEPTION",
    "An unexpected error occurred. Please include this ErrorId if you contact support: 0 (0)",
  );
}
