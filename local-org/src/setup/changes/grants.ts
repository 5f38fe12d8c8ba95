/** Changes of what a permission set or a profile grants. */
import type { RecordFields, RequestContext } from "../../contracts.ts";
import { createRecord, deleteRecord, updateRecord } from "../../rules/save.ts";
import { tickedChanges } from "../parts.ts";
import {
  fieldPermissions,
  objectPermissions,
  permissionSetOfProfile,
  qualifiedName,
  userPermissions,
} from "../records.ts";
import { type Change, type Changes, nothingChanged } from "./change.ts";

function permissions(type: "PermissionSet" | "Profile"): Change {
  return (context, id, sent) => {
    const { on, off } = tickedChanges(sent, "permission");
    if (on.length + off.length === 0) return nothingChanged;
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
    if (on.length + off.length === 0) return nothingChanged;
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

function objects(setId: (context: RequestContext, id: string) => string): Change {
  return (context, id, sent) => {
    const { on, off } = tickedChanges(sent, "object");
    if (on.length + off.length === 0) return nothingChanged;
    const ParentId = setId(context, id);
    const { records } = context.org;
    const changed = Map.groupBy([...on, ...off], (value) => value.split(".")[0] ?? "");
    records.transaction(() => {
      for (const [SobjectType, values] of changed) {
        const fields = Object.fromEntries(values.map((value) => [value.split(".")[1] ?? "", on.includes(value)]));
        const [row] = records.find("ObjectPermissions", { ParentId, SobjectType });
        if (row === undefined) createRecord(context, "ObjectPermissions", { ParentId, SobjectType, ...fields });
        else if (objectPermissions.some(([column]) => (fields[column] ?? row[column]) === true))
          updateRecord(context, "ObjectPermissions", String(row.Id), fields);
        else deleteRecord(context, "ObjectPermissions", String(row.Id));
      }
    });
    return sentence("Granted", on.map(objectWords), "took away", off.map(objectWords));
  };
}

function fields(setId: (context: RequestContext, id: string) => string): Change {
  return (context, id, sent) => {
    const { on, off } = tickedChanges(sent, "field");
    if (on.length + off.length === 0) return nothingChanged;
    const ParentId = setId(context, id);
    const { records } = context.org;
    const granted: string[] = [];
    const taken: string[] = [];
    records.transaction(() => {
      for (const Field of new Set([...on, ...off].map(fieldOf))) {
        const [row] = records.find("FieldPermissions", { ParentId, Field });
        const access = fieldAccessAfter(row, (column) => {
          const value = `${Field}.${column}`;
          return on.includes(value) ? true : off.includes(value) ? false : undefined;
        });
        if (row === undefined) {
          const SobjectType = Field.split(".")[0] ?? "";
          createRecord(context, "FieldPermissions", { ParentId, SobjectType, Field, ...access });
        } else if (access.PermissionsRead) updateRecord(context, "FieldPermissions", String(row.Id), access);
        else deleteRecord(context, "FieldPermissions", String(row.Id));
        for (const [column, word] of fieldPermissions) {
          const [before, after] = [row?.[column] === true, access[column] === true];
          if (before !== after) (after ? granted : taken).push(`${word} ${Field}`);
        }
      }
    });
    return sentence("Granted", granted, "took away", taken);
  };
}

/**
 * Edit brings Read along, and Edit goes with Read.
 *
 * @param ticked whether a person ticked or unticked the box of a column; undefined for neither
 */
function fieldAccessAfter(
  row: RecordFields | undefined,
  ticked: (column: string) => boolean | undefined,
): { [column: string]: boolean } {
  const edit = ticked("PermissionsEdit");
  const PermissionsRead = edit === true || (ticked("PermissionsRead") ?? row?.PermissionsRead === true);
  const PermissionsEdit = PermissionsRead && (edit ?? row?.PermissionsEdit === true);
  return { PermissionsRead, PermissionsEdit };
}

/** Changes on the page of a profile; its class access hangs on its own permission set. */
export const profileChanges: Changes = {
  permissions: permissions("Profile"),
  classes: classes(ownSet),
  objects: objects(ownSet),
  fields: fields(ownSet),
};

/** Those of the page of a permission set that are about what it grants. */
export const permissionSetGrantChanges: Changes = {
  permissions: permissions("PermissionSet"),
  classes: classes((_context, id) => id),
  objects: objects((_context, id) => id),
  fields: fields((_context, id) => id),
};

function ownSet({ org }: RequestContext, profileId: string): string {
  return String(permissionSetOfProfile(org, profileId)?.Id);
}

/** `Account.PermissionsRead` → `Read Account` */
function objectWords(value: string): string {
  const [object, column] = value.split(".");
  return `${objectPermissions.find(([name]) => name === column)?.[1] ?? column} ${object}`;
}

/** `Account.Phone.PermissionsRead` → `Account.Phone` */
function fieldOf(value: string): string {
  return value.slice(0, value.lastIndexOf("."));
}

function permissionLabel(name: string): string {
  return userPermissions.find((permission) => permission.name === name)?.label ?? name;
}

function sentence(first: string, these: readonly string[], second: string, those: readonly string[]): string {
  const parts = [
    ...(these.length > 0 ? [`${first} ${these.join(", ")}`] : []),
    ...(those.length > 0 ? [`${second} ${those.join(", ")}`] : []),
  ];
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
