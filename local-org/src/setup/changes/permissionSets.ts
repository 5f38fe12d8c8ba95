import { createRecord } from "../../rules/save.ts";
import { type Changes, field } from "./change.ts";
import { permissionSetGrantChanges } from "./grants.ts";
import { unassign } from "./users.ts";

/** Changes on the page of a permission set. */
export const permissionSetChanges: Changes = {
  ...permissionSetGrantChanges,
  assign(context, id, sent) {
    createRecord(context, "PermissionSetAssignment", { AssigneeId: field(sent, "user"), PermissionSetId: id });
    return "Assigned.";
  },
  unassign,
};
