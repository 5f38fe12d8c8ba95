import { longId, sameId } from "../salesforce/identifiers.ts";
import type { Org, RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { quoted, quotedList } from "../salesforce/soql.ts";
import {
  type AdoptionInputs,
  adoptionInputNames,
  adoptionInputs,
  type FoundRecord,
  given,
  handedBack,
  isHandedBack,
  isRememberedAsAdopted,
  lastModified,
  takeOver,
} from "./adoption.ts";
import { setDifference } from "./comparison.ts";
import { converge } from "./convergence.ts";
import { ownerOfUserMark, refuseDeleteOfOthers, refuseUpdateOfOthers } from "./foreignMarks.ts";
import { InputReader } from "./inputReader.ts";
import { type AdoptingLifecycle, type Operation, Refusal, type ResourceState } from "./lifecycle.ts";
import { userMark, userOwnership } from "./ownership.ts";
import { apiName, atMost, emailAddress, recordId, username } from "./rules.ts";
import { inDeclaredOrder, spelledAs } from "./spelling.ts";

export interface IntegrationUserInputs extends AdoptionInputs {
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  alias: string;
  nickname: string;
  timeZone: string;
  locale: string;
  language: string;
  emailEncoding: string;
  profileId: string;
  permissionSetLicenses: string[];
  permissionSetIds: string[];
  isActive: boolean;
  /** Never declared: a user that an administrator has frozen shows as this property, and stays frozen. */
  frozenByAdministrator?: true;
  reactivate: boolean;
  retirementProfile: string;
  owner: string;
}

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

/** Inputs that are fields of the User record, under Salesforce's names. Source: Object Reference, User. */
const userFields = {
  username: "Username",
  email: "Email",
  firstName: "FirstName",
  lastName: "LastName",
  alias: "Alias",
  nickname: "CommunityNickname",
  timeZone: "TimeZoneSidKey",
  locale: "LocaleSidKey",
  language: "LanguageLocaleKey",
  emailEncoding: "EmailEncodingKey",
  profileId: "ProfileId",
} as const;
type UserField = keyof typeof userFields;
const userFieldNames = Object.keys(userFields) as UserField[];

/** An assignment row, by what it assigns. */
interface Assignment {
  rowId: string;
  key: string;
}

interface Observed {
  record?: SalesforceRecord;
  isFrozen: boolean;
  /** Permission set licences of the user, by developer name. */
  licenses: Assignment[];
  /** Permission sets of the user, by id. */
  permissionSets: Assignment[];
  /** Ids of the declared permission set licences, by developer name. */
  licenseIds: Map<string, string>;
}

type Step =
  | { do: "create"; fields: RecordFields }
  | { do: "change"; fields: RecordFields }
  | { do: "unassign"; what: "permission sets" | "permission set licences"; ids: string[] }
  | { do: "assignLicenses"; ids: string[] }
  | { do: "assignPermissionSets"; ids: string[] };

/** What the plan must know besides the org and the declared state. */
interface Context {
  mustExist: boolean;
  deployerId: string;
  deactivatedByStack: boolean;
  pendingEmail: string;
  /** Whether a user without our mark was taken over. */
  isAdopted: boolean;
}

/** What the last run knew and the org does not tell. */
type Memory = Pick<IntegrationUserOutputs, "deactivatedByStack" | "pendingEmail" | "isAdopted"> & { owner?: string };

export const integrationUser: AdoptingLifecycle<IntegrationUserInputs, IntegrationUserOutputs> = {
  inputNames: [
    ...userFieldNames,
    "permissionSetLicenses",
    "permissionSetIds",
    "isActive",
    "frozenByAdministrator",
    "reactivate",
    "retirementProfile",
    ...adoptionInputNames,
    "owner",
  ],
  createOnly: [],
  nameInput: "username",

  check(_olds, news) {
    const read = new InputReader(news);
    const name = read.text("username", username);
    const lastName = read.text("lastName", atMost(80));
    const inputs: IntegrationUserInputs = {
      // Salesforce keeps usernames in lower case.
      username: name.toLowerCase(),
      email: read.text("email", emailAddress),
      firstName: read.textOr("firstName", "", atMost(40)),
      lastName,
      alias: read.textOrDerived("alias", lastName, aliasOf, atMost(8)),
      nickname: read.textOrDerived("nickname", name, nicknameOf, atMost(40)),
      timeZone: read.textOr("timeZone", "GMT"),
      locale: read.textOr("locale", "en_US"),
      language: read.textOr("language", "en_US"),
      emailEncoding: read.textOr("emailEncoding", "UTF-8"),
      profileId: longId(read.text("profileId", recordId("00e", "a profile"))),
      permissionSetLicenses: read.names("permissionSetLicenses", apiName),
      permissionSetIds: read.texts("permissionSetIds", recordId("0PS", "a permission set"), longId),
      isActive: read.flag("isActive", true),
      reactivate: read.flag("reactivate", false),
      retirementProfile: read.textOr("retirementProfile", "Minimum Access - API Only Integrations"),
      ...adoptionInputs(read),
      owner: read.text("owner"),
    };
    return { inputs, failures: read.failures };
  },

  create(org, inputs, operation) {
    const nothing: Memory = { deactivatedByStack: false, pendingEmail: "", isAdopted: false };
    return reconcile(org, undefined, inputs, nothing, operation);
  },

  async read(org, id, state) {
    const observed = await observe(org, id, state);
    return observed.record ? stateOf(observed, state, state) : undefined;
  },

  update(org, id, olds, news, operation) {
    const { deactivatedByStack = false, pendingEmail = "" } = olds;
    const isAdopted = isRememberedAsAdopted({ ...news, isAdopted: olds.isAdopted });
    return reconcile(org, id, news, { deactivatedByStack, pendingEmail, isAdopted, owner: olds.owner }, operation);
  },

  async survey(org, inputs) {
    const found = await findByUsername(org, inputs);
    if (!found) return undefined;
    const observed = await observe(org, found.Id, inputs);
    const memory: Memory = { deactivatedByStack: false, pendingEmail: "", isAdopted: false };
    return { found: foundRecord(found, inputs, org.identity.userId), inputs: stateOf(observed, inputs, memory).inputs };
  },

  async delete(org, id, state, operation) {
    if (sameId(id, org.identity.userId)) {
      throw new Refusal(`${state.username} is the user that this deployment logs in with; it is never deactivated.`);
    }
    const doing = `retiring user ${state.username}`;
    const [seen, profiles] = await Promise.all([
      observe(org, id, state),
      org.query(`SELECT Id FROM Profile WHERE Name = ${quoted(state.retirementProfile)}`, doing),
    ]);
    if (!seen.record) return;
    const { Division } = seen.record;
    const ownership = userOwnership(Division, state.owner);
    if (ownership === "others") {
      refuseDeleteOfOthers(`user ${state.username}`, ownerOfUserMark(Division), state.owner);
    }
    const isMarkedAdopted = Division === userMark(state.owner, "adopted");
    if (isHandedBack({ ownership, isMarkedAdopted, state })) {
      if (ownership === "ours") {
        await org.update("User", id, { Division: null }, `taking the mark from user ${state.username}`);
      }
      operation.report(handedBack(`user ${state.username}`, id));
      return;
    }
    const profileId = profiles[0]?.Id;
    if (!profileId) {
      throw new Refusal(`retirementProfile: there is no profile named ${state.retirementProfile} in this org.`);
    }
    // Permission sets first: a licence cannot be taken away while a set that needs it is assigned.
    await org.deleteMany(
      seen.permissionSets.map(({ rowId }) => rowId),
      `unassigning the permission sets of user ${state.username}`,
    );
    await org.deleteMany(
      seen.licenses.map(({ rowId }) => rowId),
      `releasing the permission set licences of user ${state.username}`,
    );
    const fields: RecordFields = { ProfileId: profileId, IsActive: false, Division: userMark(state.owner, "retired") };
    await org.update("User", id, fields, doing);
    operation.report(
      `user ${state.username} (${id}) is deactivated and keeps its username, because Salesforce does not delete users; a later create takes it back`,
    );
  },
};

const aliasOf = (lastName: string) =>
  lastName
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, 8)
    .toLowerCase();
