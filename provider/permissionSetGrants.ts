import { isDeepStrictEqual } from "node:util";
import type { Org, RecordFields } from "../salesforce/org.ts";
import { setDifference } from "./comparison.ts";
import { fieldFields, objectFields } from "./dataPermissions.ts";
import { Refusal } from "./lifecycle.ts";
import type { EntityIds, GrantInput, GrantInputs, Grants, GrantType, Held } from "./observedGrants.ts";
import { inDeclaredOrder } from "./spelling.ts";

/** One kind of grant: which row grants an item, and which item a row grants. */
interface GrantKind<Item> {
  type: GrantType;
  nameOf(item: Item): string;
  /** Fields of a new row that say what it is about. */
  subject(item: Item, ids: EntityIds): RecordFields;
  /** Fields that say what may be done with it; none where a row means yes. */
  rights(item: Item): RecordFields;
}

const setupAccess = (input: keyof EntityIds): GrantKind<string> => ({
  type: "SetupEntityAccess",
  nameOf: (name) => name,
  subject: (name, ids) => ({ SetupEntityId: String(ids[input].get(name)) }),
  rights: () => ({}),
});

const kinds: { [Input in GrantInput]: GrantKind<GrantInputs[Input][number]> } = {
  apexClasses: setupAccess("apexClasses"),
  customPermissions: setupAccess("customPermissions"),
  objectPermissions: {
    type: "ObjectPermissions",
    nameOf: ({ object }) => object,
    subject: ({ object }) => ({ SobjectType: object }),
    rights: objectFields,
  },
  fieldPermissions: {
    type: "FieldPermissions",
    nameOf: ({ field }) => field,
    subject: ({ field }) => ({ SobjectType: field.split(".")[0] ?? "", Field: field }),
    rights: fieldFields,
  },
};

export type GrantStep =
  | { do: "revoke"; ids: string[] }
  | { do: "grant"; type: GrantType; records: RecordFields[] }
  | { do: "changeRights"; type: GrantType; id: string; fields: RecordFields };

/** The inputs that grants come to, what is declared first and in that order. */
export function inputsOfGrants(held: Grants, declared: GrantInputs): GrantInputs {
  const read = <Item>(kind: GrantKind<Item>, wanted: Item[], found: Held<Item>[]) =>
    inDeclaredOrder(
      wanted,
      found.map(({ item }) => item),
      kind.nameOf,
    );
  return {
    apexClasses: read(kinds.apexClasses, declared.apexClasses, held.apexClasses),
    customPermissions: read(kinds.customPermissions, declared.customPermissions, held.customPermissions),
    objectPermissions: read(kinds.objectPermissions, declared.objectPermissions, held.objectPermissions),
    fieldPermissions: read(kinds.fieldPermissions, declared.fieldPermissions, held.fieldPermissions),
  };
}

/** @throws Refusal when a declared class or custom permission is not in the org */
export function refuseMissingEntities(declared: GrantInputs, ids: EntityIds): void {
  const missing = (input: keyof EntityIds) => declared[input].filter((name) => !ids[input].has(name)).join(", ");
  const classes = missing("apexClasses");
  if (classes !== "") {
    throw new Refusal(
      `apexClasses: ${classes} is not installed in this org, or the deployer cannot see it. Install the package that brings it, then run again.`,
    );
  }
  refuseMissingCustomPermissions(declared.customPermissions, ids.customPermissions);
}

/** @throws Refusal when a declared custom permission is not in the org */
export function refuseMissingCustomPermissions(declared: readonly string[], ids: ReadonlyMap<string, string>): void {
  const missing = declared.filter((name) => !ids.has(name)).join(", ");
  if (missing === "") return;
  throw new Refusal(
    `customPermissions: ${missing} does not exist in this org. Correct the name, or make it first (Setup, Custom Permissions).`,
  );
}

/** What is left to do for one kind of grant. */
interface Changes {
  type: GrantType;
  revoked: string[];
  changed: GrantStep[];
  granted: RecordFields[];
}

function changesOf<Item>(kind: GrantKind<Item>, wanted: Item[], held: Held<Item>[], ids: EntityIds): Changes {
  const { missing, extra } = setDifference(
    held.map(({ item }) => kind.nameOf(item)),
    wanted.map(kind.nameOf),
  );
  const changed = wanted.flatMap((item): GrantStep[] => {
    const current = held.find((other) => kind.nameOf(other.item) === kind.nameOf(item));
    if (!current || isDeepStrictEqual(kind.rights(current.item), kind.rights(item))) return [];
    return [{ do: "changeRights", type: kind.type, id: current.rowId, fields: kind.rights(item) }];
  });
  return {
    type: kind.type,
    revoked: held.filter(({ item }) => extra.includes(kind.nameOf(item))).map(({ rowId }) => rowId),
    changed,
    granted: wanted
      .filter((item) => missing.includes(kind.nameOf(item)))
      .map((item) => ({ ...kind.subject(item, ids), ...kind.rights(item) })),
  };
}

/** What is to be granted and revoked, in an order that Salesforce takes. Pure. */
export function grantStages(held: Grants, declared: GrantInputs, ids: EntityIds): GrantStep[][] {
  const classes = changesOf(kinds.apexClasses, declared.apexClasses, held.apexClasses, ids);
  const customs = changesOf(kinds.customPermissions, declared.customPermissions, held.customPermissions, ids);
  const objects = changesOf(kinds.objectPermissions, declared.objectPermissions, held.objectPermissions, ids);
  const fields = changesOf(kinds.fieldPermissions, declared.fieldPermissions, held.fieldPermissions, ids);
  const revoked = (...changes: Changes[]): GrantStep[] => {
    const ids = changes.flatMap((each) => each.revoked);
    return ids.length > 0 ? [{ do: "revoke", ids }] : [];
  };
  const granted = (type: GrantType, ...changes: Changes[]): GrantStep[] => {
    const records = changes.flatMap((each) => each.granted);
    return records.length > 0 ? [{ do: "grant", type, records }] : [];
  };
  return [
    // Setup objects of different types may not share a transaction, and field permissions need their object's first.
    [...revoked(classes, customs), ...revoked(fields), ...granted("SetupEntityAccess", classes, customs)],
    [...revoked(objects), ...objects.changed, ...granted("ObjectPermissions", objects)],
    [...fields.changed, ...granted("FieldPermissions", fields)],
  ];
}

/** Does one step. `what`: words for the permission set. */
export function applyGrantStep(org: Org, id: string, step: GrantStep, what: string): Promise<void> {
  switch (step.do) {
    case "revoke":
      return org.deleteMany(step.ids, `revoking grants of ${what}`);
    case "grant":
      return org.createMany(
        step.type,
        step.records.map((record) => ({ ParentId: id, ...record })),
        `granting ${step.type} to ${what}`,
      );
    case "changeRights":
      return org.update(step.type, step.id, step.fields, `changing ${step.type} of ${what}`);
  }
}
