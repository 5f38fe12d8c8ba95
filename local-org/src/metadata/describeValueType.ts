import { crudType } from "./crudCall.ts";
import { schemaIn } from "./laterElements.ts";
import type { OperationRequest } from "./operation.ts";
import type { ComplexTypeSchema, FieldSchema } from "./typeSchema.ts";
import { element, textElement } from "./xmlWriter.ts";

/** What a type is made of: its elements, those inside them, and the values of enumerations. */
export function describeValueType({ context, call, apiVersion }: OperationRequest): string {
  const qualified = call.parameters[0]?.text.trim() ?? "";
  const schema = schemaIn(context.org, crudType(qualified.slice(qualified.indexOf("}") + 1), apiVersion));
  const flags = ["apiCreatable", "apiDeletable", "apiReadable", "apiUpdatable"].map((name) => textElement(name, true));
  const fullName: FieldSchema = { name: "fullName", kind: "string", required: true, repeated: false, since: 0 };
  const fields = [fullName, ...fieldsAt(schema, apiVersion)].map((field) =>
    element("valueTypeFields", writeField(field, apiVersion)),
  );
  return element("result", flags.join("") + fields.join(""));
}

function fieldsAt(type: ComplexTypeSchema, apiVersion: number): readonly FieldSchema[] {
  return type.fields.filter(({ since, until }) => since <= apiVersion && (until === undefined || until >= apiVersion));
}

/** In WSDL order. */
function writeField(field: FieldSchema, apiVersion: number): string {
  const inside = field.type ? fieldsAt(field.type, apiVersion) : [];
  return [
    ...inside.map((child) => element("fields", writeField(child, apiVersion))),
    textElement("isForeignKey", false),
    textElement("isNameField", field.name === "fullName"),
    textElement("minOccurs", field.required && !field.repeated ? 1 : 0),
    textElement("name", field.name),
    ...(field.values ?? []).map((value) =>
      element(
        "picklistValues",
        textElement("active", true) +
          textElement("defaultValue", false) +
          textElement("label", value) +
          textElement("value", value),
      ),
    ),
    textElement("soapType", field.type?.name ?? field.enumName ?? field.kind),
    textElement("valueRequired", field.required),
  ].join("");
}
