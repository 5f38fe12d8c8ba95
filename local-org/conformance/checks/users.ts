/** Users, profiles and what their licences allow. */
import { errorOf } from "../api.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, expectThat, Unaskable } from "../expectation.ts";
import { integrationLicenceName, integrationProfileName, userFields } from "../fixtures.ts";
import type { Json } from "../http.ts";

const user: readonly Kind[] = ["users"];
const profiles: readonly Kind[] = ["profiles"];

/** The error of a user who would break a rule. */
async function refusedUser(asker: Asker, ProfileId: string, fields: object): Promise<Json> {
  const answer = await asker.api.call("POST", "/sobjects/User", { ...userFields(asker.name()), ProfileId, ...fields });
  // Where the rule does not hold, the user is there.
  if (answer.status === 201)
    asker.later(() => asker.api.call("PATCH", `/sobjects/User/${answer.body.id}`, { IsActive: false }));
  return errorOf(answer);
}

async function integrationLicence({ api }: Asker): Promise<string> {
  return (await api.one(`SELECT Id FROM UserLicense WHERE Name = '${integrationLicenceName}'`)).Id;
}

async function integrationProfile({ api }: Asker): Promise<string> {
  return (await api.one(`SELECT Id FROM Profile WHERE Name = '${integrationProfileName}'`)).Id;
}

/** Names of the permissions that are on in a record. */
function permissionsOf(record: Json): string[] {
  return Object.keys(record).filter((name) => /^Permissions[A-Z]/.test(name) && record[name] === true);
}

