import type { ApiError } from "../contracts.ts";
import { isComponentProblem } from "../metadata/recordReader.ts";
import type { Notice } from "./page.ts";

/** A refusal of the org in its own words. Anything else is a defect, and thrown on. */
export function refusalOf(error: unknown): { notice: Notice; status: number } {
  if (isComponentProblem(error)) {
    return { notice: { kind: "refused", code: error.statusCode, text: error.problem }, status: 400 };
  }
  const { name, status, errorCode, message } = error as ApiError;
  if (name !== "ApiError") throw error;
  return { notice: { kind: "refused", code: errorCode, text: message }, status };
}
