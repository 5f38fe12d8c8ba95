/** What a user other than the administrator may do, and Apex REST. */
import { errorOf } from "../api.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, Unaskable } from "../expectation.ts";
import type { Fixtures } from "../fixtures.ts";
import type { Answer } from "../http.ts";

const login: readonly Kind[] = ["users", "permission sets", "external client apps"];

const noAccess = "INSUFFICIENT_ACCESS_OR_READONLY";

const classQuery = "SELECT Id FROM ApexClass WHERE NamespacePrefix = 'cnxscv' AND Name = 'ServiceRouting'";
const createCall = "//services/apexrest/cnxscv/voice/v1/createVoiceCall";

/** Lets the user of the questions run the class of the package. @throws Unaskable when it is not installed */
async function grantClass(asker: Asker, fixtures: Fixtures): Promise<void> {
  const [found] = await asker.api.records(classQuery);
  if (found === undefined) throw new Unaskable("The package cnxscv is not installed.");
  const { permissionSetId: ParentId } = await fixtures.login();
  await asker.create("SetupEntityAccess", { ParentId, SetupEntityId: found.Id });
}

async function userApi(asker: Asker, fixtures: Fixtures) {
  return asker.as(await (await fixtures.login()).token());
}

/** Changes the user's permission set until the end of the question. */
async function permit(asker: Asker, fixtures: Fixtures, change: { [permission: string]: boolean }): Promise<void> {
  const path = `/sobjects/PermissionSet/${(await fixtures.login()).permissionSetId}`;
  const before = (await asker.api.call("GET", path)).body;
  const old = Object.fromEntries(Object.keys(change).map((name) => [name, before[name]]));
  asker.later(() => asker.api.call("PATCH", path, old));
  expectLike((await asker.api.call("PATCH", path, change)).status, 204);
}

const expectRefused = (answer: Answer, status: number, errorCode: string) =>
  expectLike(errorOf(answer), { status, errorCode });

const access: readonly Check[] = [
  {
    id: "session.inactive-user",
    makes: login,
    async ask(asker, fixtures) {
      const user = await userApi(asker, fixtures);
      const { userId } = await fixtures.person();
      expectLike((await user.call("GET", "/sobjects")).status, 200);
      const change = (IsActive: boolean) => asker.api.call("PATCH", `/sobjects/User/${userId}`, { IsActive });
      asker.later(() => change(true));
      expectLike((await change(false)).status, 204);
      expectRefused(await user.call("GET", "/sobjects"), 401, "INVALID_SESSION_ID");
    },
  },
  {
    id: "login-history.access",
    makes: login,
    async ask(asker, fixtures) {
      const { userId } = await fixtures.person();
      const user = await userApi(asker, fixtures);
      const others = `SELECT Id FROM LoginHistory WHERE UserId != '${userId}' LIMIT 1`;
      expectLike(await user.records(others), []);
    },
  },
  {
    id: "access.api-enabled",
    makes: ["users", "permission sets", "external client apps", "profiles"],
    async ask(asker, fixtures) {
      const user = await userApi(asker, fixtures);
      const { userId, profileId } = await fixtures.person();
      const ProfileId = await fixtures.emptyProfile();
      await permit(asker, fixtures, { PermissionsApiEnabled: false, PermissionsApexRestServices: false });
      asker.later(() => asker.api.call("PATCH", `/sobjects/User/${userId}`, { ProfileId: profileId }));
      expectLike((await asker.api.call("PATCH", `/sobjects/User/${userId}`, { ProfileId })).status, 204);
      expectRefused(await user.call("GET", "/sobjects"), 403, "API_CURRENTLY_DISABLED");
    },
  },
  {
    id: "access.invisible-object",
    makes: login,
    async ask(asker, fixtures) {
      const user = await userApi(asker, fixtures);
      expectRefused(await user.query("SELECT Id FROM Organization"), 400, "INVALID_TYPE");
      expectRefused(await user.call("GET", "/sobjects/PermissionSet"), 404, "NOT_FOUND");
    },
  },
  {
    id: "access.view-setup",
    makes: login,
    async ask(asker, fixtures) {
      const user = await userApi(asker, fixtures);
      for (const type of ["SetupEntityAccess", "UserLicense"])
        expectRefused(await user.query(`SELECT Id FROM ${type}`), 400, "INVALID_TYPE");
      expectLike((await user.call("GET", "/limits")).status, 403);
    },
  },
  {
    id: "access.object-permissions",
    makes: ["users", "permission sets", "external client apps", "accounts"],
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const user = await userApi(asker, fixtures);
      expectRefused(await user.query("SELECT Id FROM Account LIMIT 1"), 400, "INVALID_TYPE");
      const licence = "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'";
      const PermissionSetLicenseId = (await asker.api.one(licence)).Id;
      await asker.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId });
      const Name = asker.name();
      const ParentId = await asker.create("PermissionSet", { Name, Label: Name });
      await asker.create("ObjectPermissions", { ParentId, SobjectType: "Account", PermissionsRead: true });
      await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
      expectLike((await user.query("SELECT Id FROM Account LIMIT 1")).status, 200);
      expectLike((await user.call("POST", "/sobjects/Account", { Name })).status, 403);
    },
  },
  {
    id: "permission-access.own",
    makes: login,
    async ask(asker, fixtures) {
      const soql = "SELECT PermissionsApiEnabled, PermissionsManageUsers FROM UserPermissionAccess";
      const user = await userApi(asker, fixtures);
      expectLike(await user.records(soql), [{ PermissionsApiEnabled: true, PermissionsManageUsers: false }]);
      expectLike(await asker.api.records(soql), [{ PermissionsApiEnabled: true, PermissionsManageUsers: true }]);
    },
  },
];

