import { ApiError } from "../contracts.ts";
import type { RestAnswer, RestCall } from "./call.ts";

/** Calls that an org of this size may make in 24 hours. The local org counts, and never refuses. */
export const DAILY_API_REQUESTS = 100_000;

/** Limits of the org, as far as something here counts towards them. */
export function limits({ context }: RestCall, apiRequestsUsed: number): RestAnswer {
  if (!context.permissions.has("ViewSetup")) {
    throw new ApiError(403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id", []);
  }
  const permissionSets = context.org.records.find("PermissionSet", { IsOwnedByProfile: false }).length;
  return {
    status: 200,
    body: {
      DailyApiRequests: { Max: DAILY_API_REQUESTS, Remaining: Math.max(0, DAILY_API_REQUESTS - apiRequestsUsed) },
      PermissionSets: {
        Max: 1500,
        Remaining: 1500 - permissionSets,
        CreateCustom: { Max: 1000, Remaining: 1000 - permissionSets },
      },
    },
  };
}