const nicknameOf = (username: string) => username.toLowerCase().slice(0, 40);

/** A mark is shortened where the field has no room for it, so whose it is, is decided by what each owner would write. */
function refuseIfMarkedByOthers(division: unknown, inputs: IntegrationUserInputs, formerOwner = inputs.owner): void {
  if ([inputs.owner, formerOwner].some((owner) => userOwnership(division, owner) !== "others")) return;
  refuseUpdateOfOthers(`user ${inputs.username}`, ownerOfUserMark(division), inputs.owner, formerOwner);
}

async function reconcile(
  org: Org,
  knownId: string | undefined,
  inputs: IntegrationUserInputs,
  before: Memory,
  operation: Operation,
): Promise<ResourceState<IntegrationUserInputs, IntegrationUserOutputs>> {
  let id = knownId;
  const context: Context = {
    ...before,
    mustExist: knownId !== undefined,
    deployerId: org.identity.userId,
  };
  const observed = await converge<Observed, Step>({
    what: `user ${inputs.username}`,
    observe: async () => {
      if (id !== undefined) {
        const seen = await observe(org, id, inputs);
        refuseIfMarkedByOthers(seen.record?.Division, inputs, before.owner);
        return seen;
      }
      const [found, nothing] = await Promise.all([findByUsername(org, inputs), observe(org, undefined, inputs)]);
      if (!found) return nothing;
      const record = foundRecord(found, inputs, context.deployerId);
      context.isAdopted = takeOver(record, inputs.adopt === true, operation);
      id = found.Id;
      return observe(org, id, inputs);
    },
    plan: (seen) => plan(seen, inputs, context),
    apply: async (step, seen) => {
      if (id !== undefined) operation.made(id);
      switch (step.do) {
        case "create":
          id = await org.create("User", step.fields, `creating user ${inputs.username}`);
          operation.made(id);
          return;
        case "change":
          await org.update("User", String(seen.record?.Id), step.fields, `changing user ${inputs.username}`);
          // An org that wants a confirmation keeps the old address until the link in the mail is followed.
          if (step.fields.Email !== undefined) context.pendingEmail = inputs.email;
          return;
        case "unassign":
          return org.deleteMany(step.ids, `taking ${step.what} from user ${inputs.username}`);
        case "assignLicenses":
          return org.createMany(
            "PermissionSetLicenseAssign",
            step.ids.map((PermissionSetLicenseId) => ({ AssigneeId: String(id), PermissionSetLicenseId })),
            `giving permission set licences to user ${inputs.username}`,
          );
        case "assignPermissionSets":
          return org.createMany(
            "PermissionSetAssignment",
            step.ids.map((PermissionSetId) => ({ AssigneeId: String(id), PermissionSetId })),
            `giving permission sets to user ${inputs.username}`,
          );
      }
    },
  });
  const state = stateOf(observed, inputs, {
    deactivatedByStack: !inputs.isActive,
    pendingEmail: context.pendingEmail,
    isAdopted: context.isAdopted,
  });
  if (state.outputs.pendingEmail !== "" && state.outputs.pendingEmail !== before.pendingEmail) {
    operation.report(
      `the new e-mail address of ${inputs.username} waits for its confirmation: follow the link that was sent to ${inputs.email}`,
    );
  }
  if (state.outputs.isFrozen) {
    operation.report(
      `user ${inputs.username} is frozen and cannot log in; an administrator must unfreeze it (Setup, Users)`,
    );
  }
  return state;
}

