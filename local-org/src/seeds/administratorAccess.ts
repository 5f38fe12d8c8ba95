/** What a system administrator may do with the records of business objects: everything, by permissions like anybody's. */
import { objects } from "../schema/index.ts";
import type { SeedTarget } from "./target.ts";

/** @param permissionSetId that of the administrators' profile */
export function seedAdministratorAccess(org: SeedTarget, permissionSetId: string): void {
  for (const object of objects.filter(({ readAccess }) => readAccess === "object")) {
    const row = { ParentId: permissionSetId, SobjectType: object.name, PermissionsRead: true, PermissionsEdit: true };
    org.records.insert("ObjectPermissions", {
      ...row,
      PermissionsCreate: true,
      PermissionsDelete: true,
      PermissionsViewAllRecords: true,
      PermissionsModifyAllRecords: true,
    });
    for (const { name, permissionable } of object.fields.values()) {
      if (permissionable) org.records.insert("FieldPermissions", { ...row, Field: `${object.name}.${name}` });
    }
  }
}
