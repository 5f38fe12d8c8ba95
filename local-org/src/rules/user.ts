/** Rules of a user. */
import { randomInt } from "node:crypto";
import { ApiError, type Org, type RecordFields, type RequestContext } from "../contracts.ts";
import { apiDateTime } from "../times.ts";
import { duplicateSetupValue } from "./errors.ts";
import { isEmailAddress } from "./fieldValues.ts";
import { recountUserLicences, requireSeat } from "./licences.ts";
import type { ObjectRules } from "./objectRules.ts";
import { assignProfilePermissionSet, moveProfilePermissionSet } from "./profilePermissionSet.ts";

/** Collection of the documents that hold, by user id, an e-mail address that waits for its confirmation. */
export const pendingEmails = "pendingEmail";

const nicknameLength = 40;
/** How many nicknames a millisecond has. */
const nicknameSerials = 10_000_000;

export const userRules: ObjectRules = {
  required: [
    "Username",
    "LastName",
    "Email",
    "Alias",
    "TimeZoneSidKey",
    "LocaleSidKey",
    "EmailEncodingKey",
    "ProfileId",
    "LanguageLocaleKey",
  ],

  beforeCreate({ org }, record) {
    checkUsername(org, record, undefined);
    record.CommunityNickname ??= defaultNickname(org, String(record.Username));
    checkNickname(org, record.CommunityNickname, undefined);
    checkFederationIdentifier(org, record.FederationIdentifier, undefined);
    record.IsActive ??= true;
    if (record.IsActive === true) requireSeat(org, record.ProfileId);
    record.Name = fullName(record);
    record.UserType = org.records.get("Profile", String(record.ProfileId))?.UserType ?? "Standard";
    const [organization] = org.records.find("Organization", {}, ["Name", "Country"]);
    if (org.settings.stateAndCountryPicklists && record.CountryCode === undefined)
      record.CountryCode = organization?.Country ?? null;
    if (record.CompanyName === undefined) record.CompanyName = organization?.Name ?? null;
    if (record.Country === undefined) record.Country = organization?.Country ?? null;
    keepEmptyTexts(record);
    checkValidationRules(org, record);
  },

  afterCreate({ org, userId }, record) {
    org.records.insert("UserLogin", {
      UserId: String(record.Id),
      LastModifiedDate: apiDateTime(org.now()),
      LastModifiedById: userId,
    });
    assignProfilePermissionSet(org, record);
    recountUserLicences(org);
  },

  beforeUpdate({ org }, before, change) {
    const after = { ...before, ...change };
    checkFederationIdentifier(org, change.FederationIdentifier, before.Id);
    if (change.Username !== undefined) checkUsername(org, change, before.Id);
    if (change.CommunityNickname !== undefined) checkNickname(org, change.CommunityNickname, before.Id);
    checkProfileOfInactive(org, before, after);
    if (after.IsActive === true && needsAnotherSeat(org, before, after)) requireSeat(org, after.ProfileId);
    if (
      isLastAdministrator(org, before) &&
      (after.IsActive !== true || !isAdministratorProfile(org, after.ProfileId))
    ) {
      throw new ApiError(
        400,
        "CANNOT_DISABLE_LAST_ADMIN",
        "You can't deactivate the last system administrator of the org.",
        [],
      );
    }
    change.Name = fullName(after);
    keepEmptyTexts(change);
    checkValidationRules(org, after);
    if (org.settings.emailConfirmation && change.Email !== undefined && change.Email !== before.Email) {
      org.documents.set(pendingEmails, String(before.Id), change.Email);
      delete change.Email;
    }
  },

  afterUpdate({ org }, before, after) {
    if (after.ProfileId !== before.ProfileId) moveProfilePermissionSet(org, after);
    if (after.IsActive !== true) org.sessions.closeOfUser(String(after.Id));
    recountUserLicences(org);
  },
};

/** Makes every e-mail address that waits for its confirmation the address of its user. */
export function confirmEmails(context: RequestContext): number {
  const waiting = context.org.documents.list(pendingEmails);
  for (const { key } of waiting) confirmEmail(context, key);
  return waiting.length;
}

/**
 * Makes the e-mail address of a user that waits for its confirmation the user's own.
 *
 * @param id of the user, 18 characters
 * @returns whether one was waiting
 */