async function findByUsername(org: Org, inputs: IntegrationUserInputs): Promise<SalesforceRecord | undefined> {
  const [found] = await org.query(
    `SELECT Id, Division, LastModifiedBy.Name, LastModifiedDate FROM User WHERE Username = ${quoted(inputs.username)}`,
    `looking for user ${inputs.username}`,
  );
  return found;
}

function foundRecord(record: SalesforceRecord, inputs: IntegrationUserInputs, deployerId: string): FoundRecord {
  const division = fieldText(record.Division);
  return {
    what: `user ${inputs.username}`,
    id: record.Id,
    ownership: userOwnership(division, inputs.owner),
    owner: inputs.owner,
    foundOwner: ownerOfUserMark(division),
    isAdopted: division === userMark(inputs.owner, "adopted"),
    ...lastModified(record),
    obstacles: [
      ...(sameId(record.Id, deployerId) ? ["it is the user that this deployment logs in with."] : []),
      ...(division === ""
        ? []
        : [`its field Division, where the mark belongs, holds "${division}"; empty it first, if nobody needs it.`]),
    ],
  };
}

async function observe(org: Org, id: string | undefined, declared: IntegrationUserInputs): Promise<Observed> {
  const doing = `reading user ${declared.username}`;
  const names = declared.permissionSetLicenses;
  const [record, logins, licenses, permissionSets, declaredLicenses] = await Promise.all([
    id ? org.record("User", id, doing) : undefined,
    id ? org.query(`SELECT Id, IsFrozen FROM UserLogin WHERE UserId = ${quoted(id)}`, doing) : [],
    id
      ? org.query(
          `SELECT Id, PermissionSetLicense.DeveloperName FROM PermissionSetLicenseAssign WHERE AssigneeId = ${quoted(id)}`,
          doing,
        )
      : [],
    id
      ? org.query(
          `SELECT Id, PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(id)} AND PermissionSet.IsOwnedByProfile = false`,
          doing,
        )
      : [],
    names.length > 0
      ? org.query(
          `SELECT Id, DeveloperName FROM PermissionSetLicense WHERE DeveloperName IN ${quotedList(names)}`,
          doing,
        )
      : [],
  ]);
  return {
    ...(record && { record }),
    isFrozen: logins[0]?.IsFrozen === true,
    licenses: licenses.map((row) => ({
      rowId: row.Id,
      key: spelledAs(names, String((row.PermissionSetLicense as { DeveloperName?: string } | null)?.DeveloperName)),
    })),
    permissionSets: permissionSets.map((row) => ({ rowId: row.Id, key: longId(String(row.PermissionSetId)) })),
    licenseIds: new Map(declaredLicenses.map((row) => [spelledAs(names, String(row.DeveloperName)), row.Id])),
  };
}

