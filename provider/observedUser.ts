import { SalesforceError } from "../salesforce/errors.ts";
import { longId, sameId } from "../salesforce/identifiers.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { adoptionAsDeclared, type FoundRecord, lastModified } from "./adoption.ts";
import type { IntegrationUserInputs } from "./integrationUserInputs.ts";
import type { ResourceState } from "./lifecycle.ts";
import { type Mark, markOfUser } from "./marks.ts";
import { inDeclaredOrder, spelledAs } from "./spelling.ts";
import { usersNamed } from "./takenNames.ts";
import { fieldText, otherFieldsOf, sameField, type UserField, userFieldNames, userFields } from "./userFields.ts";

export interface IntegrationUserOutputs {
  /** E-mail address that waits for its confirmation in the mailbox; empty when none waits. */
  pendingEmail: string;
  /** Whether this stack itself switched the user off: then it may switch it on again. */
  deactivatedByStack: boolean;
  /** Whether an administrator has frozen the user; it is shown and never changed. */
  isFrozen: boolean;
  /** Whether it was there before and was taken over. */
  isAdopted: boolean;
}

/** An assignment row, by what it assigns. */
export interface Assignment {
  rowId: string;
  key: string;
}

/** What the org holds of a user. */
export interface SeenUser {
  record: SalesforceRecord;
  mark?: Mark;
  /** Undefined where the org does not tell the deployer. */
  isFrozen: boolean | undefined;
  /** Permission set licences of the user, by developer name. */
  licenses: Assignment[];
  /** Permission sets of the user, by id. */
  permissionSets: Assignment[];
}

/** The user that has the declared username already: ours, also one that a destroy has retired, or somebody else's. */
export async function findUser(org: Org, inputs: IntegrationUserInputs): Promise<FoundRecord | undefined> {
  const what = `user ${inputs.username}`;
  const [record] = await usersNamed(org, [inputs.username], `looking for ${what}`);
  if (!record) return undefined;
  const division = fieldText(record.Division);
  const { userId } = await org.identity();
  return {
    what,
    id: record.Id,
    mark: markOfUser(division),
    owner: inputs.owner,
    ...lastModified(record),
    obstacles: [
      ...(sameId(record.Id, userId) ? ["it is the user that this deployment logs in with."] : []),
      ...(division === "" || markOfUser(division)
        ? []
        : [`its field Division, where the mark belongs, holds "${division}"; empty it first, if nobody needs it.`]),
    ],
  };
}

/** Reads a user with all that it is given; undefined if the org says that it does not exist. */
export async function observeUser(
  org: Org,
  id: string,
  declared: IntegrationUserInputs,
): Promise<SeenUser | undefined> {
  const doing = `reading user ${declared.username}`;
  const [record, isFrozen, licenses, permissionSets] = await Promise.all([
    org.record("User", id, doing),
    frozen(org, id, doing),
    org.query(
      `SELECT Id, PermissionSetLicense.DeveloperName FROM PermissionSetLicenseAssign WHERE AssigneeId = ${quoted(id)}`,
      doing,
    ),
    org.query(
      `SELECT Id, PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(id)} AND PermissionSet.IsOwnedByProfile = false`,
      doing,
    ),
  ]);
  if (!record) return undefined;
  const mark = markOfUser(record.Division);
  const names = declared.permissionSetLicenses;
  return {
    record,
    ...(mark && { mark }),
    isFrozen,
    licenses: licenses.map((row) => ({
      rowId: row.Id,
      key: spelledAs(names, String((row.PermissionSetLicense as { DeveloperName?: string } | null)?.DeveloperName)),
    })),
    permissionSets: permissionSets.map((row) => ({ rowId: row.Id, key: longId(String(row.PermissionSetId)) })),
  };
}

/** Whether an administrator has frozen a user; undefined to a login that may not see it. */
async function frozen(org: Org, userId: string, doing: string): Promise<boolean | undefined> {
  try {
    const [login] = await org.query(`SELECT Id, IsFrozen FROM UserLogin WHERE UserId = ${quoted(userId)}`, doing);
    return login && login.IsFrozen === true;
  } catch (error) {
    if (error instanceof SalesforceError && error.code === "INVALID_TYPE") return undefined;
    throw error;
  }
}

/** What the org holds, in the shape of the inputs, and what only it knows. */
export function userState(
  { record, isFrozen = false, licenses, permissionSets }: SeenUser,
  declared: IntegrationUserInputs,
  known: Partial<Pick<IntegrationUserOutputs, "deactivatedByStack" | "pendingEmail">> & { isAdopted: boolean },
): ResourceState<IntegrationUserInputs, IntegrationUserOutputs> {
  // Where the org's value means what was declared, the declared spelling is given back.
  const fields = Object.fromEntries(
    userFieldNames.map((name) => {
      const found = record[userFields[name]];
      return [name, sameField(userFields[name], found, declared[name]) ? declared[name] : fieldText(found)];
    }),
  );
  const { pendingEmail = "" } = known;
  const isPending = pendingEmail !== "" && !sameField("Email", record.Email, pendingEmail);
  const isActive = record.IsActive === true;
  return {
    id: record.Id,
    inputs: {
      ...(fields as Pick<IntegrationUserInputs, UserField>),
      ...otherFieldsOf(record, declared.fields),
      // An address that waits for its confirmation is what was declared, not drift.
      ...(isPending && { email: pendingEmail }),
      permissionSetLicenses: inDeclaredOrder(
        declared.permissionSetLicenses,
        licenses.map(({ key }) => key),
      ),
      permissionSetIds: inDeclaredOrder(
        declared.permissionSetIds,
        permissionSets.map(({ key }) => key),
      ),
      isActive,
      ...(isFrozen && { frozenByAdministrator: true as const }),
      ...(declared.allowHighPrivilege && { allowHighPrivilege: declared.allowHighPrivilege }),
      reactivate: declared.reactivate,
      retirementProfile: declared.retirementProfile,
      ...adoptionAsDeclared(declared),
      owner: declared.owner,
    },
    outputs: {
      pendingEmail: isPending ? pendingEmail : "",
      deactivatedByStack: known.deactivatedByStack === true && !isActive,
      isFrozen,
      isAdopted: known.isAdopted,
    },
  };
}
