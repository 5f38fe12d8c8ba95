/** What ordinary clients use besides: the SOAP calls for records, the Tooling API, credentials of apps, old versions. */
import { deflateSync, gzipSync } from "node:zlib";
import { errorOf } from "../api.ts";
import { newApp } from "../apps.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, expectThat, Unaskable } from "../expectation.ts";
import { type Json, send } from "../http.ts";
import { faultOf, listOf, soapBody } from "../metadata.ts";
import { soap, soapResult } from "../partner.ts";

const accountKinds: readonly Kind[] = ["accounts"];

const query = (soql: string) => `<query><queryString>${soql}</queryString></query>`;

const account = (fields: string) => `<sObjects><type>Account</type>${fields}</sObjects>`;

const soapChecks: readonly Check[] = [
  {
    id: "partner.query",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      const id = await asker.create("Account", { Name });
      const result = await soapResult(asker, query(`SELECT Id, Name, Phone FROM Account WHERE Name = '${Name}'`));
      expectLike(result, { done: "true", size: "1", queryLocator: { "@_nil": "true" } });
      expectLike(result.records, { type: "Account", Id: [id, id], Name, Phone: { "@_nil": "true" } });
      const without = await soapResult(asker, query(`SELECT Name FROM Account WHERE Name = '${Name}'`));
      expectLike(without.records, { type: "Account", Id: { "@_nil": "true" }, Name });
    },
  },
  {
    id: "partner.query-more",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      for (const count of [200, 10]) {
        const records = Array.from({ length: count }, () => ({ attributes: { type: "Account" }, Name }));
        const { body } = await asker.api.call("POST", "/composite/sobjects", { records });
        const ids = body.map(({ id }: Json) => id).join(",");
        asker.later(() => asker.api.call("DELETE", `/composite/sobjects?ids=${ids}`));
      }
      const options = "<QueryOptions><batchSize>200</batchSize></QueryOptions>";
      const first = await soapResult(asker, query(`SELECT Id FROM Account WHERE Name = '${Name}'`), options);
      expectLike(first, { done: "false", size: "210" });
      expectLike(listOf(first.records).length, 200);
      const more = `<queryMore><queryLocator>${first.queryLocator}</queryLocator></queryMore>`;
      const second = await soapResult(asker, more, options);
      expectLike(second, { done: "true", size: "210" });
      expectLike(listOf(second.records).length, 10);
    },
  },
  {
    id: "partner.save",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      const created = await soapResult(asker, `<create>${account(`<Name>${Name}</Name><Phone>1</Phone>`)}</create>`);
      expectLike(created, { id: /^001\w{15}$/, success: "true" });
      asker.later(() => asker.api.call("DELETE", `/sobjects/Account/${created.id}`));
      const change = account(`<fieldsToNull>Phone</fieldsToNull><Id>${created.id}</Id>`);
      const updated = await soapResult(asker, `<update>${change}${account("<Name>x</Name>")}</update>`);
      expectLike(updated, [
        { id: created.id, success: "true" },
        { success: "false", errors: { statusCode: /./ } },
      ]);
      expectLike(await asker.api.one(`SELECT Phone FROM Account WHERE Id = '${created.id}'`), { Phone: null });
      const allOrNone = "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>";
      const both = `<create>${account(`<Name>${Name}</Name>`)}${account("")}</create>`;
      expectLike(await soapResult(asker, both, allOrNone), [
        { success: "false", errors: { statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK" } },
        { success: "false", errors: { statusCode: "REQUIRED_FIELD_MISSING" } },
      ]);
      const removed = await soapResult(asker, `<delete><ids>${created.id}</ids></delete>`);
      expectLike(removed, { id: created.id, success: "true" });
    },
  },
  {
    id: "partner.malformed-id",
    async ask(asker) {
      const refused = await soapResult(asker, "<delete><ids>invalidId000000</ids></delete>");
      const errors = { statusCode: "MALFORMED_ID", message: "bad id invalidId000000" };
      expectLike(refused, { success: "false", errors });
    },
  },
  {
    id: "partner.upsert",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      const by = (fields: string) => `<upsert><externalIDFieldName>Id</externalIDFieldName>${account(fields)}</upsert>`;
      const made = await soapResult(asker, by(`<Name>${Name}</Name>`));
      expectLike(made, { created: "true", id: /^001\w{15}$/, success: "true" });
      asker.later(() => asker.api.call("DELETE", `/sobjects/Account/${made.id}`));
      const changed = await soapResult(asker, by(`<Id>${made.id}</Id><Phone>1</Phone>`));
      expectLike(changed, { created: "false", id: made.id, success: "true" });
      expectLike(await asker.api.one(`SELECT Name, Phone FROM Account WHERE Id = '${made.id}'`), { Name, Phone: "1" });
    },
  },
  {
    id: "partner.retrieve",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      const [gone, id] = [await asker.create("Account", { Name }), await asker.create("Account", { Name })];
      await asker.api.call("DELETE", `/sobjects/Account/${gone}`);
      const ids = `<ids>${gone}</ids><ids>${id}</ids>`;
      const retrieve = `<retrieve><fieldList>Id,Name</fieldList><sObjectType>Account</sObjectType>${ids}</retrieve>`;
      expectLike(await soapResult(asker, retrieve), [{ "@_nil": "true" }, { type: "Account", Id: [id, id], Name }]);
    },
  },
  {
    id: "partner.user-info",
    async ask(asker) {
      const organization = await asker.api.one("SELECT Id FROM Organization");
      const info = await soapResult(asker, "<getUserInfo/>");
      expectLike(info, { organizationId: organization.Id, userId: /^005\w{15}$/ });
      const { Username } = await asker.api.one(`SELECT Username FROM User WHERE Id = '${info.userId}'`);
      expectLike(info.userName, Username);
    },
  },
  {
    id: "partner.describe",
    async ask(asker) {
      const described = await soapResult(
        asker,
        "<describeSObjects><sObjectType>Account</sObjectType></describeSObjects>",
      );
      expectLike(described, { name: "Account", keyPrefix: "001", createable: "true" });
      const global = await soapResult(asker, "<describeGlobal/>");
      expectLike(global, { encoding: "UTF-8", maxBatchSize: "200" });
      const order = Object.keys(global).filter((name) => !name.startsWith("@"));
      expectLike(order, ["encoding", "maxBatchSize", "sobjects"]);
    },
  },
  {
    id: "partner.fault",
    async ask(asker) {
      const answer = await soap(asker, query("SELECT Nothing FROM Account"));
      expectLike(answer.status, 500);
      const fault = soapBody(answer.text)?.Fault;
      expectLike(fault, { faultcode: "sf:INVALID_FIELD", faultstring: /^INVALID_FIELD: / });
      expectLike(fault.detail?.InvalidFieldFault, { exceptionCode: "INVALID_FIELD", row: "1", column: "8" });
    },
  },
  {
    id: "partner.session",
    async ask(asker) {
      const answer = await soap(asker, "<getUserInfo/>", "", "nonsense");
      expectLike(answer.status, 500);
      expectLike(soapBody(answer.text)?.Fault?.faultcode, "sf:INVALID_SESSION_ID");
    },
  },
  {
    id: "partner.logout",
    makes: ["users", "permission sets", "external client apps"],
    async ask(asker, fixtures) {
      const token = await (await fixtures.login()).token();
      expectLike((await soap(asker, "<logout/>", "", token)).status, 200);
      expectLike(faultOf(await soap(asker, "<getUserInfo/>", "", token)), /^INVALID_SESSION_ID/);
    },
  },
];

