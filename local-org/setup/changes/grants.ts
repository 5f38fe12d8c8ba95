/** Changes of what a permission set or a profile grants. */
import type { RequestContext } from "../../contracts.ts";
import { createRecord, deleteRecord, updateRecord } from "../../rules/save.ts";
import { tickedChanges } from "../parts.ts";
import { permissionSetOfProfile, qualifiedName, USER_PERMISSIONS } from "../records.ts";
import { type Change, type Changes, NOTHING_CHANGED } from "./change.ts";

function permissions(type: "PermissionSet" | "Profile"): Change {
  return (context, id, sent) => {
    const { on, off } = tickedChanges(sent, "permission");
    if (on.length + off.length === 0) return NOTHING_CHANGED;
    const fields = Object.fromEntries([
      ...on.map((name) => [`Permissions${name}`, true]),
      ...off.map((name) => [`Permissions${name}`, false]),
    ]);
    updateRecord(context, type, id, fields);
    return sentence("Turned on", on.map(permissionLabel), "turned off", off.map(permissionLabel));
  };
}

function classes(setId: (context: RequestContext, id: string) => string): Change {
  return (context, id, sent) => {
    const { on, off } = tickedChanges(sent, "class");
    if (on.length + off.length === 0) return NOTHING_CHANGED;
    const parentId = setId(context, id);
    const { records } = context.org;
    records.transaction(() => {
      for (const classId of on)
        createRecord(context, "SetupEntityAccess", { ParentId: parentId, SetupEntityId: classId });
      for (const classId of off) {
        const rows = records.find("SetupEntityAccess", { ParentId: parentId, SetupEntityId: classId });
        for (const row of rows) deleteRecord(context, "SetupEntityAccess", String(row.Id));
      }
    });
    const nameOf = (classId: string): string => {
      const row = records.get("ApexClass", classId);
      return row === undefined ? classId : qualifiedName(row);
    };
    return sentence("Granted", on.map(nameOf), "took away", off.map(nameOf));
  };
}

/** Changes on the page of a profile; its class access hangs on its own permission set. */
export const profileChanges: Changes = {
  permissions: permissions("Profile"),
  classes: classes(({ org }, id) => String(permissionSetOfProfile(org, id)?.Id)),
};

/** Those of the page of a permission set that are about what it grants. */
export const permissionSetGrantChanges: Changes = {
  permissions: permissions("PermissionSet"),
  classes: classes((_context, id) => id),
};

function permissionLabel(name: string): string {
  return USER_PERMISSIONS.find((permission) => permission.name === name)?.label ?? name;
}

function sentence(first: string, these: readonly string[], second: string, those: readonly string[]): string {
  const parts = [
    ...(these.length > 0 ? [`${first} ${these.join(", ")}`] : []),
    ...(those.length > 0 ? [`${second} ${those.join(", ")}`] : []),
  ];
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
