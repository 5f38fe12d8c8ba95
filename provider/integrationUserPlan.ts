import { sameId } from "../salesforce/identifiers.ts";
import type { RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { setDifference } from "./comparison.ts";
import { type RefusedAccess, refuseAccess } from "./grantedAccess.ts";
import type { IntegrationUserInputs } from "./integrationUserInputs.ts";
import { Refusal } from "./lifecycle.ts";
import { isOfSource, ownershipOf, userMark } from "./marks.ts";
import type { Assignment, SeenUser } from "./observedUser.ts";
import { declaredFields, fieldOf, sameField } from "./userFields.ts";

/** What declared names and ids stand for in this org. */
export interface UserLookUp {
  /** Ids of the declared permission set licences, by developer name. */
  licenseIds: LicenseIds;
  /** Profiles and permission sets that the user is not put on. */
  refused: RefusedAccess;
}
type LicenseIds = Map<string, string>;

export type UserStep =
  | { do: "create"; fields: RecordFields }
  | { do: "change"; fields: RecordFields }
  | { do: "unassign"; what: "permission sets" | "permission set licences"; ids: string[] }
  | { do: "assignLicenses"; ids: string[] }
  | { do: "assignPermissionSets"; ids: string[] };

/** What the plan must know besides the org and the declared state. */
export interface UserPlanContext {
  deployerId: string;
  isUpdate: boolean;
  deactivatedByStack: boolean;
  pendingEmail: string;
  isAdopted: boolean;
}

/** Decides what is left to do, in stages. Pure. */
export function planUser(
  seen: SeenUser | undefined,
  { licenseIds, refused }: UserLookUp,
  inputs: IntegrationUserInputs,
  context: UserPlanContext,
): UserStep[][] {
  const unknownLicenses = inputs.permissionSetLicenses.filter((name) => !licenseIds.has(name));
  if (unknownLicenses.length > 0) {
    throw new Refusal(
      `permissionSetLicenses: there is no permission set licence with the developer name ${unknownLicenses.join(", ")} in this org.`,
    );
  }
  const declared = declaredFields(inputs);
  if (!seen) {
    refuseAccess(refused, [inputs.profileId, ...inputs.permissionSetIds]);
    const fields = { ...declared, IsActive: inputs.isActive, Division: userMark(inputs.owner, "made") };
    return [
      [{ do: "create", fields }],
      ...assignments(inputs.permissionSetLicenses, inputs.permissionSetIds, licenseIds),
    ];
  }
  const { record } = seen;
  refuseUnseenFields(record, inputs);
  const isRetired = ownershipOf(seen.mark, inputs.owner) === "ours" && seen.mark?.kind === "retired";
  // A sandbox refresh switches users off: nobody has meant this one.
  const isCopy = isOfSource(seen.mark, inputs.owner);
  const mark = userMark(inputs.owner, context.isAdopted ? "adopted" : "made");
  const changes: RecordFields = {
    ...changedFields(record, declared, inputs, context.pendingEmail),
    ...(record.Division !== mark && { Division: mark }),
  };
  if (inputs.isActive !== record.IsActive) {
    if (sameId(record.Id, context.deployerId)) {
      throw new Refusal(
        `${inputs.username} is the user that this deployment logs in with, so it is never deactivated.`,
      );
    }
    if (inputs.isActive && !isRetired && !isCopy && !context.deactivatedByStack && !inputs.reactivate) {
      throw new Refusal(
        `User ${inputs.username} was deactivated in the org, not by this stack, at ${String(record.LastModifiedDate)} or before. If that was not meant as an emergency stop, set reactivate: true for one run (stack's configuration: overrides.user.reactivate).`,
      );
    }
    changes.IsActive = inputs.isActive;
  }
  const licenses = setDifference(
    seen.licenses.map(({ key }) => key),
    inputs.permissionSetLicenses,
  );
  const sets = setDifference(
    seen.permissionSets.map(({ key }) => key),
    inputs.permissionSetIds,
  );
  refuseAccess(refused, [...("ProfileId" in changes ? [inputs.profileId] : []), ...sets.missing]);
  const isShutOut = sets.extra.length + licenses.extra.length > 0 || "ProfileId" in changes || "Username" in changes;
  if (isShutOut && sameId(record.Id, context.deployerId)) {
    throw new Refusal(
      `${inputs.username} is the user that this deployment logs in with, so its username, profile, licences and permission sets are never taken away.`,
    );
  }
  const rowIds = (assignments: Assignment[], keys: string[]) =>
    assignments.filter(({ key }) => keys.includes(key)).map(({ rowId }) => rowId);
  const steps: UserStep[][] = [
    sets.extra.length > 0
      ? [{ do: "unassign", what: "permission sets", ids: rowIds(seen.permissionSets, sets.extra) }]
      : [],
    Object.keys(changes).length > 0 ? [{ do: "change", fields: changes }] : [],
    licenses.extra.length > 0
      ? [{ do: "unassign", what: "permission set licences", ids: rowIds(seen.licenses, licenses.extra) }]
      : [],
    // An org takes a licence along with the last permission set that needs it: what is missing then shows the next look.
    ...(sets.extra.length > 0 ? [] : assignments(licenses.missing, sets.missing, licenseIds)),
  ];
  const isDone = steps.every((stage) => stage.length === 0);
  // Whatever else is declared is brought about first: it may well be what takes access away.
  if (isDone && context.isUpdate && seen.isFrozen && inputs.isActive) {
    throw new Refusal(
      `An administrator has frozen user ${inputs.username}, so it cannot log in. A run never unfreezes a user: unfreeze it in Setup (Users, Unfreeze) and run again, or declare isActive: false (stack's configuration: overrides.user.isActive).`,
    );
  }
  return steps;
}

/** A permission set may need the licence, so the sets come last. */
function assignments(licenses: string[], sets: string[], licenseIds: LicenseIds): UserStep[][] {
  return [
    licenses.length > 0 ? [{ do: "assignLicenses", ids: licenses.map((name) => String(licenseIds.get(name))) }] : [],
    sets.length > 0 ? [{ do: "assignPermissionSets", ids: sets }] : [],
  ];
}

function changedFields(
  record: SalesforceRecord,
  declared: RecordFields,
  inputs: IntegrationUserInputs,
  pendingEmail: string,
): RecordFields {
  const changed = Object.entries(declared).filter(([field, value]) => {
    if (field === "Email" && pendingEmail === inputs.email) return false;
    return !sameField(field, fieldOf(record, field), value);
  });
  return Object.fromEntries(changed);
}

/** A field that the deployer does not see would be written at each run, and never be seen to be right. */
function refuseUnseenFields(record: SalesforceRecord, { fields = {} }: IntegrationUserInputs): void {
  const unseen = Object.keys(fields).filter((name) => fieldOf(record, name) === undefined);
  if (unseen.length === 0) return;
  throw new Refusal(
    `fields: users of this org have no field ${unseen.join(", ")}, or the deployer cannot see it. Correct the API name, or give the deployer read access to the field.`,
  );
}