/** What the user of the questions may do with accounts. */
interface AccountAccess {
  /** Such as `Read`; names of object permissions. */
  object: readonly string[];
  /** Such as `Account.Phone`. */
  fields?: { [field: string]: "read" | "edit" };
  /** Whether contacts can be read too. */
  contacts?: boolean;
}

/** Gives the user access to accounts until the end of the question, and gives back the user's API. */
async function withAccounts(
  asker: Asker,
  fixtures: Fixtures,
  { object, fields = {}, contacts = false }: AccountAccess,
) {
  const { userId: AssigneeId } = await fixtures.person();
  const licence = "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'";
  const PermissionSetLicenseId = (await asker.api.one(licence)).Id;
  await asker.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId });
  const Name = asker.name();
  const ParentId = await asker.create("PermissionSet", { Name, Label: Name });
  const on = Object.fromEntries(object.map((permission) => [`Permissions${permission}`, true]));
  await asker.create("ObjectPermissions", { ParentId, SobjectType: "Account", ...on });
  if (contacts) await asker.create("ObjectPermissions", { ParentId, SobjectType: "Contact", PermissionsRead: true });
  for (const [Field, access] of Object.entries(fields))
    await asker.create("FieldPermissions", {
      ParentId,
      SobjectType: Field.split(".")[0],
      Field,
      PermissionsRead: true,
      PermissionsEdit: access === "edit",
    });
  await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
  return userApi(asker, fixtures);
}

/** An account of the administrator with a phone, a website and a number. */
const account = (asker: Asker) =>
  asker.create("Account", { Name: asker.name(), Phone: "1", Website: "www", AccountNumber: "7" });

/** View All, since the org's sharing settings are not known. */
const read = ["Read", "ViewAllRecords"];
const edit = ["Read", "Edit", "ViewAllRecords", "ModifyAllRecords", "Delete"];

