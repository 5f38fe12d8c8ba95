/** Reading the org for Setup: names, states and who has what. Nothing here changes anything. */
import type { Org, RecordFields } from "../contracts.ts";
import { pendingEmails } from "../rules/user.ts";
import { objectNamed, objects } from "../schema/index.ts";

/** A user permission: its API name (`ApiEnabled`) and its label. */
export interface UserPermission {
  readonly name: string;
  readonly label: string;
}

/** One comparison for all, since to make one takes longer than most sorting. */
export const { compare: compareTexts } = new Intl.Collator("en");

/** All user permissions that a permission set can hold, by label. */
export const userPermissions: readonly UserPermission[] = [...objectNamed("PermissionSet").fields.values()]
  .filter(({ name }) => /^Permissions[A-Z]/.test(name))
  .map(({ name, label }) => ({ name: name.slice("Permissions".length), label }))
  .sort((one, other) => compareTexts(one.label, other.label));

/** Permissions on the records of an object: column of ObjectPermissions, and word. */
export const objectPermissions: readonly (readonly [column: string, word: string])[] = [
  ["PermissionsRead", "Read"],
  ["PermissionsCreate", "Create"],
  ["PermissionsEdit", "Edit"],
  ["PermissionsDelete", "Delete"],
  ["PermissionsViewAllRecords", "View All Records"],
  ["PermissionsModifyAllRecords", "Modify All Records"],
  ["PermissionsViewAllFields", "View All Fields"],
];

/** sObjects that access can be granted to. */
export const grantableObjects: readonly string[] = objects
  .filter(({ readAccess }) => readAccess === "object")
  .map(({ name }) => name);

/** Permissions on the fields of an object: column of FieldPermissions, and word. */
export const fieldPermissions: readonly (readonly [column: string, word: string])[] = [
  ["PermissionsRead", "Read"],
  ["PermissionsEdit", "Edit"],
];

/** The fields of an sObject that permissions decide about, as `Account.Phone`. */
export function permissionableFields(object: string): string[] {
  return [...objectNamed(object).fields.values()]
    .filter(({ permissionable }) => permissionable)
    .map(({ name }) => `${object}.${name}`);
}

/** Names of the user permissions that are on in a permission set or profile. */
export function permissionsOn(record: RecordFields): Set<string> {
  return new Set(userPermissions.filter(({ name }) => record[`Permissions${name}`] === true).map(({ name }) => name));
}

/** `namespace__Name`, as metadata names an Apex class or a permission set. */
export function qualifiedName({ NamespacePrefix, Name }: RecordFields): string {
  return NamespacePrefix ? `${NamespacePrefix}__${Name}` : String(Name);
}

/** Permission sets that are no profile's own, by label. */
export function permissionSets(org: Org): RecordFields[] {
  return byText(org.records.find("PermissionSet", { IsOwnedByProfile: false, PermissionSetGroupId: null }), "Label");
}

/** The permission set that carries a profile's access. */
export function permissionSetOfProfile(org: Org, profileId: string): RecordFields | undefined {
  return org.records.find("PermissionSet", { ProfileId: profileId })[0];
}

/** A permission set's licence: the label of a permission set licence or the name of a user licence. */
export function licenceName(org: Org, licenceId: unknown): string | undefined {
  const id = String(licenceId);
  const name = org.records.get("UserLicense", id)?.Name ?? org.records.get("PermissionSetLicense", id)?.MasterLabel;
  return name === undefined || name === null ? undefined : String(name);
}

/** The apps that a permission set, or a profile's own one, may use. */
export function appsPermittedTo(org: Org, permissionSetId: string): RecordFields[] {
  return org.records
    .find("SetupEntityAccess", { ParentId: permissionSetId, SetupEntityType: "ExternalClientApplication" })
    .map(({ SetupEntityId }) => org.records.get("ExternalClientApplication", String(SetupEntityId)))
    .filter((app) => app !== undefined);
}

/** Where a user stands. */
export interface UserState {
  readonly isActive: boolean;
  readonly isFrozen: boolean;
  /** Id of the UserLogin record, which freezing changes. */
  readonly userLoginId: string | undefined;
  /** The e-mail address that waits for its confirmation. */
  readonly pendingEmail: string | undefined;
}

export function userState(org: Org, user: RecordFields): UserState {
  const id = String(user.Id);
  const [login] = org.records.find("UserLogin", { UserId: id });
  return {
    isActive: user.IsActive === true,
    isFrozen: login?.IsFrozen === true,
    userLoginId: login === undefined ? undefined : String(login.Id),
    pendingEmail: org.documents.get<string>(pendingEmails, id),
  };
}

/** Records in the order of one of their texts. */
export function byText(records: readonly RecordFields[], field: string): RecordFields[] {
  return [...records].sort((one, other) => compareTexts(String(one[field]), String(other[field])));
}