const users: readonly Check[] = [
  {
    id: "user.required-fields",
    async ask({ api }) {
      const fields =
        "Username, LastName, Email, Alias, TimeZoneSidKey, LocaleSidKey, EmailEncodingKey, ProfileId, LanguageLocaleKey";
      expectLike(errorOf(await api.call("POST", "/sobjects/User", {})), {
        status: 400,
        errorCode: "REQUIRED_FIELD_MISSING",
        fields: fields.split(", "),
      });
    },
  },
  {
    id: "user.username-form",
    makes: user,
    async ask(asker, fixtures) {
      const { userId, username, profileId } = await fixtures.person();
      const error = await refusedUser(asker, profileId, { Username: "ann" });
      expectLike(error, {
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: "Username must be in the form of an email address (for example, john@acme.com): Username",
        fields: ["Username"],
      });
      const stored = await asker.api.one(`SELECT Username FROM User WHERE Id = '${userId}'`);
      expectLike(stored.Username, username.toLowerCase());
    },
  },
  {
    id: "user.username-unique",
    makes: user,
    async ask(asker, fixtures) {
      const { userId, username, profileId } = await fixtures.person();
      const taken = { status: 400, errorCode: "DUPLICATE_USERNAME", fields: ["Username"] };
      await asker.api.call("PATCH", `/sobjects/User/${userId}`, { IsActive: false });
      asker.later(() => asker.api.call("PATCH", `/sobjects/User/${userId}`, { IsActive: true }));
      expectLike(await refusedUser(asker, profileId, { Username: username.toUpperCase() }), taken);
    },
  },
  {
    id: "user.nickname-unique",
    makes: user,
    async ask(asker, fixtures) {
      const { lastName, profileId } = await fixtures.person();
      expectLike(await refusedUser(asker, profileId, { CommunityNickname: lastName.toUpperCase() }), {
        status: 400,
        errorCode: "DUPLICATE_COMM_NICKNAME",
        fields: ["CommunityNickname"],
      });
    },
  },
  {
    id: "user.federation-unique",
    makes: user,
    async ask(asker, fixtures) {
      const { userId, lastName: FederationIdentifier, profileId } = await fixtures.person();
      const set = await asker.api.call("PATCH", `/sobjects/User/${userId}`, { FederationIdentifier });
      expectLike(set.status, 204);
      expectLike(await refusedUser(asker, profileId, { FederationIdentifier }), {
        status: 400,
        errorCode: "DUPLICATE_VALUE",
      });
      const own = await asker.api.call("PATCH", `/sobjects/User/${userId}`, { FederationIdentifier });
      expectLike(own.status, 204);
    },
  },
  {
    id: "user.alias-length",
    async ask(asker) {
      expectLike(await refusedUser(asker, await integrationProfile(asker), { Alias: "ninechars" }), {
        status: 400,
        errorCode: "STRING_TOO_LONG",
        fields: ["Alias"],
      });
    },
  },
  {
    id: "user.restricted-picklists",
    makes: user,
    async ask(asker, fixtures) {
      // The encoding was given in lower case.
      await fixtures.person();
      const profile = await integrationProfile(asker);
      for (const field of ["TimeZoneSidKey", "LocaleSidKey", "EmailEncodingKey", "LanguageLocaleKey"])
        expectLike(await refusedUser(asker, profile, { [field]: "xx" }), {
          status: 400,
          errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
          fields: [field],
        });
    },
  },
  {
    id: "user.email-form",
    async ask(asker) {
      expectLike(await refusedUser(asker, await integrationProfile(asker), { Email: "not-an-email" }), {
        status: 400,
        errorCode: "INVALID_EMAIL_ADDRESS",
        fields: ["Email"],
      });
    },
  },
  {
    id: "user.seats-of-active",
    makes: user,
    async ask(asker, fixtures) {
      const { userId } = await fixtures.person();
      const used = async () =>
        (await asker.api.one(`SELECT UsedLicenses FROM UserLicense WHERE Name = '${integrationLicenceName}'`))
          .UsedLicenses;
      const before = await used();
      const change = (IsActive: boolean) => asker.api.call("PATCH", `/sobjects/User/${userId}`, { IsActive });
      asker.later(() => change(true));
      expectLike((await change(false)).status, 204);
      expectLike(await used(), before - 1);
      expectLike((await change(true)).status, 204);
      expectLike(await used(), before);
    },
  },
  {
    id: "user.undeletable",
    makes: user,
    async ask({ api }, fixtures) {
      const { userId } = await fixtures.person();
      expectLike(errorOf(await api.call("DELETE", `/sobjects/User/${userId}`)), {
        status: 400,
        errorCode: "INVALID_TYPE_FOR_OPERATION",
      });
      expectLike((await api.one(`SELECT Id FROM User WHERE Id = '${userId}'`)).Id, userId);
    },
  },
  {
    id: "user.frozen",
    makes: user,
    async ask({ api, later }, fixtures) {
      const { userId } = await fixtures.person();
      const login = await api.one(`SELECT Id, IsFrozen FROM UserLogin WHERE UserId = '${userId}'`);
      const freeze = (IsFrozen: boolean) => api.call("PATCH", `/sobjects/UserLogin/${login.Id}`, { IsFrozen });
      later(() => freeze(false));
      expectLike((await freeze(true)).status, 204);
      const soql = `SELECT IsActive FROM User WHERE Id = '${userId}'`;
      expectLike(await api.one(soql), { IsActive: true });
      expectThat((await api.call("DELETE", `/sobjects/UserLogin/${login.Id}`)).status >= 400, "no delete", "a delete");
    },
  },
  {
    id: "user.inactive-profile",
    makes: ["users", "profiles"],
    async ask({ api, later }, fixtures) {
      const { userId, profileId } = await fixtures.person();
      const ProfileId = await fixtures.emptyProfile();
      const change = (fields: object) => api.call("PATCH", `/sobjects/User/${userId}`, fields);
      later(() => change({ IsActive: true, ProfileId: profileId }));
      expectLike((await change({ IsActive: false })).status, 204);
      expectLike(await change({ ProfileId }), { status: 204 });
      expectLike(await change({ ProfileId: profileId }), { status: 204 });
    },
  },
  {
    id: "user.name",
    makes: ["users", "profiles"],
    async ask({ api, later }, fixtures) {
      const { userId, lastName, profileId } = await fixtures.person();
      const ProfileId = await fixtures.emptyProfile();
      later(() => api.call("PATCH", `/sobjects/User/${userId}`, { ProfileId: profileId }));
      const change = await api.call("PATCH", `/sobjects/User/${userId}`, { FirstName: "Ann", ProfileId });
      expectLike(change, { status: 204 });
      expectLike(await api.one(`SELECT Name, ProfileId FROM User WHERE Id = '${userId}'`), {
        Name: `Ann ${lastName}`,
        ProfileId,
      });
    },
  },
  {
    id: "user.email-confirmation",
    makes: user,
    async ask({ api, later }, fixtures) {
      const { userId, lastName } = await fixtures.person();
      const before = userFields(lastName).Email;
      const change = (Email: string) => api.call("PATCH", `/sobjects/User/${userId}`, { Email });
      later(() => change(before));
      expectLike(await change("changed@conformance.example"), { status: 204 });
      const { Email } = await api.one(`SELECT Email FROM User WHERE Id = '${userId}'`);
      if (Email === before) throw new Unaskable("The org waits for a confirmation, which only the addressee can give.");
      expectLike(Email, "changed@conformance.example");
    },
  },
];

