/** Rules of the business objects: who owns a record, and how a person is called. */
import type { ObjectRules } from "./objectRules.ts";

export const ownedRules: ObjectRules = {
  beforeCreate({ userId }, record) {
    record.OwnerId ??= userId;
  },
};

export const contactRules: ObjectRules = {
  beforeCreate(context, record) {
    ownedRules.beforeCreate?.(context, record);
    record.Name = fullName(record.FirstName, record.LastName);
  },
  beforeUpdate(_context, before, change) {
    const { FirstName, LastName } = { ...before, ...change };
    change.Name = fullName(FirstName, LastName);
  },
};

function fullName(...parts: unknown[]): string {
  return parts.filter((part) => part !== null && part !== undefined).join(" ");
}