const tooling = ({ api }: Asker, soql: string) => api.call("GET", `/tooling/query?q=${encodeURIComponent(soql)}`);

const toolingChecks: readonly Check[] = [
  {
    id: "tooling.query",
    async ask(asker) {
      const { status, body } = await tooling(asker, "SELECT Id, Name FROM ApexClass LIMIT 1");
      expectLike(status, 200);
      if (body.size === 0) throw new Unaskable("The org has no Apex class.");
      const keys = ["size", "totalSize", "done", "queryLocator", "entityTypeName", "records"];
      expectLike(Object.keys(body), keys);
      expectLike(body, {
        size: 1,
        done: true,
        queryLocator: null,
        entityTypeName: "ApexClass",
        records: [{ attributes: { type: "ApexClass", url: /\/tooling\/sobjects\/ApexClass\/01p\w{15}$/ } }],
      });
    },
  },
  {
    id: "tooling.own-objects",
    async ask(asker) {
      expectLike(errorOf(await tooling(asker, "SELECT Id FROM Account")), { status: 400, errorCode: "INVALID_TYPE" });
    },
  },
  {
    id: "tooling.external-client-apps",
    async ask(asker) {
      const answer = await tooling(asker, "SELECT Id FROM ExtlClntAppOauthPlcyCnfg");
      expectLike(errorOf(answer), { status: 400, errorCode: "INVALID_TYPE" });
    },
  },
];

