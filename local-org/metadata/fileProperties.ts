import type { Org } from "../contracts.ts";
import { componentPath, encodedFullName } from "./fileNames.ts";
import type { Component, MetadataType } from "./metadataType.ts";
import { textElement } from "./xmlWriter.ts";

/** The content of one FileProperties element, in WSDL order. */
export function writeFileProperties(org: Org, type: MetadataType, component: Component): string {
  return [
    textElement("createdById", component.createdById),
    textElement("createdByName", userName(org, component.createdById)),
    textElement("createdDate", component.createdDate),
    textElement("fileName", componentPath(type, component.fullName)),
    textElement("fullName", encodedFullName(type, component.fullName)),
    textElement("id", component.id),
    textElement("lastModifiedById", component.lastModifiedById),
    textElement("lastModifiedByName", userName(org, component.lastModifiedById)),
    textElement("lastModifiedDate", component.lastModifiedDate),
    textElement("manageableState", "unmanaged"),
    textElement("type", type.schema.name),
  ].join("");
}

function userName(org: Org, userId: string): string {
  return String(org.records.get("User", userId)?.Name ?? "");
}
