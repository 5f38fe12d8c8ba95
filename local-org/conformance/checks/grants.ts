/** Permission sets, what they grant, and who has them. */
import { errorOf } from "../api.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, Unaskable } from "../expectation.ts";
import type { Json } from "../http.ts";

const sets: readonly Kind[] = ["permission sets"];
const setsAndUser: readonly Kind[] = ["permission sets", "users"];

async function newSet(asker: Asker, more: object = {}): Promise<string> {
  const name = asker.name();
  return asker.create("PermissionSet", { Name: name, Label: name, ...more });
}

/** The error of a record that breaks a rule; where the rule does not hold, the record is deleted. */
async function refused(asker: Asker, type: string, fields: object): Promise<Json> {
  const answer = await asker.api.call("POST", `/sobjects/${type}`, fields);
  if (answer.status === 201) asker.later(() => asker.api.call("DELETE", `/sobjects/${type}/${answer.body.id}`));
  return errorOf(answer);
}

/** Id of any Apex class. */
async function apexClass({ api }: Asker): Promise<string> {
  const [found] = await api.records("SELECT Id FROM ApexClass LIMIT 1");
  if (found === undefined) throw new Unaskable("The org has no Apex class.");
  return found.Id;
}

async function integrationLicence({ api }: Asker): Promise<string> {
  const soql = "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'";
  return (await api.one(soql)).Id;
}

const permissionSets: readonly Check[] = [
  {
    id: "permission-set.required-fields",
    async ask({ api }) {
      const error = errorOf(await api.call("POST", "/sobjects/PermissionSet", {}));
      expectLike(error, { status: 400, errorCode: "REQUIRED_FIELD_MISSING" });
      expectLike(error.fields?.toSorted(), ["Label", "Name"]);
    },
  },
  {
    id: "permission-set.name-form",
    async ask(asker) {
      for (const Name of ["360_View", "a b", "a__b", "a_", "_a", "ä"])
        expectLike(await refused(asker, "PermissionSet", { Name, Label: "Conformance" }), {
          status: 400,
          errorCode: "FIELD_INTEGRITY_EXCEPTION",
          fields: ["Name"],
        });
    },
  },
  {
    id: "permission-set.name-unique",
    makes: sets,
    async ask(asker) {
      const Name = asker.name();
      await asker.create("PermissionSet", { Name, Label: Name });
      expectLike(await refused(asker, "PermissionSet", { Name: Name.toUpperCase(), Label: Name }), {
        status: 400,
        errorCode: "DUPLICATE_DEVELOPER_NAME",
      });
    },
  },
  {
    id: "permission-set.licence-create-only",
    makes: sets,
    async ask(asker) {
      const path = `/sobjects/PermissionSet/${await newSet(asker)}`;
      const change = { LicenseId: await integrationLicence(asker) };
      expectLike(errorOf(await asker.api.call("PATCH", path, change)), {
        status: 400,
        errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
        fields: ["LicenseId"],
      });
    },
  },
  {
    id: "permission-set.assigned-undeletable",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const ParentId = await newSet(asker);
      await asker.create("SetupEntityAccess", { ParentId, SetupEntityId: await apexClass(asker) });
      const assignment = await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
      const path = `/sobjects/PermissionSet/${ParentId}`;
      expectLike(errorOf(await asker.api.call("DELETE", path)), { status: 400, errorCode: "DELETE_FAILED" });
      await asker.api.call("DELETE", `/sobjects/PermissionSetAssignment/${assignment}`);
      expectLike(await asker.api.call("DELETE", path), { status: 204 });
      expectLike(await asker.api.records(`SELECT Id FROM SetupEntityAccess WHERE ParentId = '${ParentId}'`), []);
    },
  },
  {
    id: "permission-set.unknown-permission",
    async ask(asker) {
      const fields = { Name: asker.name(), Label: "Conformance", PermissionsFoo: true };
      expectLike(await refused(asker, "PermissionSet", fields), {
        status: 400,
        errorCode: "INVALID_FIELD",
        message: "No such column 'PermissionsFoo' on sobject of type PermissionSet",
        fields: undefined,
      });
    },
  },
];

const grants: readonly Check[] = [
  {
    id: "setup-entity-access.type",
    makes: sets,
    async ask(asker) {
      const ParentId = await newSet(asker);
      const id = await asker.create("SetupEntityAccess", { ParentId, SetupEntityId: await apexClass(asker) });
      const row = await asker.api.one(`SELECT SetupEntityType FROM SetupEntityAccess WHERE Id = '${id}'`);
      expectLike(row.SetupEntityType, "ApexClass");
      expectLike((await asker.api.call("PATCH", `/sobjects/SetupEntityAccess/${id}`, {})).status, 400);
      const absent = { ParentId, SetupEntityId: "01p000000000000" };
      expectLike(await refused(asker, "SetupEntityAccess", absent), { errorCode: "INVALID_CROSS_REFERENCE_KEY" });
    },
  },
  {
    id: "setup-entity-access.duplicate",
    makes: sets,
    async ask(asker) {
      const row = { ParentId: await newSet(asker), SetupEntityId: await apexClass(asker) };
      await asker.create("SetupEntityAccess", row);
      expectLike(await refused(asker, "SetupEntityAccess", row), { status: 400, errorCode: "DUPLICATE_VALUE" });
    },
  },
  {
    id: "object-permissions.dependencies",
    makes: sets,
    async ask(asker) {
      const ParentId = await newSet(asker);
      const missing = { status: 400, errorCode: "FIELD_INTEGRITY_EXCEPTION" };
      const edit = { ParentId, SobjectType: "Account", PermissionsEdit: true };
      expectLike(await refused(asker, "ObjectPermissions", edit), missing);
      const contact = { ParentId, SobjectType: "Contact", PermissionsRead: true };
      expectLike(await refused(asker, "ObjectPermissions", contact), missing);
    },
  },
  {
    id: "object-permissions.unique",
    makes: sets,
    async ask(asker) {
      const row = { ParentId: await newSet(asker), SobjectType: "Account", PermissionsRead: true };
      await asker.create("ObjectPermissions", row);
      expectLike(await refused(asker, "ObjectPermissions", row), { status: 400, errorCode: "DUPLICATE_VALUE" });
      const field = { ...row, Field: "Account.Phone" };
      await asker.create("FieldPermissions", field);
      expectLike(await refused(asker, "FieldPermissions", field), { status: 400, errorCode: "DUPLICATE_VALUE" });
    },
  },
  {
    id: "field-permissions.dependencies",
    makes: sets,
    async ask(asker) {
      const row = { ParentId: await newSet(asker), SobjectType: "Account", PermissionsRead: true };
      await asker.create("ObjectPermissions", row);
      expectLike(await refused(asker, "FieldPermissions", { ...row, Field: "Account.Nothing" }), {
        errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      });
      const edit = { ...row, Field: "Account.Website", PermissionsRead: false, PermissionsEdit: true };
      expectLike(await refused(asker, "FieldPermissions", edit), { errorCode: "FIELD_INTEGRITY_EXCEPTION" });
    },
  },
];

