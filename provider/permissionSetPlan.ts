import type { RecordFields } from "../salesforce/org.ts";
import { setDifference } from "./comparison.ts";
import { withMark } from "./marks.ts";
import { noGrants } from "./observedGrants.ts";
import type { PermissionSetLookUp, SeenPermissionSet } from "./observedPermissionSet.ts";
import { enabledPermissions, permissionFields } from "./permissionFields.ts";
import { type GrantStep, grantStages, refuseMissingEntities } from "./permissionSetGrants.ts";
import type { PermissionSetInputs } from "./permissionSetInputs.ts";

export type PermissionSetStep =
  | { do: "create"; fields: RecordFields }
  | { do: "change"; fields: RecordFields }
  | GrantStep;

/** Decides what is left to do, in stages. Pure. */
export function planPermissionSet(
  seen: SeenPermissionSet | undefined,
  { entities, licenseId }: PermissionSetLookUp,
  inputs: PermissionSetInputs,
  isAdopted: boolean,
): PermissionSetStep[][] {
  refuseMissingEntities(inputs, entities);
  const grants = grantStages(seen?.grants ?? noGrants, inputs, entities);
  const description = withMark(inputs.description, inputs.owner, isAdopted ? "adopted" : "made");
  if (!seen) {
    const fields: RecordFields = {
      Name: inputs.apiName,
      Label: inputs.label,
      Description: description,
      ...(licenseId && { LicenseId: licenseId }),
      ...permissionFields(inputs.userPermissions, true),
    };
    return [[{ do: "create", fields }], ...grants];
  }
  const { record } = seen;
  const permissions = setDifference(enabledPermissions(record, inputs.userPermissions), inputs.userPermissions);
  const fields: RecordFields = {
    ...(record.Name !== inputs.apiName && { Name: inputs.apiName }),
    ...(record.Label !== inputs.label && { Label: inputs.label }),
    ...(record.Description !== description && { Description: description }),
    ...permissionFields(permissions.missing, true),
    ...permissionFields(permissions.extra, false),
  };
  return [Object.keys(fields).length > 0 ? [{ do: "change", fields }] : [], ...grants];
}
