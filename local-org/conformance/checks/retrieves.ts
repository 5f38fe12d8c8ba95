/** Retrieves. */
import { setTimeout as pause } from "node:timers/promises";
import { strFromU8, unzipSync } from "fflate";
import { newApp, types } from "../apps.ts";
import type { Asker } from "../asker.ts";
import type { Check } from "../check.ts";
import { expectLike, expectThat, Unaskable } from "../expectation.ts";
import { integrationProfileName } from "../fixtures.ts";
import type { Json } from "../http.ts";
import { listOf } from "../metadata.ts";

interface Retrieved {
  /** The result as it came, without the zip. */
  result: Json;
  /** Path to text. */
  files: { [path: string]: string };
}

interface Request {
  members?: { [type: string]: string[] };
  version?: string;
  /** More elements of the request. */
  more?: string;
  singlePackage?: boolean;
}

/** Starts a retrieve and gives back its id. */
async function start({ metadata, target }: Asker, request: Request): Promise<string> {
  const { members = {}, version = target.apiVersion, more = "", singlePackage = false } = request;
  const types = Object.entries(members).map(
    ([type, names]) =>
      `<types>${names.map((name) => `<members>${name}</members>`).join("")}<name>${type}</name></types>`,
  );
  const unpackaged = `<unpackaged>${types.join("")}<version>${version}</version></unpackaged>`;
  const body = `<apiVersion>${target.apiVersion}</apiVersion><singlePackage>${singlePackage}</singlePackage>${more}${unpackaged}`;
  const { result } = await metadata.call(`<retrieve><retrieveRequest>${body}</retrieveRequest></retrieve>`);
  return result.id;
}

/** The result of a retrieve that has ended; its zip stays where it is. */
async function ended({ metadata }: Asker, id: string): Promise<Json> {
  for (let wait = 30; wait < 600_000; wait *= 1.5) {
    const { result } = await metadata.call(check(id, false));
    if (result.done === "true") return result;
    await pause(Math.min(wait, 3_000));
  }
  throw new Unaskable(`The retrieve ${id} does not end.`);
}

const check = (id: string, includeZip: boolean) =>
  `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId><includeZip>${includeZip}</includeZip></checkRetrieveStatus>`;

async function retrieve(asker: Asker, request: Request): Promise<Retrieved> {
  const id = await start(asker, request);
  const result = await ended(asker, id);
  if (result.success !== "true") return { result, files: {} };
  const { result: whole } = await asker.metadata.call(check(id, true));
  const zip = unzipSync(Buffer.from(whole.zipFile, "base64"));
  return { result, files: Object.fromEntries(Object.entries(zip).map(([path, data]) => [path, strFromU8(data)])) };
}

async function newSet(asker: Asker): Promise<string> {
  const name = asker.name();
  await asker.create("PermissionSet", { Name: name, Label: name, PermissionsApiEnabled: true });
  return name;
}

