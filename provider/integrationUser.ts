import { createHash } from "node:crypto";
import { longId, sameId } from "../salesforce/identifiers.ts";
import type { Org, RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { quoted, quotedList } from "../salesforce/soql.ts";
import {
  type AdoptingLifecycle,
  type AdoptionInputs,
  adoptionAsDeclared,
  adoptionInputNames,
  adoptionInputs,
  type FoundRecord,
  lastModified,
} from "./adoption.ts";
import { setDifference } from "./comparison.ts";
import { type RefusedAccess, refuseAccess, refusedAccess } from "./grantedAccess.ts";
import { InputReader } from "./inputReader.ts";
import { type Progress, Refusal, type ResourceState } from "./lifecycle.ts";
import { isOfSource, type Mark, markOfUser, ownerForm, ownershipOf, userMark } from "./marks.ts";
import { bringAbout, countsAsAdopted, handBack, type LastRun } from "./ownedRecord.ts";
import { hiddenProfiles, licenseNameOf, profileOn, seesProfiles } from "./profileVisibility.ts";
import { apiName, atMost, emailAddress, recordId, username } from "./rules.ts";
import { inDeclaredOrder, spelledAs } from "./spelling.ts";
import { usersNamed } from "./takenNames.ts";
import {
  declaredFields,
  fieldOf,
  fieldText,
  type OtherFields,
  otherFieldsInput,
  otherFieldsOf,
  sameField,
  type UserField,
  userFieldNames,
  userFields,
} from "./userFields.ts";

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
  /** Any other fields of the record that are declared; absent: none. What else the org holds is left alone. */
  fields?: OtherFields;
  permissionSetLicenses: string[];
  permissionSetIds: string[];
  isActive: boolean;
  /** Never declared: a user that an administrator has frozen shows as this property, and stays frozen. */
  frozenByAdministrator?: true;
  /** Profiles and permission sets that are not the stack's own, reach far and are meant; absent: none. */
  allowHighPrivilege?: string[];
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

/** An assignment row, by what it assigns. */
interface Assignment {
  rowId: string;
  key: string;
}

/** What the org holds. */
interface Seen {
  record: SalesforceRecord;
  mark?: Mark;
  isFrozen: boolean;
  /** Permission set licences of the user, by developer name. */
  licenses: Assignment[];
  /** Permission sets of the user, by id. */
  permissionSets: Assignment[];
}

/** What declared names and ids stand for in this org. */
interface LookedUp {
  /** Ids of the declared permission set licences, by developer name. */
  licenseIds: LicenseIds;
  /** Profiles and permission sets that the user is not put on. */
  refused: RefusedAccess;
}
type LicenseIds = Map<string, string>;

type Step =
  | { do: "create"; fields: RecordFields }
  | { do: "change"; fields: RecordFields }
  | { do: "unassign"; what: "permission sets" | "permission set licences"; ids: string[] }
  | { do: "assignLicenses"; ids: string[] }
  | { do: "assignPermissionSets"; ids: string[] };

/** What the last run knew of the user and the org does not tell. */
type Before = LastRun & { id: string } & Partial<
    Pick<IntegrationUserOutputs, "deactivatedByStack" | "pendingEmail"> &
      Pick<IntegrationUserInputs, "profileId" | "permissionSetIds">
  >;

/** What the plan must know besides the org and the declared state. */
interface Context {
  deployerId: string;
  isUpdate: boolean;
  deactivatedByStack: boolean;
  pendingEmail: string;
  isAdopted: boolean;
}

export const integrationUser: AdoptingLifecycle<IntegrationUserInputs, IntegrationUserOutputs> = {
  inputNames: [
    ...userFieldNames,
    "fields",
    "permissionSetLicenses",
    "permissionSetIds",
    "isActive",
    "frozenByAdministrator",
    "allowHighPrivilege",
    "reactivate",
    "retirementProfile",
    ...adoptionInputNames,
    "owner",
  ],
  createOnly: [],
  nameInput: "username",

  check(olds, news) {
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
      nickname: read.textOrDerived("nickname", name, (from) => nicknameOf(from, olds.nickname), atMost(40)),
      timeZone: read.textOr("timeZone", "GMT"),
      locale: read.textOr("locale", "en_US"),
      language: read.textOr("language", "en_US"),
      emailEncoding: read.textOr("emailEncoding", "UTF-8"),
      profileId: longId(read.text("profileId", recordId("00e", "a profile"))),
      ...otherFieldsInput(read),
      permissionSetLicenses: read.names("permissionSetLicenses", apiName),
      permissionSetIds: read.texts("permissionSetIds", recordId("0PS", "a permission set"), longId),
      ...meantAccess(read),
      isActive: read.flag("isActive", true),
      reactivate: read.flag("reactivate", false),
      retirementProfile: read.textOr("retirementProfile", "Minimum Access - API Only Integrations"),
      ...adoptionInputs(read),
      owner: read.text("owner", ownerForm),
    };
    return { inputs, failures: read.failures };
  },

  create(org, inputs, progress) {
    return reconcile(org, inputs, undefined, progress);
  },

  async read(org, id, state) {
    const seen = await observe(org, id, state);
    return seen && stateOf(seen, state, { ...state, isAdopted: countsAsAdopted(seen.mark, state) });
  },

  update(org, id, olds, news, progress) {
    return reconcile(org, news, { ...olds, id }, progress);
  },

  async survey(org, inputs) {
    const found = await find(org, inputs);
    const seen = found && (await observe(org, found.id, inputs));
    return found && seen && { found, inputs: stateOf(seen, inputs, { isAdopted: false }).inputs };
  },

  async delete(org, id, state, progress) {
    if (sameId(id, org.identity.userId)) {
      throw new Refusal(`${state.username} is the user that this deployment logs in with; it is never deactivated.`);
    }
    const what = `user ${state.username}`;
    const doing = `retiring ${what}`;
    const [seen, profiles, sees] = await Promise.all([
      observe(org, id, state),
      org.query(
        `SELECT Id, UserLicense.Name FROM Profile WHERE Name = ${quoted(state.retirementProfile)} ORDER BY Id`,
        doing,
      ),
      seesProfiles(org, doing),
    ]);
    if (!seen) return;
    const takeMarkAway = () => org.update("User", id, { Division: null }, `taking the mark from ${what}`);
    if (await handBack({ what, id, mark: seen.mark, takeMarkAway }, state, progress)) return;
    const profileId = (await retirementProfileOf(org, profiles, id, doing))?.Id;
    if (!profileId) {
      throw new Refusal(
        sees
          ? `retirementProfile: there is no profile named ${state.retirementProfile} in this org.`
          : `retirementProfile: the deployer cannot see a profile named ${state.retirementProfile}. ${hiddenProfiles}`,
      );
    }
    // Permission sets first: a licence cannot be taken away while a set that needs it is assigned.
    await org.deleteMany(
      seen.permissionSets.map(({ rowId }) => rowId),
      `unassigning the permission sets of ${what}`,
    );
    await org.deleteMany(
      seen.licenses.map(({ rowId }) => rowId),
      `releasing the permission set licences of ${what}`,
    );
    const fields: RecordFields = { ProfileId: profileId, IsActive: false, Division: userMark(state.owner, "retired") };
    await org.update("User", id, fields, doing);
    progress.report(
      `${what} (${id}) is deactivated and keeps its username, because Salesforce does not delete users; a later create takes it back`,
    );
  },
};

