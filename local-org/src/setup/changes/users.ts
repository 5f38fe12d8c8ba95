/** Changes of a user: whether he may log in, what is assigned to him, his e-mail address. */

import { notFound } from "../../http/errors.ts";
import { createRecord, deleteRecord, recordAt, updateRecord } from "../../rules/save.ts";
import { confirmEmail } from "../../rules/user.ts";
import { objectNamed } from "../../schema/index.ts";
import { userState } from "../records.ts";
import { type Change, type Changes, field } from "./change.ts";

function active(isActive: boolean, done: string): Change {
  return (context, id) => {
    updateRecord(context, "User", id, { IsActive: isActive });
    return done;
  };
}

function frozen(isFrozen: boolean, done: string): Change {
  return (context, id) => {
    const user = recordAt(context, objectNamed("User"), id, notFound());
    updateRecord(context, "UserLogin", userState(context.org, user).userLoginId ?? "", { IsFrozen: isFrozen });
    return done;
  };
}

/** Ends an assignment that the form names. */
export const unassign: Change = (context, _id, sent) => {
  deleteRecord(context, "PermissionSetAssignment", field(sent, "assignment"));
  return "Unassigned.";
};

const email: Change = (context, id, sent) => {
  updateRecord(context, "User", id, { Email: field(sent, "email") });
  const { pendingEmail } = userState(context.org, { Id: id });
  return pendingEmail === undefined ? "Saved the e-mail address." : `${pendingEmail} now waits for its confirmation.`;
};

export const userChanges: Changes = {
  activate: active(true, "Activated."),
  deactivate: active(false, "Deactivated."),
  freeze: frozen(true, "Frozen: the user can't log in."),
  unfreeze: frozen(false, "Unfrozen."),
  email,
  "confirm-email": (context, id) =>
    confirmEmail(context, id) ? "Confirmed the new e-mail address." : "No e-mail address waits for its confirmation.",
  assign(context, id, sent) {
    const PermissionSetId = field(sent, "permission-set");
    createRecord(context, "PermissionSetAssignment", { AssigneeId: id, PermissionSetId });
    return "Assigned.";
  },
  unassign,
  "add-licence"(context, id, sent) {
    const PermissionSetLicenseId = field(sent, "licence");
    createRecord(context, "PermissionSetLicenseAssign", { AssigneeId: id, PermissionSetLicenseId });
    return "Assigned the licence.";
  },
  "remove-licence"(context, _id, sent) {
    deleteRecord(context, "PermissionSetLicenseAssign", field(sent, "assignment"));
    return "Removed the licence.";
  },
};