function plan(seen: Observed, inputs: IntegrationUserInputs, context: Context): Step[][] {
  const unknownLicenses = inputs.permissionSetLicenses.filter((name) => !seen.licenseIds.has(name));
  if (unknownLicenses.length > 0) {
    throw new Refusal(
      `permissionSetLicenses: there is no permission set licence with the developer name ${unknownLicenses.join(", ")} in this org.`,
    );
  }
  const declared = Object.fromEntries(
    userFieldNames.map((name) => [userFields[name], inputs[name] === "" ? null : inputs[name]]),
  );
  if (!seen.record) {
    if (context.mustExist)
      throw new Refusal("The org does not show this user to the deployer; users are never deleted.");
    return [
      [
        {
          do: "create",
          fields: { ...declared, IsActive: inputs.isActive, Division: userMark(inputs.owner, "active") },
        },
      ],
      ...assignments(inputs.permissionSetLicenses, inputs.permissionSetIds, seen),
    ];
  }
  const record = seen.record;
  const isRetired = record.Division === userMark(inputs.owner, "retired");
  const mark = userMark(inputs.owner, isAdoptedUser(record, inputs.owner, context.isAdopted) ? "adopted" : "active");
  const changes: RecordFields = {
    ...changedFields(record, declared, inputs, context.pendingEmail),
    ...(record.Division !== mark && { Division: mark }),
  };
  if (inputs.isActive !== record.IsActive) {
    if (sameId(record.Id, context.deployerId)) {
      throw new Refusal(`${inputs.username} is the user that this deployment logs in with; it is never deactivated.`);
    }
    if (inputs.isActive && !isRetired && !context.deactivatedByStack && !inputs.reactivate) {
      throw new Refusal(
        `User ${inputs.username} was deactivated in the org, not by this stack, at ${String(record.LastModifiedDate)} or before. If that was no emergency stop, set reactivate: true for one run.`,
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
  const isShutOut = sets.extra.length + licenses.extra.length > 0 || "ProfileId" in changes || "Username" in changes;
  if (isShutOut && sameId(record.Id, context.deployerId)) {
    throw new Refusal(
      `${inputs.username} is the user that this deployment logs in with; its username, profile, licences and permission sets are never taken from it.`,
    );
  }
  const rowIds = (assignments: Assignment[], keys: string[]) =>
    assignments.filter(({ key }) => keys.includes(key)).map(({ rowId }) => rowId);
  const steps: Step[][] = [
    sets.extra.length > 0
      ? [{ do: "unassign", what: "permission sets", ids: rowIds(seen.permissionSets, sets.extra) }]
      : [],
    Object.keys(changes).length > 0 ? [{ do: "change", fields: changes }] : [],
    licenses.extra.length > 0
      ? [{ do: "unassign", what: "permission set licences", ids: rowIds(seen.licenses, licenses.extra) }]
      : [],
    ...assignments(licenses.missing, sets.missing, seen),
  ];
  const isDone = steps.every((stage) => stage.length === 0);
  // Whatever else is declared is brought about first: it may well be what takes access away.
  if (isDone && context.mustExist && seen.isFrozen && inputs.isActive) {
    throw new Refusal(
      `User ${inputs.username} was frozen by an administrator and cannot log in. It is never unfrozen from here: unfreeze it in Setup (Users, Unfreeze) and run again, or declare isActive: false.`,
    );
  }
  return steps;
}

/** A permission set may need the licence, so the sets come last. */
function assignments(licenses: string[], sets: string[], seen: Observed): Step[][] {
  return [
    licenses.length > 0
      ? [{ do: "assignLicenses", ids: licenses.map((name) => String(seen.licenseIds.get(name))) }]
      : [],
    sets.length > 0 ? [{ do: "assignPermissionSets", ids: sets }] : [],
  ];
}

/** Whether a user was adopted: its mark says so, and where that is missing, what is remembered. */
function isAdoptedUser(record: SalesforceRecord, owner: string, isRemembered: boolean | undefined): boolean {
  if (userOwnership(record.Division, owner) !== "ours") return isRemembered === true;
  return record.Division === userMark(owner, "adopted");
}

function changedFields(
  record: SalesforceRecord,
  declared: RecordFields,
  inputs: IntegrationUserInputs,
  pendingEmail: string,
): RecordFields {
  const changed = Object.entries(declared).filter(([field, value]) => {
    if (field === "Email" && pendingEmail === inputs.email) return false;
    return !sameField(field, record[field], value);
  });
  return Object.fromEntries(changed);
}

const fieldText = (value: unknown) => (value === null || value === undefined ? "" : String(value));

/** Addresses, and values of picklists, which an org spells in its own way. */
const fieldsOfAnyCase = new Set([
  "Email",
  "Username",
  "TimeZoneSidKey",
  "LocaleSidKey",
  "LanguageLocaleKey",
  "EmailEncodingKey",
]);

/** Ids have two forms, and some texts do not differ by the case of their letters. */
function sameField(field: string, found: unknown, declared: unknown): boolean {
  const [left, right] = [fieldText(found), fieldText(declared)];
  if (field === "ProfileId") return sameId(left, right);
  if (fieldsOfAnyCase.has(field)) return left.toLowerCase() === right.toLowerCase();
  return left === right;
}

function stateOf(
  seen: Observed,
  declared: IntegrationUserInputs,
  memory: Memory,
): ResourceState<IntegrationUserInputs, IntegrationUserOutputs> {
  const record = seen.record as SalesforceRecord;
  // Where the org's value means what was declared, the declared spelling is given back.
  const fields = Object.fromEntries(
    userFieldNames.map((name) => {
      const found = record[userFields[name]];
      return [name, sameField(userFields[name], found, declared[name]) ? declared[name] : fieldText(found)];
    }),
  );
  const { pendingEmail = "" } = memory;
  const isPending = pendingEmail !== "" && !sameField("Email", record.Email, pendingEmail);
  const isActive = record.IsActive === true;
  return {
    id: record.Id,
    inputs: {
      ...(fields as Pick<IntegrationUserInputs, UserField>),
      // An address that waits for its confirmation is what was declared, not drift.
      ...(isPending && { email: pendingEmail }),
      permissionSetLicenses: inDeclaredOrder(
        declared.permissionSetLicenses,
        seen.licenses.map(({ key }) => key),
      ),
      permissionSetIds: inDeclaredOrder(
        declared.permissionSetIds,
        seen.permissionSets.map(({ key }) => key),
      ),
      isActive,
      ...(seen.isFrozen && { frozenByAdministrator: true as const }),
      reactivate: declared.reactivate,
      retirementProfile: declared.retirementProfile,
      ...given(declared),
      owner: declared.owner,
    },
    outputs: {
      pendingEmail: isPending ? pendingEmail : "",
      deactivatedByStack: memory.deactivatedByStack === true && !isActive,
      isFrozen: seen.isFrozen,
      isAdopted: isAdoptedUser(record, declared.owner, memory.isAdopted),
    },
  };
}
