import type { RequestContext } from "../contracts.ts";
import { type ArchiveError, type PackageFolder, packageFolders, readArchive } from "./archive.ts";
import { componentWriteError } from "./componentAccess.ts";
import { DeployMessages, type Step } from "./deployMessages.ts";
import type { DeployOptions } from "./deployOptions.ts";
import type { DeployOutcome } from "./deployRecord.ts";
import { decodedFileName, encodedFullName } from "./fileNames.ts";
import { schemaIn } from "./laterElements.ts";
import { type MetadataType, sameName } from "./metadataType.ts";
import { metadataTypeNamed, metadataTypes } from "./metadataTypes.ts";
import { filePathOfUnknown, filesOf, missingFile, namedMembers } from "./packageFiles.ts";
import { type PackageManifest, readManifest } from "./packageManifest.ts";
import { readRecord } from "./recordReader.ts";
import type { RetrieveOutcome } from "./retrieveRecord.ts";
import { runRetrieve } from "./retrieveRun.ts";
import { readXml, type XmlError } from "./xmlReader.ts";

const manifestName = "package.xml";

/**
 * Runs a deploy: all of its packages in one transaction, each component in one of its own. Nothing stays when it only
 * checks, or when a component failed and errors roll back.
 */
export function runDeploy(
  context: RequestContext,
  zip: Uint8Array,
  options: DeployOptions,
  apiVersion: number,
): DeployOutcome {
  const run = new DeployRun(context, options);
  let files: ReadonlyMap<string, string>;
  try {
    files = readArchive(zip);
  } catch (error) {
    if ((error as Error).name !== "ArchiveError") throw error;
    run.messages.fail("", manifestName, manifestName, (error as ArchiveError).message);
    return run.outcome(0);
  }
  try {
    context.org.records.transaction(() => {
      for (const folder of packageFolders(files, options.singlePackage)) run.package(folder, apiVersion);
      if (options.checkOnly || run.rollsBack()) throw new RolledBack();
      if (options.performRetrieve) run.retrieve(apiVersion);
    });
  } catch (error) {
    if ((error as Error).name !== "RolledBack") throw error;
  }
  return run.outcome(files.size);
}

class RolledBack extends Error {
  constructor() {
    super("The deploy keeps nothing");
    this.name = "RolledBack";
  }
}

class DeployRun {
  readonly context: RequestContext;
  readonly options: DeployOptions;
  readonly messages: DeployMessages;
  /** Of the packages that were deployed. */
  readonly #manifests: PackageManifest[] = [];
  #retrieved: RetrieveOutcome | undefined;

  constructor(context: RequestContext, options: DeployOptions) {
    this.context = context;
    this.options = options;
    this.messages = new DeployMessages(context, options);
  }

  rollsBack(): boolean {
    return this.options.rollbackOnError && this.messages.failures.length > 0;
  }