export const retrieveChecks: readonly Check[] = [
  {
    id: "retrieve.asynchronous",
    async ask(asker) {
      const id = await start(asker, { members: { Profile: ["Admin"] } });
      expectLike(id, /^09S\w{15}$/);
      expectLike((await ended(asker, id)).status, "Succeeded");
      const { result } = await asker.metadata.call(`<checkStatus><asyncProcessId>${id}</asyncProcessId></checkStatus>`);
      expectLike(result, { done: "true", state: "Completed" });
    },
  },
  {
    id: "retrieve.manifest",
    makes: ["permission sets"],
    async ask(asker) {
      const name = await newSet(asker);
      const { files } = await retrieve(asker, { members: { PermissionSet: [name] } });
      expectLike(Object.keys(files).toSorted(), [
        "unpackaged/package.xml",
        `unpackaged/permissionsets/${name}.permissionset`,
      ]);
      expectLike(files["unpackaged/package.xml"], new RegExp(`<members>${name}</members>`));
    },
  },
  {
    id: "retrieve.wildcard",
    makes: ["external client apps"],
    async ask(asker) {
      const app = await newApp(asker);
      const { files } = await retrieve(asker, { members: { [types.application]: ["*"] } });
      expectThat(`unpackaged/externalClientApps/${app}.eca` in files, `${app} among the files`, Object.keys(files));
      expectLike(files["unpackaged/package.xml"]?.includes("<members>*</members>"), false);
    },
  },
  {
    id: "retrieve.file-form",
    makes: ["external client apps"],
    async ask(asker) {
      const app = await newApp(asker);
      const { files } = await retrieve(asker, { members: { [types.application]: [app] } });
      const text = files[`unpackaged/externalClientApps/${app}.eca`] ?? "";
      expectLike(text, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<ExternalClientApplication xmlns="[^"]+">\n {4}<c/);
      const elements = [...text.matchAll(/^ {4}<(\w+)>/gm)].map(([, name]) => name);
      expectLike(elements, elements.toSorted());
      expectLike(elements.includes("fullName"), false);
    },
  },
  {
    id: "retrieve.manifest-version",
    makes: ["external client apps"],
    async ask(asker) {
      const app = await newApp(asker);
      const members = { [types.globalSettings]: [`${app}_glbloauth`], [types.application]: [app] };
      const { files } = await retrieve(asker, { members, version: "65.0" });
      expectLike(files["unpackaged/package.xml"], /<version>65\.0<\/version>/);
    },
  },
  {
    id: "retrieve.missing-member",
    async ask(asker) {
      const name = asker.name();
      const { result } = await retrieve(asker, { members: { PermissionSet: [name] } });
      expectLike(result, { status: "Succeeded", success: "true" });
      expectLike(listOf(result.messages), [
        {
          fileName: "unpackaged/package.xml",
          problem: `Entity of type 'PermissionSet' named '${name}' cannot be found`,
        },
      ]);
    },
  },
  {
    id: "retrieve.missing-package",
    async ask(asker) {
      const name = asker.name();
      const { result } = await retrieve(asker, { more: `<packageNames>${name}</packageNames>` });
      expectLike(result, {
        status: "Failed",
        success: "false",
        errorStatusCode: "UNKNOWN_EXCEPTION",
        errorMessage: `INVALID_CROSS_REFERENCE_KEY: No package named '${name}' found`,
      });
    },
  },
  {
    id: "retrieve.single-package",
    makes: ["permission sets"],
    async ask(asker) {
      const name = await newSet(asker);
      const { files } = await retrieve(asker, { members: { PermissionSet: [name] }, singlePackage: true });
      expectLike(Object.keys(files).toSorted(), ["package.xml", `permissionsets/${name}.permissionset`]);
    },
  },
  {
    id: "retrieve.specific-files",
    makes: ["permission sets"],
    async ask(asker) {
      const name = await newSet(asker);
      const asked = (file: string) =>
        retrieve(asker, {
          more: `<specificFiles>permissionsets/${file}.permissionset</specificFiles>`,
          singlePackage: true,
        });
      const { files } = await asked(name);
      expectLike(Object.keys(files).toSorted(), ["package.xml", `permissionsets/${name}.permissionset`]);
      const missing = asker.name();
      expectLike((await asked(missing)).result, {
        status: "Failed",
        errorMessage: `INVALID_CROSS_REFERENCE_KEY: In field: specific ids - no PermissionSet named ${missing} found`,
      });
    },
  },
  {
    id: "retrieve.zip-once",
    async ask(asker) {
      const id = await start(asker, { members: { Profile: ["Admin"] } });
      expectLike((await ended(asker, id)).zipFile, { "@_nil": "true" });
      const first = await asker.metadata.call(check(id, true));
      expectLike(first.result.zipFile, /^UEsD/);
      const second = await asker.metadata.call(check(id, true));
      expectLike(second.result.zipFile, { "@_nil": "true" });
    },
  },
  {
    id: "retrieve.permission-set-whole",
    makes: ["permission sets"],
    async ask(asker) {
      const [apexClass] = await asker.api.records("SELECT Id FROM ApexClass LIMIT 1");
      if (apexClass === undefined) throw new Unaskable("The org has no Apex class.");
      const name = asker.name();
      const ParentId = await asker.create("PermissionSet", { Name: name, Label: name, PermissionsApiEnabled: true });
      await asker.create("SetupEntityAccess", { ParentId, SetupEntityId: apexClass.Id });
      const { files } = await retrieve(asker, { members: { PermissionSet: [name] } });
      expectLike(
        files[`unpackaged/permissionsets/${name}.permissionset`],
        /<classAccesses>[\s\S]*<userPermissions>[\s\S]*ApiEnabled/,
      );
    },
  },
  {
    id: "retrieve.profile-by-manifest",
    async ask(asker) {
      const [apexClass] = await asker.api.records("SELECT Name, NamespacePrefix FROM ApexClass LIMIT 1");
      if (apexClass === undefined) throw new Unaskable("The org has no Apex class.");
      const fullName = [apexClass.NamespacePrefix, apexClass.Name].filter((part) => part !== null).join("__");
      const path = `unpackaged/profiles/${integrationProfileName}.profile`;
      const alone = await retrieve(asker, { members: { Profile: [integrationProfileName] } });
      expectLike(alone.files[path]?.includes("<name>ApiEnabled</name>"), true);
      expectLike(alone.files[path]?.includes("<classAccesses>"), false);
      const both = await retrieve(asker, { members: { ApexClass: [fullName], Profile: [integrationProfileName] } });
      expectLike(both.files[path], new RegExp(`<apexClass>${fullName}</apexClass>\\s*<enabled>(true|false)</enabled>`));
    },
  },
];
