/** The calls that read and write components one by one. */
import { componentWriteError } from "./componentAccess.ts";
import { missingComponent, saveEach, type WriteCall, writeComponent } from "./componentWrites.ts";
import { crudType, refuseTooManyRecords, writeSaveResult } from "./crudCall.ts";
import { decodedFileName } from "./fileNames.ts";
import { recordIn, schemaIn } from "./laterElements.ts";
import type { MetadataType } from "./metadataType.ts";
import type { NamedOperations, Operation, OperationRequest } from "./operation.ts";
import { writeTypedRecord } from "./recordWriter.ts";
import { renameMetadata } from "./renameOperation.ts";
import { childText, type XmlElement } from "./xmlReader.ts";
import { element } from "./xmlWriter.ts";

export const crudOperations: NamedOperations = [
  ["readMetadata", readMetadata],
  ["createMetadata", writeMetadata("createMetadata")],
  ["updateMetadata", writeMetadata("updateMetadata")],
  ["upsertMetadata", writeMetadata("upsertMetadata")],
  ["deleteMetadata", deleteMetadata],
  ["renameMetadata", renameMetadata],
];

function readMetadata({ context, call, apiVersion }: OperationRequest): string {
  const [type, ...names] = call.parameters;
  refuseTooManyRecords(names.length);
  const metadataType = crudType(type?.text.trim() ?? "", apiVersion);
  const records = names.map((name) => {
    const component = metadataType.find(context.org, decodedFileName(name.text.trim()));
    if (!component) return '<records xsi:nil="true"/>';
    const record = recordIn(context.org, metadataType, component);
    return writeTypedRecord(component.fullName, record, schemaIn(context.org, metadataType), apiVersion);
  });
  return element("result", records.join(""));
}

function writeMetadata(operation: WriteCall): Operation {
  return ({ context, call, apiVersion }) => {
    refuseTooManyRecords(call.parameters.length);
    const types = new Map(call.parameters.map((source) => [source, crudType(typeOf(source), apiVersion)]));
    const fullNameOf = (source: XmlElement) => childText(source, "fullName") ?? "";
    const results = saveEach(context, call.parameters, call.allOrNone, fullNameOf, (source) => {
      const created = writeComponent(context, types.get(source) as MetadataType, operation, source, apiVersion);
      return operation === "upsertMetadata" ? created : undefined;
    });
    return results.map((result) => writeSaveResult(result, operation === "upsertMetadata")).join("");
  };
}

/** The metadata type of a record: its `xsi:type` without prefix. */
function typeOf(source: XmlElement): string {
  const attribute = [...source.attributes].find(([name]) => /(^|:)type$/.test(name))?.[1] ?? "";
  return attribute.slice(attribute.indexOf(":") + 1);
}

function deleteMetadata({ context, call, apiVersion }: OperationRequest): string {
  const [typeName, ...names] = call.parameters;
  refuseTooManyRecords(names.length);
  const type = crudType(typeName?.text.trim() ?? "", apiVersion);
  const fullNames = names.map((name) => decodedFileName(name.text.trim()));
  const results = saveEach(
    context,
    fullNames,
    call.allOrNone,
    (fullName) => fullName,
    (fullName) => {
      const refusal = componentWriteError(context, type);
      if (refusal) throw refusal;
      if (!type.remove(context, fullName)) throw missingComponent(type, fullName);
      return undefined;
    },
  );
  return results.map((result) => writeSaveResult(result, false)).join("");
}