const aliasOf = (lastName: string) =>
  lastName
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, 8)
    .toLowerCase();
/** Of several profiles of one name the one on the licence that the user has already; a user may change to no other. */
async function retirementProfileOf(
  org: Org,
  profiles: SalesforceRecord[],
  userId: string,
  doing: string,
): Promise<SalesforceRecord | undefined> {
  if (profiles.length < 2) return profiles[0];
  const [user] = await org.query(`SELECT Profile.UserLicense.Name FROM User WHERE Id = ${quoted(userId)}`, doing);
  // It is null for a user whose profile the deployer does not see.
  const profile = user?.Profile as SalesforceRecord | null | undefined;
  return profileOn(profiles, licenseNameOf(profile ?? undefined));
}

/** Reads the input `allowHighPrivilege`; nothing to keep where it is absent. */
function meantAccess(read: InputReader): { allowHighPrivilege?: string[] } {
  const meant = read.names("allowHighPrivilege", atMost(255));
  return meant.length > 0 ? { allowHighPrivilege: meant } : {};
}

/** Nicknames are unique in an org and have 40 characters. */
const longestNickname = 40;

/**
 * The nickname that a username leads to: the username, and where that is too long, what fits with a digest of the whole. An
 * earlier version only cut it; a user who got that nickname keeps it.
 */
