import { ApiError } from "../contracts.ts";
import type { RestAnswer, RestCall } from "./call.ts";

/** Limits of the org, as far as something here counts towards them. */
export function limits({ context }: RestCall, apiRequestsUsed: number): RestAnswer {
  if (!context.permissions.has("ViewSetup")) {
    throw new ApiError(403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id", []);
  }
  const { dailyApiRequests } = context.org.settings;
  const permissionSets = context.org.records.find("PermissionSet", { IsOwnedByProfile: false }).length;
  return {
    status: 200,
    body: {
      DailyApiRequests: { Max: dailyApiRequests, Remaining: Math.max(0, dailyApiRequests - apiRequestsUsed) },
      PermissionSets: {
        Max: 1500,
        Remaining: 1500 - permissionSets,
        CreateCustom: { Max: 1000, Remaining: 1000 - permissionSets },
      },
    },
  };
}
