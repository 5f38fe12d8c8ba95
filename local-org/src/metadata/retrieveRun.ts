import { strToU8, zipSync } from "fflate";
import type { Org } from "../contracts.ts";
import { componentFile, manifestFile } from "./componentFile.ts";
import { componentPath, decodedFileName, encodedFullName } from "./fileNames.ts";
import { writeFileProperties, writeManifestProperties } from "./fileProperties.ts";
import { recordIn, schemaIn } from "./laterElements.ts";
import type { Component, MetadataType } from "./metadataType.ts";
import { metadataTypeNamed, metadataTypes } from "./metadataTypes.ts";
import { retrievedProfile } from "./retrievedProfile.ts";
import type { RetrieveOutcome } from "./retrieveRecord.ts";
import type { RetrieveRequest } from "./retrieveRequest.ts";

const manifestName = "package.xml";

interface Found {
  readonly type: MetadataType;
  readonly component: Component;
}

/** Reads what a retrieve asks for out of the org. What is not there is told in messages and fails nothing. */
export function runRetrieve(org: Org, userId: string, request: RetrieveRequest): RetrieveOutcome {
  const root = request.singlePackage ? "" : "unpackaged/";
  const [packageName] = request.packageNames;
  if (packageName !== undefined) return failed(`No package named '${packageName}' found`);
  const problems: string[] = [];
  let found: Found[];
  if (request.specificFiles.length > 0) {
    const missing: string[] = [];
    found = request.specificFiles.flatMap((path) => fileComponent(org, path, request.apiVersion, missing));
    if (missing[0] !== undefined) return failed(missing[0]);
  } else found = manifestComponents(org, request, problems);
  return {
    status: "Succeeded",
    messages: problems.map((problem) => ({ fileName: root + manifestName, problem })),
    fileProperties: [
      ...found.map(({ type, component }) => writeFileProperties(org, type, component, root)),
      writeManifestProperties(org, userId, root + manifestName, org.now().toISOString()),
    ],
    zip: Buffer.from(zipOf(org, found, request, root)).toString("base64"),
  };
}

function failed(text: string): RetrieveOutcome {
  const errorMessage = `INVALID_CROSS_REFERENCE_KEY: ${text}`;
  return { status: "Failed", messages: [], fileProperties: [], errorMessage, errorStatusCode: "UNKNOWN_EXCEPTION" };
}

function manifestComponents(org: Org, { manifest, apiVersion }: RetrieveRequest, problems: string[]): Found[] {
  const found = new Map<string, Found>();
  for (const { name, members } of manifest.types) {
    const type = metadataTypeNamed(name);
    if (!type) {
      problems.push(`The local org does not have metadata of type ${name}`);
      continue;
    }
    if (type.schema.since > apiVersion) {
      problems.push(`Unknown type name '${name}' specified in ${manifestName}`);
      continue;
    }
    for (const member of members) {
      const components = componentsOf(org, type, member);
      if (components.length === 0 && member !== "*")
        problems.push(`Entity of type '${name}' named '${member}' cannot be found`);
      for (const component of components) found.set(component.id, { type, component });
    }
  }
  return [...found.values()];
}

/** The components that a member means. The wildcard leaves out what belongs to a managed package. */
function componentsOf(org: Org, type: MetadataType, member: string): readonly Component[] {
  if (member === "*") return type.all(org).filter(({ fullName }) => !/^[A-Za-z]\w*?__/.test(fullName));
  const component = type.find(org, decodedFileName(member));
  return component ? [component] : [];
}

function fileComponent(org: Org, path: string, apiVersion: number, missing: string[]): Found[] {
  const [folder = "", fileName = ""] = path.replace(/^unpackaged\//, "").split("/");
  const type = metadataTypes.find(
    ({ schema }) =>
      schema.directoryName === folder && fileName.endsWith(`.${schema.suffix}`) && schema.since <= apiVersion,
  );
  if (!type) {
    missing.push(`The local org does not have files such as ${path}`);
    return [];
  }
  const fullName = fileName.slice(0, -type.schema.suffix.length - 1);
  const component = type.find(org, decodedFileName(fullName));
  if (component) return [{ type, component }];
  missing.push(`In field: specific ids - no ${type.schema.name} named ${fullName} found`);
  return [];
}

function zipOf(org: Org, found: readonly Found[], { manifest, apiVersion }: RetrieveRequest, root: string): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const members = new Map<string, string[]>();
  for (const { type, component } of found) {
    const { name } = type.schema;
    members.set(name, [...(members.get(name) ?? []), encodedFullName(type, component.fullName)]);
    const known = recordIn(org, type, component);
    const record = name === "Profile" ? retrievedProfile(org, known, manifest) : known;
    files[root + componentPath(type, component.fullName)] = strToU8(
      componentFile(record, schemaIn(org, type), apiVersion),
    );
  }
  files[root + manifestName] = strToU8(manifestFile(members, apiVersion));
  return zipSync(files);
}