const fields: readonly Check[] = [
  {
    id: "access.nothing-else",
    makes: login,
    async ask(asker, fixtures) {
      const user = await userApi(asker, fixtures);
      const { userId } = await fixtures.person();
      expectRefused(await user.call("PATCH", `/sobjects/User/${userId}`, { Title: "a" }), 403, noAccess);
      expectRefused(await user.call("POST", "/sobjects/User", {}), 403, noAccess);
      for (const type of ["Account", "PermissionSet", "ExternalClientApplication"])
        expectRefused(await user.query(`SELECT Id FROM ${type}`), 400, "INVALID_TYPE");
    },
  },
  {
    id: "access.field-read",
    makes: [...login, "accounts"],
    async ask(asker, fixtures) {
      const id = await account(asker);
      const user = await withAccounts(asker, fixtures, { object: read, fields: { "Account.Phone": "read" } });
      expectLike(await user.records(`SELECT Phone FROM Account WHERE Id = '${id}'`), [{ Phone: "1" }]);
      const { body } = await user.call("GET", `/sobjects/Account/${id}`);
      expectLike(body, { Phone: "1", AccountNumber: undefined });
      for (const soql of [
        "SELECT AccountNumber FROM Account",
        "SELECT Id FROM Account WHERE AccountNumber = '7'",
        "SELECT Id FROM Account ORDER BY AccountNumber",
      ])
        expectRefused(await user.query(soql), 400, "INVALID_FIELD");
    },
  },
  {
    id: "access.field-edit",
    makes: [...login, "accounts"],
    async ask(asker, fixtures) {
      const path = `/sobjects/Account/${await account(asker)}`;
      const fields = { "Account.Phone": "edit", "Account.Website": "read" } as const;
      const user = await withAccounts(asker, fixtures, { object: edit, fields });
      expectLike((await user.call("PATCH", path, { Phone: "2" })).status, 204);
      expectLike(errorOf(await user.call("PATCH", path, { Website: "other" })), {
        status: 400,
        errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
        fields: ["Website"],
      });
    },
  },
  {
    id: "access.field-permissionable",
    makes: ["permission sets"],
    async ask(asker) {
      const name = asker.name();
      const ParentId = await asker.create("PermissionSet", { Name: name, Label: name });
      await asker.create("ObjectPermissions", { ParentId, SobjectType: "Account", PermissionsRead: true });
      for (const field of ["Name", "OwnerId", "CreatedDate"]) {
        const row = { ParentId, SobjectType: "Account", Field: `Account.${field}`, PermissionsRead: true };
        const answer = await asker.api.call("POST", "/sobjects/FieldPermissions", row);
        expectRefused(answer, 400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
      }
    },
  },
  {
    id: "access.children",
    makes: login,
    async ask(asker, fixtures) {
      const soql = "SELECT Id, (SELECT Id FROM Contacts) FROM Account LIMIT 1";
      const user = await withAccounts(asker, fixtures, { object: read, contacts: true });
      expectRefused(await user.query(soql), 400, "INVALID_FIELD");
      const name = asker.name();
      const ParentId = await asker.create("PermissionSet", { Name: name, Label: name });
      const row = { ParentId, SobjectType: "Contact", Field: "Contact.AccountId", PermissionsRead: true };
      await asker.create("FieldPermissions", row);
      const { userId: AssigneeId } = await fixtures.person();
      await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
      expectLike((await user.query(soql)).status, 200);
    },
  },
  {
    id: "access.view-all-fields",
    makes: [...login, "accounts"],
    async ask(asker, fixtures) {
      const id = await account(asker);
      const user = await withAccounts(asker, fixtures, { object: [...read, "ViewAllFields"] });
      expectLike(await user.records(`SELECT AccountNumber FROM Account WHERE Id = '${id}'`), [{ AccountNumber: "7" }]);
    },
  },
  {
    id: "access.view-modify-all-records",
    makes: [...login, "accounts"],
    async ask(asker, fixtures) {
      const id = await account(asker);
      const user = await withAccounts(asker, fixtures, { object: edit });
      expectLike(await user.records(`SELECT Id FROM Account WHERE Id = '${id}'`), [{ Id: id }]);
      expectLike((await user.call("DELETE", `/sobjects/Account/${id}`)).status, 204);
    },
  },
];

const apexRest: readonly Check[] = [
  {
    id: "apexrest.permission",
    makes: login,
    async ask(asker, fixtures) {
      const user = await userApi(asker, fixtures);
      await permit(asker, fixtures, { PermissionsApexRestServices: false });
      for (const address of [createCall, "//services/apexrest/nowhere"])
        expectRefused(await user.call("POST", address, {}), 403, "APEX_REST_SERVICES_DISABLED");
    },
  },
  {
    id: "apexrest.url-mapping",
    async ask({ api }) {
      expectRefused(await api.call("GET", "//services/apexrest/nowhere/at/all"), 404, "NOT_FOUND");
    },
  },
  {
    id: "apexrest.verb",
    async ask(asker) {
      if ((await asker.api.records(classQuery)).length === 0)
        throw new Unaskable("The package cnxscv is not installed.");
      expectRefused(await asker.api.call("GET", createCall), 405, "METHOD_NOT_ALLOWED");
    },
  },
  {
    id: "apexrest.class-access",
    makes: login,
    async ask(asker, fixtures) {
      const user = await userApi(asker, fixtures);
      if ((await asker.api.records(classQuery)).length === 0)
        throw new Unaskable("The package cnxscv is not installed.");
      // What an administrator's session does with it may be refused by the class itself, but not for access.
      const error = errorOf(await user.call("POST", createCall, {}));
      expectLike(error, { status: 403, errorCode: "FORBIDDEN", message: /cnxscv\.ServiceRouting/ });
    },
  },
  {
    id: "apexrest.exception",
    makes: login,
    async ask(asker, fixtures) {
      await grantClass(asker, fixtures);
      const user = await userApi(asker, fixtures);
      expectRefused(await user.call("POST", createCall, { from: "+4930123" }), 500, "APEX_ERROR");
    },
  },
];

export const accessChecks: readonly Check[] = [...access, ...fields, ...apexRest];