function nicknameOf(username: string, before: unknown): string {
  const name = username.toLowerCase();
  const cut = name.slice(0, longestNickname);
  if (name.length <= longestNickname || before === cut) return cut;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${name.slice(0, longestNickname - digest.length - 1)}-${digest}`;
}

async function reconcile(
  org: Org,
  inputs: IntegrationUserInputs,
  last: Before | undefined,
  progress: Progress,
): Promise<ResourceState<IntegrationUserInputs, IntegrationUserOutputs>> {
  const what = `user ${inputs.username}`;
  const context = {
    deployerId: org.identity.userId,
    isUpdate: last !== undefined,
    deactivatedByStack: last?.deactivatedByStack ?? false,
    pendingEmail: last?.pendingEmail ?? "",
  };
  const { seen, isAdopted } = await bringAbout<Seen, LookedUp, Step>(
    {
      what,
      owner: inputs.owner,
      adopt: inputs.adopt === true,
      takesCopies: () => org.takesCopies(),
      lookUp: () => lookUp(org, inputs, last),
      find: () => find(org, inputs),
      observe: async (id) => {
        const seen = await observe(org, id, inputs);
        if (!seen)
          throw new Refusal(
            "The deployer cannot see this user, and users are never deleted: give the deployer View All Users and run again.",
          );
        return seen;
      },
      plan: (seen, lookedUp, isAdopted) => plan(seen, lookedUp, inputs, { ...context, isAdopted }),
      apply: async (step, id) => {
        if (step.do === "create") return org.create("User", step.fields, `creating ${what}`);
        await apply(org, String(id), step, what);
        // An org that wants a confirmation keeps the old address until the link in the mail is followed.
        if (step.do === "change" && step.fields.Email !== undefined) context.pendingEmail = inputs.email;
      },
    },
    last,
    progress,
  );
  const state = stateOf(seen, inputs, {
    deactivatedByStack: !inputs.isActive,
    pendingEmail: context.pendingEmail,
    isAdopted,
  });
  if (state.outputs.pendingEmail !== "" && state.outputs.pendingEmail !== last?.pendingEmail) {
    progress.report(
      `the new e-mail address of ${inputs.username} waits for its confirmation: follow the link that was sent to ${inputs.email}`,
    );
  }
  if (state.outputs.isFrozen) {
    progress.report(`${what} is frozen and cannot log in; an administrator must unfreeze it (Setup, Users)`);
  }
  return state;
}

async function apply(org: Org, id: string, step: Exclude<Step, { do: "create" }>, what: string): Promise<void> {
  switch (step.do) {
    case "change":
      return org.update("User", id, step.fields, `changing ${what}`);
    case "unassign":
      return org.deleteMany(step.ids, `taking ${step.what} from ${what}`);
    case "assignLicenses":
      return org.createMany(
        "PermissionSetLicenseAssign",
        step.ids.map((PermissionSetLicenseId) => ({ AssigneeId: id, PermissionSetLicenseId })),
        `giving permission set licences to ${what}`,
      );
    case "assignPermissionSets":
      return org.createMany(
        "PermissionSetAssignment",
        step.ids.map((PermissionSetId) => ({ AssigneeId: id, PermissionSetId })),
        `giving permission sets to ${what}`,
      );
  }
}

/** The user that has the declared username already: ours, also one that a destroy has retired, or somebody else's. */
async function find(org: Org, inputs: IntegrationUserInputs): Promise<FoundRecord | undefined> {
  const what = `user ${inputs.username}`;
  const [record] = await usersNamed(org, [inputs.username], `looking for ${what}`);
  if (!record) return undefined;
  const division = fieldText(record.Division);
  return {
    what,
    id: record.Id,
    mark: markOfUser(division),
    owner: inputs.owner,
    ...lastModified(record),
    obstacles: [
      ...(sameId(record.Id, org.identity.userId) ? ["it is the user that this deployment logs in with."] : []),
      ...(division === "" || markOfUser(division)
        ? []
        : [`its field Division, where the mark belongs, holds "${division}"; empty it first, if nobody needs it.`]),
    ],
  };
}

async function lookUp(org: Org, inputs: IntegrationUserInputs, last: Before | undefined): Promise<LookedUp> {
  const had = { profileId: last?.profileId ?? "", permissionSetIds: last?.permissionSetIds ?? [] };
  const given = {
    profileId: sameId(had.profileId, inputs.profileId) ? undefined : inputs.profileId,
    permissionSetIds: inputs.permissionSetIds.filter((id) => !had.permissionSetIds.some((old) => sameId(old, id))),
    allowHighPrivilege: inputs.allowHighPrivilege ?? [],
    owner: inputs.owner,
  };
  const [licenseIds, refused] = await Promise.all([
    lookUpLicenses(org, inputs),
    refusedAccess(org, given, `reading what user ${inputs.username} is given`),
  ]);
  return { licenseIds, refused };
}

async function lookUpLicenses(org: Org, { permissionSetLicenses: names, username }: IntegrationUserInputs) {
  if (names.length === 0) return new Map();
  const rows = await org.query(
    `SELECT Id, DeveloperName FROM PermissionSetLicense WHERE DeveloperName IN ${quotedList(names)}`,
    `reading user ${username}`,
  );
  return new Map(rows.map((row) => [spelledAs(names, String(row.DeveloperName)), row.Id]));
}

async function observe(org: Org, id: string, declared: IntegrationUserInputs): Promise<Seen | undefined> {
  const doing = `reading user ${declared.username}`;
  const [record, logins, licenses, permissionSets] = await Promise.all([
    org.record("User", id, doing),
    org.query(`SELECT Id, IsFrozen FROM UserLogin WHERE UserId = ${quoted(id)}`, doing),
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
    isFrozen: logins[0]?.IsFrozen === true,
    licenses: licenses.map((row) => ({
      rowId: row.Id,
      key: spelledAs(names, String((row.PermissionSetLicense as { DeveloperName?: string } | null)?.DeveloperName)),
    })),
    permissionSets: permissionSets.map((row) => ({ rowId: row.Id, key: longId(String(row.PermissionSetId)) })),
  };
}

function plan(
  seen: Seen | undefined,
  { licenseIds, refused }: LookedUp,
  inputs: IntegrationUserInputs,
  context: Context,
): Step[][] {
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
      throw new Refusal(`${inputs.username} is the user that this deployment logs in with; it is never deactivated.`);
    }
    if (inputs.isActive && !isRetired && !isCopy && !context.deactivatedByStack && !inputs.reactivate) {
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
  refuseAccess(refused, [...("ProfileId" in changes ? [inputs.profileId] : []), ...sets.missing]);
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
    ...assignments(licenses.missing, sets.missing, licenseIds),
  ];
  const isDone = steps.every((stage) => stage.length === 0);
  // Whatever else is declared is brought about first: it may well be what takes access away.
  if (isDone && context.isUpdate && seen.isFrozen && inputs.isActive) {
    throw new Refusal(
      `User ${inputs.username} was frozen by an administrator and cannot log in. It is never unfrozen from here: unfreeze it in Setup (Users, Unfreeze) and run again, or declare isActive: false.`,
    );
  }
  return steps;
}

/** A permission set may need the licence, so the sets come last. */
function assignments(licenses: string[], sets: string[], licenseIds: LicenseIds): Step[][] {
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

function stateOf(
  { record, isFrozen, licenses, permissionSets }: Seen,
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
