import { createHash } from "node:crypto";
import { namesOf } from "../common/namesOf.ts";
import { longId } from "../salesforce/identifiers.ts";
import { type AdoptionInputs, adoptionInputs } from "./adoption.ts";
import { InputReader } from "./inputReader.ts";
import type { CheckResult, Values } from "./lifecycle.ts";
import { ownerForm } from "./marks.ts";
import { apiName, atMost, emailAddress, recordId, username } from "./rules.ts";
import { type OtherFields, otherFieldsInput, userFields } from "./userFields.ts";

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

/** Names of all inputs. */
export const integrationUserInputNames = namesOf<IntegrationUserInputs>({
  ...userFields,
  fields: true,
  permissionSetLicenses: true,
  permissionSetIds: true,
  isActive: true,
  frozenByAdministrator: true,
  allowHighPrivilege: true,
  reactivate: true,
  retirementProfile: true,
  adopt: true,
  deleteAdopted: true,
  owner: true,
});

/** Reads what is declared, fills in the defaults and reports what is wrong. */
export function checkIntegrationUser(olds: Values, news: Values): CheckResult<IntegrationUserInputs> {
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
}

const aliasOf = (lastName: string) =>
  lastName
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, 8)
    .toLowerCase();

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
export function nicknameOf(username: string, before: unknown): string {
  const name = username.toLowerCase();
  const cut = name.slice(0, longestNickname);
  if (name.length <= longestNickname || before === cut) return cut;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${name.slice(0, longestNickname - digest.length - 1)}-${digest}`;
}