export function confirmEmail({ org, userId }: RequestContext, id: string): boolean {
  const address = org.documents.get<string>(pendingEmails, id);
  if (address === undefined) return false;
  org.records.update("User", id, { Email: address }, userId);
  org.documents.remove(pendingEmails, id);
  return true;
}

/** The name is stored in lower case, and stays taken: by inactive users too. */
function checkUsername(org: Org, record: RecordFields, ownId: unknown): void {
  const username = String(record.Username).toLowerCase();
  if (!isEmailAddress(username)) {
    throw new ApiError(
      400,
      "FIELD_INTEGRITY_EXCEPTION",
      "Username must be in the form of an email address (for example, john@acme.com): Username",
      ["Username"],
    );
  }
  const isTaken = org.records.find("User", { Username: username }).some(({ Id }) => Id !== ownId);
  if (isTaken || org.isUsernameTakenElsewhere(username)) {
    throw new ApiError(
      400,
      "DUPLICATE_USERNAME",
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). ",
      ["Username"],
    );
  }
  record.Username = username;
}

function checkNickname(org: Org, nickname: unknown, ownId: unknown): void {
  if (org.records.find("User", { CommunityNickname: String(nickname) }).some(({ Id }) => Id !== ownId)) {
    throw new ApiError(
      400,
      "DUPLICATE_COMM_NICKNAME",
      "Duplicate Nickname.<br>Another user has already selected this nickname.<br>Please select another.",
      ["CommunityNickname"],
    );
  }
}

function checkFederationIdentifier(org: Org, identifier: unknown, ownId: unknown): void {
  if (identifier === undefined || identifier === null) return;
  const holders = org.records.find("User", { FederationIdentifier: String(identifier) });
  if (holders.some(({ Id }) => Id !== ownId)) throw duplicateSetupValue();
}

/** The rules of this org, of which the first that is not met is told. Salesforce looks at them at every save. */
function checkValidationRules({ settings }: Org, record: RecordFields): void {
  for (const { field, mustMatch, message, shownAt } of settings.userValidationRules) {
    if (new RegExp(mustMatch).test(String(record[field] ?? ""))) continue;
    throw new ApiError(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", message, shownAt === "page" ? [] : [field]);
  }
}

/** Whether an org allows this is not known; the code is that of work in the name of inactive users. */
function checkProfileOfInactive(org: Org, before: RecordFields, after: RecordFields): void {
  if (org.settings.inactiveUserProfileChange === "accepted") return;
  if (after.IsActive === true || after.ProfileId === before.ProfileId) return;
  throw new ApiError(
    400,
    "INACTIVE_OWNER_OR_USER",
    `operation performed with inactive user [${before.Id}] as owner of user`,
    ["ProfileId"],
  );
}

/** `User` and 20 digits, or the part of the username before the at sign; sources differ. */
function defaultNickname({ settings, now }: Org, username: string): string {
  if (settings.defaultNickname === "username") return (username.split("@")[0] ?? username).slice(0, nicknameLength);
  return `User${now().getTime()}${String(randomInt(nicknameSerials)).padStart(7, "0")}`;
}

/** Texts that are empty and not null when there are none. */
const emptyTexts = ["BadgeText", "OutOfOfficeMessage"];

function keepEmptyTexts(fields: RecordFields): void {
  for (const name of emptyTexts) if (fields[name] === null) fields[name] = "";
}

function fullName({ FirstName, LastName }: RecordFields): string {
  return [FirstName, LastName].filter((part) => part !== null && part !== undefined).join(" ");
}

function needsAnotherSeat(org: Org, before: RecordFields, after: RecordFields): boolean {
  if (before.IsActive !== true) return true;
  const licenceId = (user: RecordFields): unknown => org.records.get("Profile", String(user.ProfileId))?.UserLicenseId;
  return licenceId(before) !== licenceId(after);
}

function isAdministratorProfile(org: Org, profileId: unknown): boolean {
  const profile = org.records.get("Profile", String(profileId));
  return profile?.PermissionsManageUsers === true && profile.PermissionsModifyAllData === true;
}

function isLastAdministrator(org: Org, user: RecordFields): boolean {
  if (user.IsActive !== true || !isAdministratorProfile(org, user.ProfileId)) return false;
  return !org.records
    .find("User", { IsActive: true })
    .some(({ Id, ProfileId }) => Id !== user.Id && isAdministratorProfile(org, ProfileId));
}