  outcome(numberFiles: number): DeployOutcome {
    const deployed = this.messages.successes.filter((message) => message.componentType !== "").length;
    const errors = this.messages.failures.length;
    const partial = errors > 0 && deployed > 0 && !this.options.rollbackOnError;
    return {
      status: errors === 0 ? "Succeeded" : partial ? "SucceededPartial" : "Failed",
      componentFailures: this.messages.failures,
      componentSuccesses: this.messages.successes,
      numberComponentErrors: errors,
      numberComponentsDeployed: deployed,
      numberComponentsTotal: deployed + errors,
      numberFiles,
      ...(this.#retrieved === undefined ? {} : { retrieved: this.#retrieved }),
    };
  }

  /** Reads back what the packages name, unless something failed. */
  retrieve(callVersion: number): void {
    if (this.messages.failures.length > 0) return;
    const types = this.#manifests.flatMap((manifest) => manifest.types);
    const apiVersion = this.#manifests[0]?.apiVersion ?? callVersion;
    const { org, userId } = this.context;
    const { singlePackage } = this.options;
    const manifest = { types, apiVersion };
    this.#retrieved = runRetrieve(org, userId, {
      apiVersion,
      singlePackage,
      packageNames: [],
      specificFiles: [],
      manifest,
    });
  }

  package(folder: PackageFolder, callVersion: number): void {
    const manifest = this.#manifest(folder, manifestName);
    if (!manifest) return;
    this.#manifests.push(manifest);
    const apiVersion = manifest.apiVersion ?? callVersion;
    this.messages.addManifest(manifestName, folder.root + manifestName);
    this.#destroy(folder, "destructiveChangesPre.xml");
    this.#destroy(folder, "destructiveChanges.xml");
    const written = this.#write(folder, manifest, apiVersion);
    this.#destroy(folder, "destructiveChangesPost.xml");
    for (const [type, fullNames] of written) type.finishDeploy?.(this.context, fullNames);
  }

  #manifest(folder: PackageFolder, name: string): PackageManifest | undefined {
    const text = folder.files.get(name);
    if (text === undefined) {
      this.messages.fail("", name, folder.root + name, `No ${name} found`);
      return undefined;
    }
    try {
      return readManifest(text);
    } catch (error) {
      if ((error as Error).name !== "XmlError") throw error;
      this.messages.fail("", name, folder.root + name, `Error parsing file: ${(error as XmlError).message}`);
      return undefined;
    }
  }

  #write(folder: PackageFolder, manifest: PackageManifest, apiVersion: number): ReadonlyMap<MetadataType, string[]> {
    const unclaimed = new Set([...folder.files.keys()].filter((path) => path.includes("/")));
    for (const { name, members } of manifest.types) {
      const type = this.#manifestType(name, members, manifestName, apiVersion);
      if (!type) for (const member of members) unclaimed.delete(filePathOfUnknown(folder, member) ?? "");
    }
    const written = new Map<MetadataType, string[]>();
    for (const type of metadataTypes) {
      if (type.schema.since > apiVersion) continue;
      const paths = filesOf(folder, type);
      for (const fullName of namedMembers(manifest, type.schema.name, [...paths.keys()])) {
        const path = [...paths].find(([name]) => sameName(name, fullName))?.[1];
        if (path === undefined) {
          this.messages.fail("", fullName, folder.root + manifestName, missingFile(fullName, type.schema.name));
          continue;
        }
        unclaimed.delete(path);
        const step = this.#writeStep(type, fullName, folder.root + path, folder.files.get(path) ?? "", apiVersion);
        if (this.messages.step(step)) written.set(type, [...(written.get(type) ?? []), fullName]);
      }
    }
    for (const path of unclaimed) {
      const fullName = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
      this.messages.warn("", fullName, folder.root + path, "Not in package.xml");
    }
    return written;
  }

  #writeStep(type: MetadataType, fullName: string, fileName: string, text: string, apiVersion: number): Step {
    const { context } = this;
    return {
      componentType: type.schema.recordName ?? type.schema.name,
      fullName: encodedFullName(type, fullName),
      fileName,
      run() {
        const refusal = componentWriteError(context, type);
        if (refusal) throw refusal;
        const given = readRecord(readXml(text), schemaIn(context.org, type), apiVersion);
        const result = type.write(context, fullName, given, { channel: "deploy", keepOmitted: false, apiVersion });
        const warning = result.warnings.length > 0 ? { problem: result.warnings.join("; ") } : {};
        return { id: result.id, created: result.created, changed: result.changed, ...warning };
      },
    };
  }

  #destroy(folder: PackageFolder, fileName: string): void {
    if (!folder.files.has(fileName)) return;
    const manifest = this.#manifest(folder, fileName);
    if (!manifest) return;
    for (const { name, members } of manifest.types)
      this.#manifestType(name, members, fileName, Number.POSITIVE_INFINITY);
    for (const type of [...metadataTypes].reverse()) {
      for (const fullName of namedMembers(manifest, type.schema.name, [])) this.#destroyOne(type, fullName, fileName);
    }
  }

  #destroyOne(type: MetadataType, fullName: string, fileName: string): void {
    const { context } = this;
    const id = type.find(context.org, decodedFileName(fullName))?.id;
    if (id === undefined) {
      this.messages.warn(type.schema.name, fileName, fileName, `No ${type.schema.name} named: ${fullName} found`);
      return;
    }
    this.messages.step({
      componentType: type.schema.name,
      fullName,
      fileName,
      run() {
        const refusal = componentWriteError(context, type);
        if (refusal) throw refusal;
        type.remove(context, decodedFileName(fullName));
        return { id, changed: true, deleted: true };
      },
    });
  }

  /** The type a manifest names; says so when the local org does not have it, or not in this version. */
  #manifestType(
    name: string,
    members: readonly string[],
    fileName: string,
    apiVersion: number,
  ): MetadataType | undefined {
    const type = metadataTypeNamed(name);
    if (type && type.schema.since <= apiVersion) return type;
    if (type) this.messages.fail("", fileName, fileName, `Unknown type name '${name}' specified in ${fileName}`);
    else
      for (const member of members)
        this.messages.fail(name, member, fileName, `The local org does not have metadata of type ${name}`);
    return undefined;
  }
}
