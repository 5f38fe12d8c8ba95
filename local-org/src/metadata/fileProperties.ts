import type { Org } from "../contracts.ts";
import { soapDateTime } from "../times.ts";
import { componentPath, encodedFullName } from "./fileNames.ts";
import type { Component, MetadataType } from "./metadataType.ts";
import { textElement } from "./xmlWriter.ts";

/**
 * The content of one FileProperties element, in WSDL order.
 * @param root folder of the package inside a zip, with a slash at its end; empty in a list
 */
export function writeFileProperties(org: Org, type: MetadataType, component: Component, root = ""): string {
  return [
    textElement("createdById", component.createdById),
    textElement("createdByName", userName(org, component.createdById)),
    textElement("createdDate", soapDateTime(component.createdDate)),
    textElement("fileName", root + componentPath(type, component.fullName)),
    textElement("fullName", encodedFullName(type, component.fullName)),
    textElement("id", component.id),
    textElement("lastModifiedById", component.lastModifiedById),
    textElement("lastModifiedByName", userName(org, component.lastModifiedById)),
    textElement("lastModifiedDate", soapDateTime(component.lastModifiedDate)),
    textElement("manageableState", "unmanaged"),
    textElement("namespacePrefix", namespaceOf(org, type)),
    textElement("type", type.schema.name),
  ].join("");
}

/** Types whose components are in the org's own namespace; policies and profiles are in none. */
const namespacedTypes = ["ExternalClientApplication", "ExtlClntAppOauthSettings", "PermissionSet"];

function namespaceOf({ settings }: Org, { schema }: MetadataType): string | undefined {
  return namespacedTypes.includes(schema.name) ? (settings.namespace ?? undefined) : undefined;
}

/** The FileProperties of the manifest that every retrieved package holds; it alone shows parts of a second. */
export function writeManifestProperties(org: Org, userId: string, path: string, date: string): string {
  return [
    textElement("createdById", userId),
    textElement("createdByName", userName(org, userId)),
    textElement("createdDate", date),
    textElement("fileName", path),
    textElement("fullName", path),
    "<id></id>",
    textElement("lastModifiedById", userId),
    textElement("lastModifiedByName", userName(org, userId)),
    textElement("lastModifiedDate", date),
    textElement("manageableState", "unmanaged"),
    textElement("type", "Package"),
  ].join("");
}

function userName(org: Org, userId: string): string {
  return String(org.records.get("User", userId)?.Name ?? "");
}
