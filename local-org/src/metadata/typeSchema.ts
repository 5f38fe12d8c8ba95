/** How the text of an element is read. */
export type ScalarKind = "string" | "boolean" | "int";

/** One element of a metadata type, in the words of the Metadata WSDL. */
export interface FieldSchema {
  readonly name: string;
  readonly kind: ScalarKind | "enum" | "complex";
  /** For `enum`: the WSDL's type name and its values. */
  readonly enumName?: string;
  readonly values?: readonly string[];
  /** For `complex`: the type of the element. */
  readonly type?: ComplexTypeSchema;
  readonly required: boolean;
  readonly repeated: boolean;
  /** First and last API version that know the element. */
  readonly since: number;
  readonly until?: number;
}

/** A type that is made of elements. */
export interface ComplexTypeSchema {
  readonly name: string;
  /** In the order of the WSDL, which is the order of every answer. */
  readonly fields: readonly FieldSchema[];
}

/** A metadata type as describeMetadata shows it. */
export interface MetadataTypeSchema extends ComplexTypeSchema {
  /** Name of its records, where that is another than the type's in manifests: only settings have one. */
  readonly recordName?: string;
  readonly directoryName: string;
  readonly suffix: string;
  /** First API version that has the type. */
  readonly since: number;
}

/** A value of a metadata record. */
export type MetadataValue = string | number | boolean | MetadataRecord | readonly MetadataValue[];
/** A metadata record without its fullName: element name to value; absent elements are absent keys. */
export type MetadataRecord = { readonly [name: string]: MetadataValue | undefined };

const earliest = 31;

/** An optional element of a scalar kind. */
export function optional(name: string, kind: ScalarKind = "string", since = earliest, until?: number): FieldSchema {
  return { name, kind, required: false, repeated: false, since, ...(until === undefined ? {} : { until }) };
}

/** An element that must be given. */
export function required(name: string, kind: ScalarKind = "string"): FieldSchema {
  return { name, kind, required: true, repeated: false, since: earliest };
}

/** An optional element restricted to the values of a WSDL enumeration. */
export function enumerated(name: string, enumName: string, values: readonly string[], since = earliest): FieldSchema {
  return { name, kind: "enum", enumName, values, required: false, repeated: false, since };
}

/** An optional element that is made of elements. */
export function nested(name: string, type: ComplexTypeSchema, since = earliest): FieldSchema {
  return { name, kind: "complex", type, required: false, repeated: false, since };
}

/** An element that may come any number of times. */
export function repeated(name: string, type: ComplexTypeSchema, since = earliest): FieldSchema {
  return { name, kind: "complex", type, required: false, repeated: true, since };
}