const queryFormChecks: readonly Check[] = [
  {
    id: "tooling.no-source-tracking",
    async ask({ api }) {
      const answer = await api.call("GET", "/tooling/sobjects/SourceMember/describe");
      if (answer.status === 200) throw new Unaskable("This org tracks sources.");
      expectLike(errorOf(answer), {
        status: 404,
        errorCode: "NOT_FOUND",
        message: "The requested resource does not exist",
      });
    },
  },
  {
    id: "query.columns",
    async ask({ api }) {
      const soql = "SELECT Id, Owner.Name, (SELECT LastName FROM Contacts) FROM Account";
      const { body } = await api.call("GET", `/query?q=${encodeURIComponent(soql)}&columns=true`);
      expectLike(body, {
        entityName: "Account",
        columnMetadata: [
          { columnName: "Id", joinColumns: [] },
          { columnName: "Owner", joinColumns: [{ columnName: "Name" }] },
          { columnName: "Contacts", joinColumns: [{ columnName: "LastName" }] },
        ],
      });
    },
  },
  {
    id: "http.packed-requests",
    makes: accountKinds,
    async ask(asker) {
      const { target, api } = asker;
      for (const [encoding, pack] of [
        ["gzip", gzipSync],
        ["deflate", deflateSync],
      ] as const) {
        const answer = await send(`${target.instanceUrl}/services/data/v${target.apiVersion}/sobjects/Account`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${target.accessToken}`,
            "content-type": "application/json",
            "content-encoding": encoding,
          },
          body: new Uint8Array(pack(JSON.stringify({ Name: asker.name() }))),
        });
        expectLike(answer, { status: 201, body: { success: true } });
        asker.later(() => api.call("DELETE", `/sobjects/Account/${answer.body.id}`));
      }
    },
  },
  {
    id: "soql.fields-since",
    async ask({ api }) {
      const query = (version: string) =>
        api.call("GET", `//services/data/v${version}/query?q=SELECT+FIELDS(STANDARD)+FROM+Organization`);
      expectLike(errorOf(await query("50.0")), { status: 400, errorCode: "MALFORMED_QUERY" });
      expectLike(await query("51.0"), { status: 200, body: { totalSize: 1 } });
    },
  },
];

const settingsType = "ExternalClientAppSettings";

/** The org's settings of external client apps. */
async function settings({ metadata }: Asker): Promise<Json> {
  const read = await metadata.read(settingsType, "ExternalClientApp");
  if (read === undefined) throw new Unaskable("The settings of external client apps cannot be read.");
  return read;
}

const credentialChecks: readonly Check[] = [
  {
    id: "credentials.usage",
    async ask({ api }) {
      const { status, body } = await api.call("GET", "/apps/oauth/usage?page=0&pageSize=1");
      expectLike(status, 200);
      expectThat(Array.isArray(body?.apps) && body.apps.length <= 1, "a page with one app at most", body);
      expectLike(body.currentPageUrl, /\/apps\/oauth\/usage\?page=0&pageSize=1$/);
    },
  },
  {
    id: "credentials.org-setting",
    async ask(asker) {
      const { enableClientSecretInRestApiAccess: isOn } = await settings(asker);
      if (isOn === "true") throw new Unaskable("The org serves credentials; turning that off is not for a question.");
      const { Id } = await anyApp(asker);
      const answer = await asker.api.call("GET", `/apps/oauth/credentials/${Id}`);
      expectLike(errorOf(answer), { status: 403, errorCode: "FUNCTIONALITY_NOT_ENABLED" });
    },
    makes: ["external client apps"],
  },
  {
    id: "credentials.versions",
    async ask({ api }) {
      const status = async (version: string) =>
        (await api.call("GET", `//services/data/v${version}/apps/oauth/usage`)).status;
      expectLike([await status("58.0"), await status("59.0")], [404, 200]);
    },
  },
  {
    id: "credentials.settings",
    async ask(asker) {
      const before = await settings(asker);
      // A change that changes nothing: the flag as it is, and the others left out.
      const flag = `<enableClientSecretInRestApiAccess>${before.enableClientSecretInRestApiAccess}</enableClientSecretInRestApiAccess>`;
      const component = `<metadata xsi:type="${settingsType}"><fullName>ExternalClientApp</fullName>${flag}</metadata>`;
      const { result } = await asker.metadata.call(`<updateMetadata>${component}</updateMetadata>`);
      expectLike(result, { success: "true" });
      expectLike(await settings(asker), before);
    },
  },
];

/** An app with OAuth settings. */
async function anyApp(asker: Asker): Promise<{ Id: string }> {
  const app = await newApp(asker);
  return asker.api.one(`SELECT Id FROM ExternalClientApplication WHERE DeveloperName = '${app}'`);
}

const versionChecks: readonly Check[] = [
  {
    id: "http.leading-slashes",
    async ask({ target }) {
      const { status, body } = await send(`${target.instanceUrl}//services/data`);
      expectLike(status, 200);
      expectThat(Array.isArray(body) && body.length > 0, "a list of versions", body);
    },
  },
  {
    id: "versions.old",
    async ask({ api }) {
      const answer = await api.call("GET", "//services/data/v31.0/sobjects/User");
      expectLike(answer, { status: 200, body: { objectDescribe: { name: "User" } } });
    },
  },
  {
    id: "version.sobjects",
    async ask({ api }) {
      const query = (version: string) =>
        api.call("GET", `//services/data/v${version}/query?q=SELECT+Id+FROM+ExternalClientApplication+LIMIT+1`);
      expectLike(errorOf(await query("58.0")), { status: 400, errorCode: "INVALID_TYPE" });
      expectLike((await query("59.0")).status, 200);
    },
  },
  {
    id: "version.metadata",
    async ask({ metadata }) {
      const list = (type: string) => `<listMetadata><queries><type>${type}</type></queries></listMetadata>`;
      const policies = "ExtlClntAppConfigurablePolicies";
      expectLike(faultOf(await metadata.post(list(policies), { version: "59.0" })), /Cannot use: .* in this version/);
      expectLike((await metadata.post(list(policies), { version: "60.0" })).status, 200);
    },
  },
  {
    id: "org.developer-seats",
    async ask({ api }) {
      const { OrganizationType } = await api.one("SELECT OrganizationType FROM Organization");
      if (OrganizationType !== "Developer Edition") throw new Unaskable(`This org is of the ${OrganizationType}.`);
      const seats = await api.records("SELECT Name, TotalLicenses FROM UserLicense");
      const of = (name: string) => seats.find(({ Name }) => Name === name)?.TotalLicenses;
      expectLike([of("Salesforce Integration"), of("Salesforce"), of("Salesforce Platform")], [1, 4, 6]);
    },
  },
  {
    id: "org.package-absent",
    async ask({ api }) {
      const classes = await api.records("SELECT Id FROM ApexClass WHERE NamespacePrefix = 'cnxscv'");
      if (classes.length > 0) throw new Unaskable("The package is installed.");
      const answer = await api.call("POST", "//services/apexrest/cnxscv/voice/v1/createVoiceCall", {});
      expectLike(errorOf(answer), { status: 404, errorCode: "NOT_FOUND" });
    },
  },
];

export const clientChecks: readonly Check[] = [
  ...soapChecks,
  ...toolingChecks,
  ...queryFormChecks,
  ...credentialChecks,
  ...versionChecks,
];
