/** What the org says about its sObjects and their fields. Keys and their alphabetical order: recorded describes. */
import { canChange, canRead, isEditable, isInVersion, isVisible, seesRelationship } from "../access.ts";
import type { RequestContext } from "../contracts.ts";
import { allChildRelationships } from "../schema/childRelationships.ts";
import {
  type FieldDefinition,
  type FieldType,
  isCustom,
  type ObjectDefinition,
  presenceOf,
} from "../schema/definitions.ts";
import { objectNamed, objects } from "../schema/index.ts";
import { dataPath, type RestAnswer, type RestCall } from "./call.ts";
import { addressedObject } from "./records.ts";

export function describeGlobal({ context }: RestCall): RestAnswer {
  const sobjects = objects.filter((object) => canRead(context, object)).map((object) => summary(context, object));
  return { status: 200, body: { encoding: "UTF-8", maxBatchSize: 200, sobjects } };
}

export function objectInformation({ context, parameters }: RestCall): RestAnswer {
  const object = addressedObject(context, parameters[0]);
  return { status: 200, body: { objectDescribe: summary(context, object), recentItems: [] } };
}

export function describeObject({ context, parameters }: RestCall): RestAnswer {
  const object = addressedObject(context, parameters[0]);
  const short = summary(context, object);
  const address = short.urls.sobject;
  return {
    status: 200,
    body: inAlphabeticalOrder({
      ...short,
      actionOverrides: [],
      childRelationships: childRelationships(context, object),
      compactLayoutable: object.traits.has("compactLayoutable"),
      defaultImplementation: null,
      extendedBy: null,
      extendsInterfaces: null,
      fields: [...object.fields.values()]
        .filter((field) => isVisible(context, object, field))
        .map((field) =>
          fieldDescription(field, {
            isOpen: isEditable(context, object, field),
            isCreateable: isInVersion(context, object.createableSince),
            isNillable: presenceOf(field, context.org.settings) !== "required",
          }),
        ),
      implementedBy: null,
      implementsInterfaces: null,
      listviewable: null,
      lookupLayoutable: null,
      namedLayoutInfos: [],
      networkScopeFieldName: null,
      recordTypeInfos: [],
      searchLayoutable: object.traits.has("searchLayoutable"),
      sobjectDescribeOption: "FULL",
      supportedScopes: [{ label: `All ${object.labelPlural.toLowerCase()}`, name: "everything" }],
      urls: { ...short.urls, defaultValues: `${address}/defaultValues?recordTypeId&fields` },
    }),
  };
}

function summary(context: RequestContext, object: ObjectDefinition) {
  const address = `${dataPath(context)}/sobjects/${object.name}`;
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: object.createable && canChange(context, object, "create"),
    custom: false,
    customSetting: false,
    deepCloneable: false,
    deletable: object.deletable && canChange(context, object, "delete"),
    deprecatedAndHidden: false,
    feedEnabled: object.traits.has("feedEnabled"),
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.traits.has("layoutable"),
    mergeable: object.traits.has("mergeable"),
    mruEnabled: object.traits.has("mruEnabled"),
    name: object.name,
    queryable: true,
    replicateable: object.traits.has("replicateable"),
    retrieveable: !object.traits.has("unretrieveable"),
    searchable: object.traits.has("searchable"),
    triggerable: object.traits.has("triggerable"),
    undeletable: object.recycleBin,
    updateable: object.updateable && canChange(context, object, "edit"),
    urls: { sobject: address, describe: `${address}/describe`, rowTemplate: `${address}/{ID}` },
  };
}

function childRelationships(context: RequestContext, object: ObjectDefinition): object[] {
  const visible = allChildRelationships.filter((one) => one.parent === object.name && seesRelationship(context, one));
  return visible.map(({ name, child, field }) => ({
    cascadeDelete: !restricting.has(`${child}.${field}`) && !objectNamed(child).fields.get(field)?.nillable,
    childSObject: child,
    deprecatedAndHidden: false,
    field,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName: name,
    restrictedDelete: false,
  }));
}

/** Children that are not deleted with their parent, although they cannot be without one. */
const restricting = new Set(["User.ProfileId", "PermissionSetAssignment.PermissionSetId"]);

const soapTypes: Partial<Record<FieldType, string>> = {
  id: "tns:ID",
  reference: "tns:ID",
  boolean: "xsd:boolean",
  int: "xsd:int",
  double: "xsd:double",
  datetime: "xsd:dateTime",
};

/** References that a search can be narrowed by. */
const prefilterable = new Set(["ManagerId", "ProfileId", "UserLicenseId"]);

/** What the caller, the version and the org make of a field. */
interface FieldState {
  /** Whether the caller may write it, as far as permissions go. */
  isOpen: boolean;
  /** Whether records of its sObject can be created in this version. */
  isCreateable: boolean;
  /** Whether this org takes a record without a value in it. */
  isNillable: boolean;
}

function fieldDescription(field: FieldDefinition, { isOpen, isCreateable, isNillable }: FieldState): object {
  const isText = !(field.type in soapTypes);
  const isReference = field.type === "reference";
  return {
    aggregatable: field.type !== "boolean",
    aiPredictionField: false,
    autoNumber: false,
    byteLength: isText ? field.length * 3 : field.length,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: field.compoundFieldName ?? null,
    controllerName: null,
    createable: field.createable && isCreateable && isOpen,
    custom: isCustom(field),
    defaultValue: field.describedDefault,
    defaultValueFormula: null,
    defaultedOnCreate: field.type === "id" || field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === "int" ? 8 : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: false,
    extraTypeInfo: field.extraTypeInfo ?? null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: isNillable,
    permissionable: field.permissionable,
    picklistValues: field.picklistValues.map(({ value, label }) => ({
      active: true,
      defaultValue: false,
      label,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: isReference ? field.relationshipName : null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restrictedPicklist,
    scale: 0,
    searchPrefilterable: prefilterable.has(field.name),
    soapType: soapTypes[field.type] ?? "xsd:string",
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && isOpen,
    writeRequiresMasterRead: false,
  };
}

function inAlphabeticalOrder(body: object): object {
  return Object.fromEntries(Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1)));
}
