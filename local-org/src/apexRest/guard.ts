import { ApiError, type RecordFields, type RequestContext } from "../contracts.ts";

/**
 * Demands that a user may call Apex REST at all.
 * @throws ApiError 403 APEX_REST_SERVICES_DISABLED
 */
export function requireApexRest(context: RequestContext): void {
  const { permissions } = context;
  if (permissions.has("ApexRestServices") && permissions.has("ApiEnabled")) return;
  throw new ApiError(403, "APEX_REST_SERVICES_DISABLED", "Apex REST Services are not enabled for this user");
}

/**
 * Demands that a user may run an Apex class. Who may write Apex may run all of it.
 * @throws ApiError 403 FORBIDDEN
 */
export function requireClassAccess(context: RequestContext, apexClass: RecordFields): void {
  const { permissions } = context;
  if (permissions.has("AuthorApex") || permissions.grantsSetupEntity(String(apexClass.Id))) return;
  const prefix = apexClass.NamespacePrefix ? `${apexClass.NamespacePrefix}.` : "";
  throw new ApiError(403, "FORBIDDEN", `You do not have access to the Apex class named: ${prefix}${apexClass.Name}`);
}