const assignments: readonly Check[] = [
  {
    id: "assignment.duplicate",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const PermissionSetId = await newSet(asker);
      await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId });
      const error = await refused(asker, "PermissionSetAssignment", { AssigneeId, PermissionSetId });
      expectLike(error, { status: 400, errorCode: "DUPLICATE_VALUE", fields: ["AssigneeId", "PermissionSetId"] });
      expectLike(error.message.includes(AssigneeId.slice(0, 15)), true);
    },
  },
  {
    id: "assignment.licence-mismatch",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const ParentId = await newSet(asker);
      await asker.create("ObjectPermissions", { ParentId, SobjectType: "Account", PermissionsRead: true });
      const assignment = { AssigneeId, PermissionSetId: ParentId };
      expectLike(await refused(asker, "PermissionSetAssignment", assignment), {
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
      });
      await asker.create("PermissionSetLicenseAssign", {
        AssigneeId,
        PermissionSetLicenseId: await integrationLicence(asker),
      });
      await asker.create("PermissionSetAssignment", assignment);
    },
  },
  {
    id: "assignment.set-licence",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const LicenseId = await integrationLicence(asker);
      const PermissionSetId = await newSet(asker, { LicenseId });
      expectLike(await refused(asker, "PermissionSetAssignment", { AssigneeId, PermissionSetId }), {
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
      });
      await asker.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId: LicenseId });
      await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId });
    },
  },
  {
    id: "assignment.later-permission",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const ParentId = await newSet(asker);
      await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
      const row = { ParentId, SobjectType: "Account", PermissionsRead: true };
      expectLike(await refused(asker, "ObjectPermissions", row), {
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: "The user license doesn't allow the permission: Read Account",
      });
      expectLike(await asker.api.records(`SELECT Id FROM ObjectPermissions WHERE ParentId = '${ParentId}'`), []);
    },
  },
  {
    id: "assignment.inactive-user",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const PermissionSetId = await newSet(asker);
      const change = (IsActive: boolean) => asker.api.call("PATCH", `/sobjects/User/${AssigneeId}`, { IsActive });
      asker.later(() => change(true));
      expectLike(await change(false), { status: 204 });
      const answer = await asker.api.call("POST", "/sobjects/PermissionSetAssignment", { AssigneeId, PermissionSetId });
      expectLike(answer.status, 201);
      asker.later(() => asker.api.call("DELETE", `/sobjects/PermissionSetAssignment/${answer.body.id}`));
    },
  },
  {
    id: "licence-assignment.duplicate",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const row = { AssigneeId, PermissionSetLicenseId: await integrationLicence(asker) };
      await asker.create("PermissionSetLicenseAssign", row);
      expectLike(await refused(asker, "PermissionSetLicenseAssign", row), {
        status: 400,
        errorCode: "DUPLICATE_VALUE",
      });
    },
  },
  {
    id: "licence-assignment.needed",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const ParentId = await newSet(asker);
      await asker.create("ObjectPermissions", { ParentId, SobjectType: "Account", PermissionsRead: true });
      const PermissionSetLicenseId = await integrationLicence(asker);
      const licence = await asker.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId });
      await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
      expectLike(errorOf(await asker.api.call("DELETE", `/sobjects/PermissionSetLicenseAssign/${licence}`)), {
        status: 400,
        errorCode: "DELETE_FAILED",
      });
    },
  },
  {
    id: "licence-assignment.released",
    makes: setsAndUser,
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const PermissionSetLicenseId = await integrationLicence(asker);
      const sets = [await newSet(asker), await newSet(asker)];
      for (const ParentId of sets)
        await asker.create("ObjectPermissions", { ParentId, SobjectType: "Account", PermissionsRead: true });
      await asker.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId });
      const held = `SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${AssigneeId}' AND PermissionSetLicenseId = '${PermissionSetLicenseId}'`;
      const assignments: string[] = [];
      for (const PermissionSetId of sets)
        assignments.push(await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId }));
      const left: number[] = [];
      for (const id of assignments) {
        await asker.api.call("DELETE", `/sobjects/PermissionSetAssignment/${id}`);
        left.push((await asker.api.records(held)).length);
      }
      expectLike(left, [1, 0]);
    },
  },
];

export const grantChecks: readonly Check[] = [...permissionSets, ...grants, ...assignments];
