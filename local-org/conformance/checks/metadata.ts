/** The calls of the Metadata API, and permission sets and profiles as metadata. */
import { deleteApp, types } from "../apps.ts";
import { type Asker, removed } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, expectThat } from "../expectation.ts";
import type { Json } from "../http.ts";
import {
  type DeployResult,
  type Files,
  faultOf,
  fileOf,
  listOf,
  manifestOf,
  namespace,
  soapBody,
} from "../metadata.ts";

const apps: readonly Kind[] = ["external client apps"];
const sets: readonly Kind[] = ["permission sets"];
const profiles: readonly Kind[] = ["profiles"];

const goodApplication = "<contactEmail>conformance@example.com</contactEmail><label>Conformance</label>";

const application = (fullName: string, elements = goodApplication) =>
  `<metadata xsi:type="${types.application}"><fullName>${fullName}</fullName>${elements}</metadata>`;

/** Results of a CRUD call over applications, which are deleted in the end. */
async function write(asker: Asker, call: string, names: string[], metadata: string, header = ""): Promise<Json[]> {
  for (const name of names) asker.later(() => deleteApp(asker, name));
  return listOf((await asker.metadata.call(`<${call}>${metadata}</${call}>`, { header })).result);
}

const calls: readonly Check[] = [
  {
    id: "metadata.request-tolerance",
    async ask({ metadata }) {
      for (const version of ["<asOfVersion>67.0</asOfVersion>", "<apiVersion>67.0</apiVersion>"]) {
        const { result } = await metadata.call(`<describeMetadata>${version}</describeMetadata>`);
        expectThat(listOf(result?.metadataObjects).length > 0, "a list of types", result);
      }
    },
  },
  {
    id: "metadata.unknown-operation",
    async ask({ metadata }) {
      const answer = await metadata.post("<doNothing/>");
      expectLike(answer.status, 500);
      expectLike(faultOf(answer), new RegExp(`No operation available for request \\{${namespace}\\}doNothing`));
    },
  },
  {
    id: "metadata.session",
    async ask({ metadata }) {
      const answer = await metadata.post("<describeMetadata/>", { sessionId: "nonsense" });
      expectLike(answer.status, 500);
      expectLike(faultOf(answer), "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session");
      expectLike(soapBody(answer.text)?.Fault, { faultcode: "sf:INVALID_SESSION_ID", detail: undefined });
    },
  },
  {
    id: "safety.soap-fault",
    async ask({ metadata }) {
      const unknownId = "<checkDeployStatus><asyncProcessId>0Af000000000000AAA</asyncProcessId></checkDeployStatus>";
      const names = Array.from({ length: 11 }, () => "<fullNames>Admin</fullNames>").join("");
      for (const call of [unknownId, `<readMetadata><type>Profile</type>${names}</readMetadata>`]) {
        const answer = await metadata.post(call);
        expectLike(answer.status, 500);
        expectLike(faultOf(answer), /^[A-Z][A-Z_]+: /);
      }
    },
  },
  {
    id: "metadata.permission",
    makes: ["users", "permission sets", "external client apps"],
    async ask({ metadata }, fixtures) {
      const sessionId = await (await fixtures.login()).token();
      const answer = await metadata.post("<describeMetadata/>", { sessionId });
      expectLike(faultOf(answer), /^INSUFFICIENT_ACCESS: .*(ModifyMetadata|ModifyAllData)/);
    },
  },
  {
    id: "metadata.api-version",
    async ask({ metadata }) {
      for (const version of ["v67.0", "999.0", "67"])
        expectLike(
          faultOf(await metadata.post("<describeMetadata/>", { version })),
          "UNSUPPORTED_API_VERSION: Invalid Api version specified on URL",
        );
    },
  },
  {
    id: "metadata.read-missing",
    async ask(asker) {
      const names = `<fullNames>Admin</fullNames><fullNames>${asker.name()}</fullNames>`;
      const { result } = await asker.metadata.call(`<readMetadata><type>Profile</type>${names}</readMetadata>`);
      expectLike(result.records, [{ fullName: "Admin" }, { fullName: undefined, "@_nil": "true" }]);
    },
  },
  {
    id: "metadata.list",
    async ask({ metadata }) {
      const list = async (type: string, version: string) =>
        metadata.call(
          `<listMetadata><queries><type>${type}</type></queries><asOfVersion>${version}</asOfVersion></listMetadata>`,
          {
            version,
          },
        );
      const profiles = listOf((await list("Profile", "67.0")).result);
      expectThat(
        profiles.some(({ fullName, type }) => fullName === "Admin" && type === "Profile"),
        "Admin among the profiles",
        profiles.length,
      );
      const older = "<listMetadata><queries><type>ExternalClientApplication</type></queries></listMetadata>";
      expectLike(faultOf(await metadata.post(older, { version: "58.0" })), /^INVALID_TYPE: /);
    },
  },
  {
    id: "metadata.list-unknown-type",
    async ask({ metadata }) {
      const call = "<listMetadata><queries><type>NoSuchThing</type></queries></listMetadata>";
      expectLike(faultOf(await metadata.post(call)), "INVALID_TYPE: Unknown type:NoSuchThing");
    },
  },
  {
    id: "safety.xml-characters",
    async ask({ metadata }) {
      for (const text of ["\u0001", "&#1;"]) {
        const set = `<metadata xsi:type="PermissionSet"><fullName>Conf_Characters</fullName><label>a${text}</label></metadata>`;
        const { status, text: fault } = await metadata.post(`<createMetadata>${set}</createMetadata>`);
        expectThat(status === 500 && /invalid XML character/.test(fault), "a fault about the character", fault);
      }
    },
  },
  {
    id: "metadata.describe",
    async ask({ metadata }) {
      const { result } = await metadata.call("<describeMetadata><asOfVersion>67.0</asOfVersion></describeMetadata>");
      const app = listOf(result.metadataObjects).find(({ xmlName }) => xmlName === types.application);
      expectLike(app, { directoryName: "externalClientApps", suffix: "eca", inFolder: "false", metaFile: "false" });
    },
  },
  {
    id: "metadata.record-limit",
    async ask(asker) {
      const read = (length: number) => {
        const names = Array.from({ length }, () => `<fullNames>${asker.name()}</fullNames>`).join("");
        return asker.metadata.post(`<readMetadata><type>Profile</type>${names}</readMetadata>`);
      };
      expectLike((await read(10)).status, 200);
      expectLike(
        faultOf(await read(11)),
        "EXCEEDED_ID_LIMIT: record limit reached. cannot submit more than 10 records in this operation",
      );
    },
  },
  {
    id: "metadata.all-or-none",
    makes: apps,
    async ask(asker) {
      const [good, bad] = [asker.name(), asker.name()];
      const both = `${application(good)}${application(bad, "<label>B</label>")}`;
      const header = "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>";
      const together = await write(asker, "createMetadata", [good], both, header);
      expectLike(together, [
        { success: "false", errors: { statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK" } },
        { success: "false" },
      ]);
      expectLike(await asker.metadata.read(types.application, good), undefined);
      expectLike(await write(asker, "createMetadata", [], both), [{ success: "true" }, { success: "false" }]);
    },
  },
  {
    id: "metadata.create-existing",
    makes: apps,
    async ask(asker) {
      const name = asker.name();
      expectLike(await write(asker, "createMetadata", [name], application(name)), [{ success: "true" }]);
      expectLike(await write(asker, "createMetadata", [], application(name)), [
        { success: "false", errors: { statusCode: "DUPLICATE_DEVELOPER_NAME" } },
      ]);
    },
  },
  {
    id: "metadata.crud-missing",
    async ask(asker) {
      const name = asker.name();
      const missing = [
        {
          success: "false",
          errors: { statusCode: "INVALID_CROSS_REFERENCE_KEY", message: new RegExp(`no.*named.*${name}.*found`) },
        },
      ];
      expectLike(await write(asker, "updateMetadata", [], application(name)), missing);
      const names = `<type>${types.application}</type><fullNames>${name}</fullNames>`;
      expectLike(await write(asker, "deleteMetadata", [], names), missing);
    },
  },
  {
    id: "metadata.upsert",
    makes: apps,
    async ask(asker) {
      const name = asker.name();
      const described = application(
        name,
        `${goodApplication.replace("<label>", "<description>d</description><label>")}`,
      );
      const upsert = (names: string[], text: string) => write(asker, "upsertMetadata", names, text);
      expectLike(await upsert([name], described), [{ created: "true", success: "true" }]);
      expectLike(await upsert([], application(name)), [{ created: "false", success: "true" }]);
      expectLike(await asker.metadata.read(types.application, name), { label: "Conformance", description: undefined });
    },
  },
  {
    id: "metadata.rename",
    makes: sets,
    async ask(asker) {
      const [before, after] = [asker.name(), asker.name()];
      await asker.create("PermissionSet", { Name: before, Label: before });
      const names = `<type>PermissionSet</type><oldFullName>${before}</oldFullName><newFullName>${after}</newFullName>`;
      const { result } = await asker.metadata.call(`<renameMetadata>${names}</renameMetadata>`);
      expectLike(result, { fullName: after, success: "true" });
      expectLike((await asker.api.records(`SELECT Id FROM PermissionSet WHERE Name = '${after}'`)).length, 1);
    },
  },
  {
    id: "metadata.rename-standard-profile",
    async ask(asker) {
      const names = `<type>Profile</type><oldFullName>Admin</oldFullName><newFullName>Admin</newFullName>`;
      const { result } = await asker.metadata.call(
        `<renameMetadata>${names.replace(/Admin<\/new/, `${asker.name()}</new`)}</renameMetadata>`,
      );
      expectLike(result, { success: "false", errors: { message: /Cannot rename standard profile/ } });
    },
  },
  {
    id: "metadata.describe-value-type",
    async ask({ metadata }) {
      const type = `<type>{${namespace}}${types.application}</type>`;
      const { result } = await metadata.call(`<describeValueType>${type}</describeValueType>`);
      const fields = listOf(result.valueTypeFields).map(({ name }) => name);
      expectThat(fields.includes("contactEmail") && fields.includes("label"), "contactEmail and label", fields);
    },
  },
];

const permission = (name: string, enabled = true) =>
  `<userPermissions><enabled>${enabled}</enabled><name>${name}</name></userPermissions>`;

function componentFiles(asker: Asker, type: "PermissionSet" | "Profile", name: string, elements: string): Files {
  const path = type === "Profile" ? `profiles/${name}.profile` : `permissionsets/${name}.permissionset`;
  return {
    "package.xml": manifestOf({ [type]: [name] }, asker.target.apiVersion),
    [path]: fileOf(type, elements),
  };
}

/** Deploys a permission set or profile that is deleted in the end. */
async function deploy(
  asker: Asker,
  type: "PermissionSet" | "Profile",
  name: string,
  elements: string,
): Promise<DeployResult> {
  asker.later(async () => {
    for (const { Id } of await asker.api.records(`SELECT Id FROM ${type} WHERE Name = '${name}'`))
      await removed(asker.api, type, Id);
  });
  return asker.metadata.deploy(componentFiles(asker, type, name, elements));
}

/** A rule about elements that a deploy refuses. */
function refused(id: string, type: "PermissionSet" | "Profile", elements: string, problem: RegExp): Check {
  return {
    id,
    async ask(asker) {
      const { status, failures } = await deploy(asker, type, asker.name(), elements);
      expectLike({ status, problem: failures[0]?.problem }, { status: "Failed", problem });
    },
  };
}

const permissionNames = (record: Json): string[] =>
  listOf(record?.userPermissions)
    .filter(({ enabled }) => enabled === "true")
    .map(({ name }) => name)
    .sort();

const integration = "<custom>true</custom><userLicense>Salesforce Integration</userLicense>";

const components: readonly Check[] = [
  {
    id: "metadata.permission-set-replaces",
    makes: sets,
    async ask(asker) {
      const name = asker.name();
      const label = `<label>${name}</label>`;
      const both = `${label}${permission("ApexRestServices")}${permission("ApiEnabled")}`;
      expectLike((await deploy(asker, "PermissionSet", name, both)).status, "Succeeded");
      const read = async () => permissionNames(await asker.metadata.read("PermissionSet", name));
      expectLike(await read(), ["ApexRestServices", "ApiEnabled"]);
      const one = componentFiles(asker, "PermissionSet", name, `${label}${permission("ApiEnabled")}`);
      expectLike((await asker.metadata.deploy(one)).status, "Succeeded");
      expectLike(await read(), ["ApiEnabled"]);
    },
  },
  {
    id: "metadata.profile-overlays",
    makes: profiles,
    async ask(asker) {
      const name = asker.name();
      const first = `${integration}${permission("ApexRestServices")}${permission("ApiEnabled")}`;
      expectLike((await deploy(asker, "Profile", name, first)).status, "Succeeded");
      const second = componentFiles(asker, "Profile", name, permission("ApiEnabled", false));
      expectLike((await asker.metadata.deploy(second)).status, "Succeeded");
      expectLike(permissionNames(await asker.metadata.read("Profile", name)), ["ApexRestServices"]);
    },
  },
  {
    id: "metadata.profile-new-content",
    makes: profiles,
    async ask(asker) {
      const name = asker.name();
      expectLike((await deploy(asker, "Profile", name, integration)).status, "Succeeded");
      expectLike(permissionNames(await asker.metadata.read("Profile", name)), []);
      const salesforce = asker.name();
      const elements = "<custom>true</custom><userLicense>Salesforce</userLicense>";
      expectLike((await deploy(asker, "Profile", salesforce, elements)).status, "Succeeded");
      expectLike(
        permissionNames(await asker.metadata.read("Profile", salesforce)),
        permissionNames(await asker.metadata.read("Profile", "Minimum Access - Salesforce")),
      );
    },
  },
  {
    id: "metadata.profile-names",
    makes: profiles,
    async ask(asker) {
      expectLike(await asker.metadata.read("Profile", "Admin"), { custom: "false", userLicense: "Salesforce" });
      const name = asker.name();
      const { status } = await deploy(asker, "Profile", `${name}%3A More`, integration);
      expectLike(status, "Succeeded");
      const { Id } = await asker.api.one(`SELECT Id FROM Profile WHERE Name = '${name}: More'`);
      asker.later(() => removed(asker.api, "Profile", Id));
    },
  },
  refused(
    "metadata.unknown-user-permission",
    "PermissionSet",
    `<label>L</label>${permission("NobodyKnows")}`,
    /^Unknown user permission: NobodyKnows$/,
  ),
  refused(
    "metadata.missing-reference",
    "PermissionSet",
    "<classAccesses><apexClass>NobodyKnows</apexClass><enabled>true</enabled></classAccesses><label>L</label>",
    /apexClass - no ApexClass named NobodyKnows found/,
  ),
  refused(
    "metadata.missing-licence",
    "Profile",
    "<custom>true</custom><userLicense>NobodyKnows</userLicense>",
    /no UserLicense named NobodyKnows found/,
  ),
];

export const metadataChecks: readonly Check[] = [...calls, ...components];
