import type { RequestContext } from "../contracts.ts";
import type { MetadataType } from "./metadataType.ts";
import { ComponentProblem } from "./recordReader.ts";

/** Whether a user may use the Metadata API at all. */
export function mayUseMetadataApi(context: RequestContext): boolean {
  return context.permissions.has("ModifyMetadata") || context.permissions.has("ModifyAllData");
}

/** Why a user may not write or delete components of a type; undefined when it is allowed. */
export function componentWriteError(context: RequestContext, type: MetadataType): ComponentProblem | undefined {
  if (type.writePermission === undefined || context.permissions.has(type.writePermission)) return undefined;
  return new ComponentProblem("insufficient access rights on cross-reference id", "INSUFFICIENT_ACCESS_OR_READONLY");
}
