/** How the hand-written and the generated part of what is known about an sObject are joined. */
import type {
  FieldDefinition,
  FieldSpecification,
  FieldType,
  ObjectDefinition,
  ObjectSpecification,
} from "./definitions.ts";
import { featurePermissions } from "./featurePermissions.ts";
import { generated } from "./generated.ts";
import type { GeneratedField } from "./generatedSchema.ts";
import { permissionLabels } from "./permissionLabels.ts";

const usualLength: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 255,
  email: 80,
  phone: 40,
  url: 255,
  picklist: 40,
};

const stamped = { nillable: false, defaultedOnCreate: true } as const;
const stamp: FieldSpecification = { type: "datetime", ...stamped };
const stampedBy: FieldSpecification = { type: "reference", referenceTo: ["User"], ...stamped };

const auditFields: { [audit in ObjectSpecification["audit"]]: { [name: string]: FieldSpecification } } = {
  full: {
    CreatedDate: stamp,
    CreatedById: { ...stampedBy, label: "Created By ID" },
    LastModifiedDate: stamp,
    LastModifiedById: { ...stampedBy, label: "Last Modified By ID" },
    SystemModstamp: stamp,
  },
  stamp: { SystemModstamp: stamp },
  none: {},
};

/** Joins what the types say with what is written by hand (which wins). `Id` is the first of the fields. */
export function defineObject(specification: ObjectSpecification): ObjectDefinition {
  const specifications = new Map<string, FieldSpecification>();
  const borrowed = specification.columnsOf;
  const columns = [
    ...(generated.sObjects[specification.name] ?? []),
    ...(borrowed === undefined
      ? []
      : (generated.sObjects[borrowed.type] ?? []).filter(({ name }) => borrowed.only.test(name))),
  ];
  for (const column of columns) specifications.set(column.name, fromGenerated(column));
  for (const byHand of [auditFields[specification.audit], specification.fields]) {
    for (const [name, field] of Object.entries(byHand)) {
      specifications.set(name, { ...specifications.get(name), ...field });
    }
  }
  if (specification.recycleBin === true) specifications.set("IsDeleted", { type: "boolean", defaultValue: false });
  const inOrder = (specification.order ?? []).filter((name) => specifications.has(name));
  const names = new Set([...inOrder, ...[...specifications.keys()].sort()]);
  const fields = new Map<string, FieldDefinition>();
  fields.set(
    "Id",
    defineField("Id", { type: "id", label: `${specification.label} ID`, nillable: false, idLookup: true }),
  );
  const isPermitted = specification.readAccess === "object";
  for (const name of names) fields.set(name, defineField(name, specifications.get(name) ?? {}, isPermitted));
  return {
    name: specification.name,
    label: specification.label,
    labelPlural: specification.labelPlural ?? `${specification.label}s`,
    keyPrefix: specification.keyPrefix,
    createable: specification.createable ?? false,
    updateable: specification.updateable ?? false,
    deletable: specification.deletable ?? false,
    recycleBin: specification.recycleBin ?? false,
    readAccess: specification.readAccess,
    sharing: specification.sharing ?? "publicReadWrite",
    since: specification.since,
    createableSince: specification.createableSince,
    updateableSince: specification.updateableSince,
    traits: new Set(specification.traits),
    fields,
  };
}

const labels: { readonly [permission: string]: string } = { ...permissionLabels, ...featurePermissions };

function fromGenerated(column: GeneratedField): FieldSpecification {
  if (column.type === "reference") {
    return { type: "reference", ...(column.referenceTo === undefined ? {} : { referenceTo: [column.referenceTo] }) };
  }
  if (column.type === "number") return { type: "int" };
  // A permission is an ordinary boolean that an administrator may set at any time.
  if (/^Permissions[A-Z]/.test(column.name)) {
    return {
      type: "boolean",
      label: labels[column.name.slice("Permissions".length)],
      createable: true,
      updateable: true,
      defaultValue: false,
      describedDefault: null,
      defaultedOnCreate: false,
      sortable: false,
      groupable: false,
    };
  }
  return { type: column.type };
}

/** Longest text that queries group by. Source: describes of real orgs, recorded in 2023 and 2026. */
const longestGroupable = 255;
/** Longest text area that queries still filter and sort by: the longest known has 1,333 characters, long ones 32,000. */
const longestPlainTextArea = 4000;

/** Whether a text is too long for filters and sorting. */
export function isLongTextArea(type: FieldType, length: number): boolean {
  return type === "textarea" && length > longestPlainTextArea;
}

/** @param isPermitted whether permissions decide about the fields of the sObject, as far as they can be empty and written */
export function defineField(name: string, field: FieldSpecification, isPermitted = false): FieldDefinition {
  const type = field.type ?? "string";
  const isOptional = (field.nillable ?? type !== "boolean") && (field.createable === true || field.updateable === true);
  const defaultValue = field.defaultValue ?? (type === "boolean" ? false : undefined);
  const length = field.length ?? usualLength[type] ?? 0;
  return {
    name,
    type,
    label: field.label ?? labelOf(name),
    length,
    nillable: field.nillable ?? type !== "boolean",
    createable: field.createable ?? false,
    updateable: field.updateable ?? false,
    defaultValue,
    describedDefault:
      field.describedDefault !== undefined
        ? field.describedDefault
        : type === "boolean"
          ? false
          : (defaultValue ?? null),
    defaultedOnCreate: field.defaultedOnCreate ?? defaultValue !== undefined,
    filterable: field.filterable ?? !isLongTextArea(type, length),
    sortable: field.sortable ?? !isLongTextArea(type, length),
    groupable: field.groupable ?? (type !== "datetime" && type !== "double" && length <= longestGroupable),
    compoundFieldName: field.compoundFieldName,
    extraTypeInfo: field.extraTypeInfo ?? (type === "textarea" ? "plaintextarea" : undefined),
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? (type === "reference" ? name.replace(/Id$/, "") : undefined),
    picklistValues: [...(field.picklistValues ?? [])],
    restrictedPicklist:
      field.restrictedPicklist ?? (field.picklistValues !== undefined && field.picklistValues.length > 0),
    unique: field.unique ?? false,
    idLookup: field.idLookup ?? false,
    nameField: field.nameField ?? false,
    permissionable: field.permissionable ?? (isPermitted && isOptional),
    since: field.since,
    presence: field.presence,
  };
}

/** What all records show that one lookup may point at, whatever their sObject. Source: Object Reference, Name. */
export const nameFields: { readonly [name in "Id" | "Name" | "Type"]: FieldDefinition } = {
  Id: defineField("Id", { type: "id", nillable: false }),
  Name: defineField("Name", { type: "string", nameField: true }),
  Type: defineField("Type", { type: "picklist" }),
};

/** `UserLicenseId` → `User License ID`, `PermissionsApiEnabled` → `Api Enabled`. */
function labelOf(name: string): string {
  const words = name
    .replace(/^Permissions(?=[A-Z])/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
  return words.replace(/ Id$/, " ID");
}
