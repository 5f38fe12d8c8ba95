/** Rules of the access of a permission set to an Apex class, an app or a custom permission. */
import { objectOfId } from "../schema/index.ts";
import { duplicateSetupValue } from "./errors.ts";
import type { ObjectRules } from "./objectRules.ts";

export const setupEntityAccessRules: ObjectRules = {
  required: ["ParentId", "SetupEntityId"],

  beforeCreate({ org }, record) {
    const { ParentId = null, SetupEntityId = null } = record;
    if (org.records.find("SetupEntityAccess", { ParentId, SetupEntityId }).length > 0) throw duplicateSetupValue();
    record.SetupEntityType = objectOfId(String(SetupEntityId))?.name ?? null;
  },
};
