import { metadataNamespace } from "./namespaces.ts";
import type { ComplexTypeSchema, FieldSchema, MetadataRecord, MetadataValue } from "./typeSchema.ts";
import type { XmlElement } from "./xmlReader.ts";

/** A component that cannot be read; `problem` is the org's literal text. */
export class ComponentProblem extends Error {
  readonly problem: string;
  /** StatusCode over CRUD calls; deploys show only the text. */
  readonly statusCode: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  constructor(problem: string, statusCode = "FIELD_INTEGRITY_EXCEPTION", at?: { line: number; column: number }) {
    super(problem);
    this.name = "ComponentProblem";
    this.problem = problem;
    this.statusCode = statusCode;
    this.line = at?.line;
    this.column = at?.column;
  }
}

/** Whether an error is a ComponentProblem; by name, since tests may load two copies of this module. */
export function isComponentProblem(error: unknown): error is ComponentProblem {
  return (error as { name?: unknown } | null)?.name === "ComponentProblem";
}

/**
 * Reads the elements of one record by its type's schema at one API version. `fullName` is not a field: callers
 * take it from the file name or the CRUD call.
 * @param requireAll whether required elements must be there; an update that keeps what it omits needs none
 * @throws ComponentProblem
 */
export function readRecord(
  source: XmlElement,
  type: ComplexTypeSchema,
  apiVersion: number,
  requireAll = true,
): MetadataRecord {
  const record: Record<string, MetadataValue> = {};
  const children = source.children.filter((child) => child.name !== "fullName");
  refuseScatteredSiblings(children, type);
  for (const child of children) {
    const field = type.fields.find((candidate) => candidate.name === child.name);
    if (!field || field.since > apiVersion) throw unknownElement(child, type);
    if (field.until !== undefined && field.until < apiVersion)
      throw new ComponentProblem(
        `Property '${field.name}' not valid in version ${apiVersion}.0`,
        "INVALID_FIELD",
        child,
      );
    if (isNil(child)) continue;
    const value = readValue(child, field, apiVersion);
    if (field.repeated) record[field.name] = [...((record[field.name] as MetadataValue[] | undefined) ?? []), value];
    else if (field.name in record) throw duplicated(child, type);
    else record[field.name] = value;
  }
  for (const field of type.fields) {
    if (requireAll && field.required && record[field.name] === undefined)
      throw new ComponentProblem(`Required field is missing: ${field.name}`, "REQUIRED_FIELD_MISSING", source);
  }
  return record;
}

function isNil(source: XmlElement): boolean {
  return [...source.attributes].some(([name, value]) => /(^|:)nil$/.test(name) && value === "true");
}

function refuseScatteredSiblings(children: readonly XmlElement[], type: ComplexTypeSchema): void {
  const closed = new Set<string>();
  let previous: string | undefined;
  for (const child of children) {
    if (child.name === previous) continue;
    if (closed.has(child.name)) throw duplicated(child, type);
    if (previous !== undefined) closed.add(previous);
    previous = child.name;
  }
}

function duplicated(child: XmlElement, type: ComplexTypeSchema): ComponentProblem {
  const problem = `Error parsing file: Element ${child.name} is duplicated at this location in type ${type.name}`;
  return new ComponentProblem(problem, "INVALID_FIELD", child);
}

function unknownElement(child: XmlElement, type: ComplexTypeSchema): ComponentProblem {
  const qualified = `{${child.namespace || metadataNamespace}}${child.name}`;
  const problem = `Error parsing file: Element ${qualified} invalid at this location in type ${type.name}`;
  return new ComponentProblem(problem, "INVALID_FIELD", child);
}

function readValue(source: XmlElement, field: FieldSchema, apiVersion: number): MetadataValue {
  if (field.type) return readRecord(source, field.type, apiVersion);
  const text = source.text.trim();
  switch (field.kind) {
    case "enum":
      if (!field.values?.includes(text)) {
        const problem = `'${text}' is not a valid value for the enum '${field.enumName}'`;
        throw new ComponentProblem(problem, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", source);
      }
      return text;
    case "boolean":
      if (text === "true" || text === "1") return true;
      if (text === "false" || text === "0") return false;
      throw badLiteral(source, "xsd:boolean");
    case "int":
      if (!/^[+-]?\d{1,10}$/.test(text)) throw badLiteral(source, "xsd:int");
      return Number.parseInt(text, 10);
    default:
      return text;
  }
}

function badLiteral(source: XmlElement, type: string): ComponentProblem {
  const problem = `Error parsing file: '${source.text.trim()}' is not valid for the type ${type}`;
  return new ComponentProblem(problem, "FIELD_INTEGRITY_EXCEPTION", source);
}