const profileRules: readonly Check[] = [
  {
    id: "profile.empty",
    makes: profiles,
    async ask({ api }, fixtures) {
      const { body } = await api.call("GET", `/sobjects/Profile/${await fixtures.emptyProfile()}`);
      expectLike(permissionsOf(body), []);
    },
  },
  {
    id: "profile.forced-permissions",
    makes: profiles,
    async ask(asker) {
      const UserLicenseId = await integrationLicence(asker);
      const id = await asker.create("Profile", { Name: asker.name(), UserLicenseId, PermissionsApiEnabled: true });
      const path = `/sobjects/Profile/${id}`;
      expectLike(await asker.api.call("PATCH", path, { PermissionsApiEnabled: false }), { status: 204 });
      expectLike(permissionsOf((await asker.api.call("GET", path)).body), []);
    },
  },
  {
    id: "profile.name-unique",
    makes: profiles,
    async ask(asker) {
      const fields = { Name: asker.name(), UserLicenseId: await integrationLicence(asker) };
      await asker.create("Profile", fields);
      const answer = await asker.api.call("POST", "/sobjects/Profile", { ...fields, Name: fields.Name.toUpperCase() });
      if (answer.status === 201) asker.later(() => asker.api.call("DELETE", `/sobjects/Profile/${answer.body.id}`));
      expectLike(errorOf(answer), {
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: "The profile name is already in use: Name",
        fields: ["Name"],
      });
    },
  },
  {
    id: "profile.licence-create-only",
    makes: profiles,
    async ask(asker, fixtures) {
      const path = `/sobjects/Profile/${await fixtures.emptyProfile()}`;
      const change = { UserLicenseId: await integrationLicence(asker) };
      expectLike(errorOf(await asker.api.call("PATCH", path, change)), {
        status: 400,
        errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
        fields: ["UserLicenseId"],
      });
    },
  },
  {
    id: "profile.in-use",
    makes: ["users", "profiles"],
    async ask(asker, fixtures) {
      const { api } = asker;
      const { userId, profileId } = await fixtures.person();
      const id = await asker.create("Profile", {
        Name: asker.name(),
        UserLicenseId: await integrationLicence(asker),
      });
      const change = (fields: object) => api.call("PATCH", `/sobjects/User/${userId}`, fields);
      asker.later(() => change({ IsActive: true, ProfileId: profileId }));
      expectLike(await change({ ProfileId: id }), { status: 204 });
      expectLike(await change({ IsActive: false }), { status: 204 });
      expectLike(errorOf(await api.call("DELETE", `/sobjects/Profile/${id}`)), {
        status: 400,
        errorCode: "DELETE_FAILED",
      });
      expectLike(await change({ IsActive: true, ProfileId: profileId }), { status: 204 });
      expectLike(await api.call("DELETE", `/sobjects/Profile/${id}`), { status: 204 });
    },
  },
  {
    id: "profile.standard-undeletable",
    async ask(asker) {
      // Refused whether or not somebody has it.
      const id = await integrationProfile(asker);
      expectLike(errorOf(await asker.api.call("DELETE", `/sobjects/Profile/${id}`)), {
        status: 400,
        errorCode: "DELETE_FAILED",
      });
    },
  },
  {
    id: "profile.owned-set",
    makes: profiles,
    async ask(asker) {
      const { api } = asker;
      const UserLicenseId = await integrationLicence(asker);
      const id = await asker.create("Profile", { Name: asker.name(), UserLicenseId, PermissionsApiEnabled: true });
      const soql = `SELECT Id, Name, IsOwnedByProfile, PermissionsApiEnabled FROM PermissionSet WHERE ProfileId = '${id}'`;
      const set = await api.one(soql);
      expectLike(set, { Name: /^X.{15}/, IsOwnedByProfile: true, PermissionsApiEnabled: true });
      expectLike(await api.call("PATCH", `/sobjects/PermissionSet/${set.Id}`, { Description: "x" }), { status: 403 });
      expectLike(await api.call("DELETE", `/sobjects/PermissionSet/${set.Id}`), { status: 403 });
    },
  },
  {
    id: "profile.integration-standard",
    async ask(asker) {
      const { body } = await asker.api.call("GET", `/sobjects/Profile/${await integrationProfile(asker)}`);
      expectLike(permissionsOf(body).toSorted(), [
        "PermissionsApiEnabled",
        "PermissionsApiUserOnly",
        "PermissionsChatterInternalUser",
      ]);
    },
  },
  {
    id: "licence.integration-seats",
    async ask({ api }) {
      const { OrganizationType } = await api.one("SELECT OrganizationType FROM Organization");
      if (OrganizationType !== "Enterprise Edition") throw new Unaskable(`This org is of the ${OrganizationType}.`);
      const licence = await api.one(`SELECT TotalLicenses FROM UserLicense WHERE Name = '${integrationLicenceName}'`);
      expectThat(licence.TotalLicenses >= 5, "five seats, or more that were bought", licence.TotalLicenses);
    },
  },
  {
    id: "licence.forbidden-permission",
    makes: ["profiles", "permission sets"],
    async ask(asker) {
      const UserLicenseId = await integrationLicence(asker);
      const forbidden = (permission: string) => ({
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: `The user license doesn't allow the permission: ${permission}`,
        fields: [],
      });
      const name = asker.name();
      const refused = async (type: string, fields: object) => {
        const answer = await asker.api.call("POST", `/sobjects/${type}`, fields);
        if (answer.status === 201) asker.later(() => asker.api.call("DELETE", `/sobjects/${type}/${answer.body.id}`));
        return errorOf(answer);
      };
      const on = { PermissionsModifyAllData: true };
      expectLike(await refused("Profile", { Name: name, UserLicenseId, ...on }), forbidden("Modify All Data"));
      const set = { Name: name, Label: name, LicenseId: UserLicenseId };
      expectLike(await refused("PermissionSet", { ...set, ...on }), forbidden("Modify All Data"));
      const allowed = { PermissionsApiEnabled: true, PermissionsApexRestServices: true };
      const ParentId = await asker.create("PermissionSet", { ...set, ...allowed });
      const row = { ParentId, SobjectType: "Account", PermissionsRead: true };
      expectLike(await refused("ObjectPermissions", row), forbidden("Read Account"));
    },
  },
];

export const userChecks: readonly Check[] = [...users, ...profileRules];
