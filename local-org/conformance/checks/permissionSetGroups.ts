/** What a group of permission sets grants, and what is muted in it. */
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike } from "../expectation.ts";
import type { Fixtures } from "../fixtures.ts";

const kinds: readonly Kind[] = ["users", "permission sets", "external client apps"];

const seen = "SELECT PermissionsRunReports, PermissionsExportReport FROM UserPermissionAccess";

async function groupWith(asker: Asker, permissions: object): Promise<{ group: string; set: string; name: string }> {
  const name = asker.name();
  const set = await asker.create("PermissionSet", { Name: `${name}Set`, Label: name, ...permissions });
  const group = await asker.create("PermissionSetGroup", { DeveloperName: name, MasterLabel: name });
  await addTo(asker, group, set);
  return { group, set, name };
}

const addTo = (asker: Asker, PermissionSetGroupId: string, PermissionSetId: string) =>
  asker.create("PermissionSetGroupComponent", { PermissionSetGroupId, PermissionSetId });

/** Assigns something to the user of the questions, and answers that user's API. */
async function assignedTo(asker: Asker, fixtures: Fixtures, what: object) {
  const login = await fixtures.login();
  const { userId: AssigneeId } = await fixtures.person();
  await asker.create("PermissionSetAssignment", { AssigneeId, ...what });
  return asker.as(await login.token());
}

export const permissionSetGroupChecks: readonly Check[] = [
  {
    id: "permission-set-group.sum",
    makes: ["permission sets"],
    async ask(asker) {
      const { set, name } = await groupWith(asker, { PermissionsRunReports: true });
      await asker.create("ObjectPermissions", { ParentId: set, SobjectType: "Account", PermissionsRead: true });
      const own = `SELECT Type, PermissionsRunReports FROM PermissionSet WHERE PermissionSetGroup.DeveloperName = '${name}'`;
      expectLike(await asker.api.records(own), [{ Type: "Group", PermissionsRunReports: true }]);
      const rows = `SELECT PermissionsRead FROM ObjectPermissions WHERE Parent.PermissionSetGroup.DeveloperName = '${name}'`;
      expectLike(await asker.api.records(rows), [{ PermissionsRead: true }]);
    },
  },
  {
    id: "permission-set-group.muting",
    makes: kinds,
    async ask(asker, fixtures) {
      const { group } = await groupWith(asker, { PermissionsRunReports: true, PermissionsExportReport: true });
      const name = asker.name();
      const muted = { DeveloperName: name, MasterLabel: name, PermissionsExportReport: true };
      await addTo(asker, group, await asker.create("MutingPermissionSet", muted));
      const user = await assignedTo(asker, fixtures, { PermissionSetGroupId: group });
      expectLike(await user.records(seen), [{ PermissionsRunReports: true, PermissionsExportReport: false }]);
    },
  },
  {
    id: "permission-set-group.assigned",
    makes: kinds,
    async ask(asker, fixtures) {
      const { group } = await groupWith(asker, { PermissionsRunReports: true });
      await assignedTo(asker, fixtures, { PermissionSetGroupId: group });
      const soql = `SELECT PermissionSet.Type FROM PermissionSetAssignment WHERE PermissionSetGroupId = '${group}'`;
      expectLike(await asker.api.records(soql), [{ PermissionSet: { Type: "Group" } }]);
    },
  },
  {
    id: "permission-set-group.member-undeletable",
    makes: ["permission sets"],
    async ask(asker) {
      const { set } = await groupWith(asker, {});
      expectLike((await asker.api.call("DELETE", `/sobjects/PermissionSet/${set}`)).status, 400);
    },
  },
  {
    id: "permission-set.session",
    makes: kinds,
    async ask(asker, fixtures) {
      const name = asker.name();
      const fields = { Name: name, Label: name, HasActivationRequired: true, PermissionsRunReports: true };
      const PermissionSetId = await asker.create("PermissionSet", fields);
      const user = await assignedTo(asker, fixtures, { PermissionSetId });
      expectLike(await user.records(seen), [{ PermissionsRunReports: false }]);
    },
  },
];
