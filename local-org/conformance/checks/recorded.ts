/** What public recordings of real orgs' answers show. */
import { errorOf } from "../api.ts";
import { deployApp } from "../apps.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, expectThat, Unaskable } from "../expectation.ts";
import { integrationLicenceName } from "../fixtures.ts";
import { type Answer, type Json, send } from "../http.ts";
import { faultOf } from "../metadata.ts";
import { soap } from "../partner.ts";
import { requestToken } from "../target.ts";

const accountKinds: readonly Kind[] = ["accounts"];
const contactKinds: readonly Kind[] = ["contacts"];
const wholeSeconds = /:\d\d\.000(\+0000|Z)$/;

const describe = async ({ api }: Asker, type: string, version?: string): Promise<Json> => {
  const path = `/sobjects/${type}/describe`;
  const { status, body } = await api.call("GET", version === undefined ? path : `//services/data/v${version}${path}`);
  if (status !== 200) throw new Unaskable(`The describe of ${type} answered ${status}.`);
  return body;
};

/** The fields of a describe by name. */
const fieldsOf = ({ fields }: Json): { [name: string]: Json } =>
  Object.fromEntries(fields.map((field: Json) => [field.name, field]));

/** Deletes what an upsert or a collection created. */
function deleteLater({ api, later }: Asker, type: string, id: unknown): void {
  if (typeof id === "string") later(() => api.call("DELETE", `/sobjects/${type}/${id}`));
}

const describes: readonly Check[] = [
  {
    id: "describe.audit-fields",
    async ask(asker) {
      const fields = fieldsOf(await describe(asker, "PermissionSet"));
      for (const name of ["CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"])
        expectLike(fields[name], { nillable: false, defaultedOnCreate: true, createable: false });
      const { SystemModstamp } = fieldsOf(await describe(asker, "PermissionSetAssignment"));
      expectLike(SystemModstamp, { nillable: false, defaultedOnCreate: true });
    },
  },
  {
    id: "describe.permission-fields",
    async ask(asker) {
      for (const type of ["PermissionSet", "Profile"])
        expectLike(fieldsOf(await describe(asker, type)).PermissionsApiUserOnly, {
          label: "Api Only User",
          filterable: true,
          sortable: false,
          groupable: false,
          defaultValue: null,
          defaultedOnCreate: false,
        });
    },
  },
  {
    id: "describe.user-fields",
    async ask(asker) {
      const fields = fieldsOf(await describe(asker, "User"));
      expectLike(fields.IsActive, { defaultValue: false });
      expectLike(fields.ForecastEnabled, { updateable: true });
      for (const name of ["Username", "CommunityNickname"]) expectLike(fields[name], { unique: false });
      for (const name of ["EmployeeNumber", "FederationIdentifier"])
        expectLike(fields[name], { unique: false, idLookup: true });
    },
  },
  {
    id: "describe.compound-fields",
    async ask(asker) {
      const fields = fieldsOf(await describe(asker, "User"));
      for (const name of ["FirstName", "LastName"]) expectLike(fields[name], { compoundFieldName: "Name" });
      for (const name of ["Street", "City", "Country", "Latitude", "GeocodeAccuracy"])
        expectLike(fields[name], { compoundFieldName: "Address" });
    },
  },
  {
    id: "describe.children",
    async ask(asker) {
      const childOf = async (parent: string, child: string, field: string) =>
        (await describe(asker, parent)).childRelationships.find(
          (one: Json) => one.childSObject === child && one.field === field,
        );
      expectLike(await childOf("Profile", "User", "ProfileId"), { cascadeDelete: false });
      expectLike(await childOf("PermissionSet", "PermissionSetAssignment", "PermissionSetId"), {
        cascadeDelete: false,
      });
      expectLike(await childOf("PermissionSet", "ObjectPermissions", "ParentId"), { cascadeDelete: true });
    },
  },
  {
    id: "describe.traits",
    async ask({ api }) {
      const { body } = await api.call("GET", "/sobjects");
      const named = (name: string) => body.sobjects.find((one: Json) => one.name === name);
      const trait = { searchable: true, replicateable: true };
      expectLike(named("User"), { ...trait, layoutable: true, triggerable: true });
      expectLike(named("Profile"), { ...trait, layoutable: false });
      expectLike(named("Account"), { ...trait, layoutable: true, mergeable: true });
      expectLike(named("UserPermissionAccess"), { retrieveable: false, keyPrefix: "0up" });
      expectLike(named("PermissionSetLicenseAssign"), { updateable: true });
    },
  },
  {
    id: "describe.voice-call",
    async ask(asker) {
      const packages = await asker.api.records("SELECT Id FROM ApexClass WHERE NamespacePrefix != null LIMIT 1");
      if (packages.length > 0) throw new Unaskable("A managed package is installed, which may bring telephony.");
      expectLike(await describe(asker, "VoiceCall"), { createable: false, updateable: false });
    },
  },
  {
    id: "describe.field-order",
    makes: accountKinds,
    async ask(asker) {
      const names = (await describe(asker, "User")).fields.map(({ name }: Json) => name);
      expectLike(names.slice(0, 5), ["Id", "Username", "LastName", "FirstName", "Name"]);
      const id = await asker.create("Account", { Name: asker.name() });
      const { body } = await asker.api.call("GET", `/sobjects/Account/${id}`);
      const kept = ["attributes", "Id", "Name", "ParentId", "Phone", "OwnerId", "CreatedDate", "SystemModstamp"];
      expectLike(
        Object.keys(body).filter((name) => kept.includes(name)),
        kept,
      );
    },
  },
  {
    id: "eca.key-prefixes",
    async ask({ api }) {
      const { body } = await api.call("GET", "/sobjects");
      const named = (name: string) => body.sobjects.find((one: Json) => one.name === name);
      const closed = { queryable: true, retrieveable: true, createable: false, updateable: false, deletable: false };
      expectLike(named("ExternalClientApplication"), { ...closed, keyPrefix: "0xI" });
      expectLike(named("ExtlClntAppOauthConsumer"), { ...closed, keyPrefix: "13P" });
      expectLike(named("ExtlClntAppOauthIpRange"), { ...closed, keyPrefix: "6Wj" });
      expectLike(named("ExtlClntAppOauthPlcyAttr"), { ...closed, keyPrefix: "15g" });
      expectLike(named("ExtlClntAppOauthPlcyCnfg"), { ...closed, keyPrefix: "0yO" });
      expectLike(named("ExtlClntAppOauthSetAttr"), { ...closed, keyPrefix: "15h" });
      expectLike(named("ExtlClntAppOauthSettings"), { ...closed, keyPrefix: "3SN" });
    },
  },
  {
    id: "profile.createable-since",
    async ask(asker) {
      expectLike(await describe(asker, "Profile", "50.0"), { createable: false });
      expectLike(await describe(asker, "Profile"), { createable: true });
      const licence = await asker.api.one(`SELECT Id FROM UserLicense WHERE Name = '${integrationLicenceName}'`);
      const fields = { Name: asker.name(), UserLicenseId: licence.Id };
      const answer = await asker.api.call("POST", "//services/data/v50.0/sobjects/Profile", fields);
      if (answer.status === 201) deleteLater(asker, "Profile", answer.body.id);
      expectThat(answer.status >= 400, "a refusal", answer.status);
    },
  },
  {
    id: "assignment.fields-since",
    async ask(asker) {
      const old = await describe(asker, "PermissionSetAssignment", "50.0");
      expectLike([old.updateable, fieldsOf(old).ExpirationDate, fieldsOf(old).IsActive], [false, undefined, undefined]);
      const today = await describe(asker, "PermissionSetAssignment");
      expectLike([today.updateable, fieldsOf(today).ExpirationDate?.type], [true, "datetime"]);
    },
  },
];

/** Bytes as they come over the wire are not seen through fetch; their description is. */
const headersOf = async ({ target }: Asker, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(`${target.instanceUrl}/services/data/v${target.apiVersion}${path}`, {
    headers: { authorization: `Bearer ${target.accessToken}`, ...headers },
  });

const answers: readonly Check[] = [
  {
    id: "http.packed-answers",
    async ask(asker) {
      const { headers, body } = await headersOf(asker, "/sobjects/User/describe", { "accept-encoding": "gzip" });
      const found = [headers.get("content-encoding"), headers.get("vary"), headers.get("content-length"), body?.name];
      expectLike(found, ["gzip", "Accept-Encoding", null, "User"]);
      expectLike(headers.get("etag"), /--gzip"$/);
      const plain = await headersOf(asker, "/sobjects/User/describe", { "accept-encoding": "identity" });
      expectLike(plain.headers.get("content-encoding"), null);
    },
  },
  {
    id: "http.not-modified",
    makes: accountKinds,
    async ask(asker) {
      const id = await asker.create("Account", { Name: asker.name() });
      const again = async (path: string) => {
        const { headers } = await headersOf(asker, path);
        const known = headers.get("last-modified") ?? "";
        const next = await headersOf(asker, path, { "if-modified-since": known });
        return { dated: known !== "", tagged: headers.has("etag"), status: next.status, text: next.text };
      };
      const kept = { dated: true, tagged: true, status: 304, text: "" };
      expectLike(await again("/sobjects/Account/describe"), kept);
      expectLike(await again("/sobjects"), kept);
      expectLike(await again(`/sobjects/Account/${id}`), kept);
      const user = await asker.api.one("SELECT Id FROM User ORDER BY CreatedDate LIMIT 1");
      expectLike(await again(`/sobjects/User/${user.Id}`), { ...kept, tagged: false });
      const url = `/services/data/v${asker.target.apiVersion}/sobjects/Account/describe`;
      const { headers } = await headersOf(asker, "/sobjects/Account/describe");
      const httpHeaders = { "If-Modified-Since": headers.get("last-modified") };
      const compositeRequest = [{ method: "GET", url, referenceId: "known", httpHeaders }];
      const { body } = await asker.api.call("POST", "/composite", { compositeRequest });
      expectLike(body.compositeResponse, [{ httpStatusCode: 304, body: null }]);
    },
  },
  {
    id: "session.challenge",
    async ask(asker) {
      const { status, headers } = await asker.as("nonsense").call("GET", "/sobjects");
      const found = [status, headers.get("www-authenticate"), headers.has("sforce-limit-info")];
      expectLike(found, [401, "Token", false]);
      expectThat((await headersOf(asker, "/limits")).headers.has("sforce-limit-info"), "the limit on 200", "none");
    },
  },
  {
    id: "limits.all",
    async ask({ api }) {
      const { body } = await api.call("GET", "/limits");
      expectThat(Object.keys(body).length >= 60, "some seventy limits", Object.keys(body).length);
      expectLike(body.DailyApiRequests, { Max: Number.isInteger, Remaining: Number.isInteger });
      expectLike(body.PermissionSets, { CreateCustom: { Max: Number.isInteger } });
    },
  },
  {
    id: "oauth.token-headers",
    async ask({ target }) {
      const { headers } = await requestToken(target.loginUrl, {});
      expectLike(headers.get("cache-control"), /\bno-store\b/);
      expectLike(headers.get("expires"), "Thu, 01 Jan 1970 00:00:00 GMT");
    },
  },
  {
    id: "oauth.userinfo",
    async ask({ target }) {
      const { status, body } = await send(`${target.instanceUrl}/services/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${target.accessToken}` },
      });
      if (status !== 200) throw new Unaskable(`userinfo answered ${status}.`);
      expectLike(body, {
        sub: /^https:\/\/(login|test)\.salesforce\.com\/id\//,
        photos: { picture: /^http/, thumbnail: /^http/ },
        address: (value: unknown) => typeof value === "object",
        utcOffset: Number.isInteger,
        updated_at: /T\d\d:\d\d:\d\dZ$/,
        urls: {
          partner: new RegExp(`/u/\\{version\\}/${body.organization_id.slice(0, 15)}$`),
          tooling_rest: /\/tooling\/$/,
          custom_domain: target.instanceUrl,
        },
      });
    },
  },
  {
    id: "partner.limit-info",
    async ask(asker) {
      const { text } = await soap(asker, "<getUserInfo/>");
      expectLike(text, /<limitInfo><current>\d+<\/current><limit>\d+<\/limit><type>API REQUESTS<\/type><\/limitInfo>/);
      const { text: metadata } = await asker.metadata.post(
        "<describeMetadata><asOfVersion>60</asOfVersion></describeMetadata>",
      );
      expectThat(!metadata.includes("limitInfo"), "no limit from the Metadata API", "one");
    },
  },
  {
    id: "tooling.unknown-object",
    async ask({ api }) {
      const answer = await api.call("GET", "/tooling/query?q=SELECT+Id+FROM+NoSuchThing");
      expectLike(errorOf(answer), { status: 400, errorCode: "INVALID_TYPE" });
    },
  },
];

const records: readonly Check[] = [
  {
    id: "save.whole-seconds",
    makes: accountKinds,
    async ask(asker) {
      const id = await asker.create("Account", { Name: asker.name() });
      const { body } = await asker.api.call("GET", `/sobjects/Account/${id}`);
      const dates = "SELECT CreatedDate, LastModifiedDate FROM Account";
      const row = await asker.api.one(`${dates} WHERE Id = '${id}'`);
      for (const stamp of [body.CreatedDate, body.SystemModstamp, row.CreatedDate, row.LastModifiedDate])
        expectLike(stamp, wholeSeconds);
    },
  },
  {
    id: "save.upsert-lookup",
    makes: contactKinds,
    async ask(asker) {
      const name = asker.name();
      const path = `/sobjects/Contact/Email/${name.toLowerCase()}%40conformance.example`;
      const made = await asker.api.call("PATCH", path, { LastName: name });
      deleteLater(asker, "Contact", made.body?.id);
      expectLike(made, { status: 201, body: { success: true, created: true } });
      const again = await asker.api.call("PATCH", path, { FirstName: "Again" });
      expectLike(again, { status: 200, body: { id: made.body.id, created: false } });
    },
  },
  {
    id: "collections.upsert-null-id",
    makes: accountKinds,
    async ask(asker) {
      const record = { attributes: { type: "Account" }, Id: null, Name: asker.name() };
      const { body } = await asker.api.call("PATCH", "/composite/sobjects/Account/Id", { records: [record] });
      deleteLater(asker, "Account", body?.[0]?.id);
      expectLike(body, [{ success: true, created: true }]);
    },
  },
  {
    id: "collections.upsert-failed",
    async ask({ api }) {
      const record = { attributes: { type: "Account" }, Id: null };
      const { body } = await api.call("PATCH", "/composite/sobjects/Account/Id", { records: [record] });
      expectLike(body, [{ success: false, created: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] }]);
    },
  },
  {
    id: "collections.attributes",
    async ask({ api }) {
      const { status, body } = await api.call("PATCH", "/composite/sobjects/Account/Id", { records: [{ Name: "A" }] });
      expectLike([status, body], [200, [{ success: false, errors: [{ statusCode: "JSON_PARSER_ERROR" }] }]]);
    },
  },
];

const queries: readonly Check[] = [
  {
    id: "query.bad-id",
    async ask({ api }) {
      const soql = "SELECT Id, Name FROM Contact WHERE (Id = 'somethingwrong') LIMIT 1";
      expectLike(errorOf(await api.query(soql)), {
        status: 400,
        errorCode: "INVALID_QUERY_FILTER_OPERATOR",
        message: /^\n.*\n *\^\nERROR at Row:1:Column:37\ninvalid ID field: somethingwrong$/,
      });
    },
  },
  {
    id: "query.permission-fields",
    async ask({ api }) {
      for (const clause of ["ORDER BY PermissionsApiEnabled", "GROUP BY PermissionsApiEnabled"]) {
        const select = clause.startsWith("GROUP") ? "COUNT(Id)" : "Id";
        const answer = await api.query(`SELECT ${select} FROM PermissionSet ${clause}`);
        expectLike(errorOf(answer), {
          status: 400,
          message: /field 'PermissionsApiEnabled' can not be (sorted|grouped)/,
        });
      }
    },
  },
];

const deploys: readonly Check[] = [
  {
    id: "deploy.times",
    makes: ["external client apps"],
    async ask(asker) {
      const { result, successes } = await deployApp(asker, asker.name());
      const times = [result.createdDate, ...successes.map(({ createdDate }) => createdDate), result.completedDate];
      for (const time of times) expectLike(time, wholeSeconds);
      const order = times.map((time) => Date.parse(String(time)));
      const [created = 0, completed = 0] = [order[0], order.at(-1)];
      expectThat(
        order.every((time) => time >= created && time <= completed),
        "created, components, completed in this order",
        times,
      );
    },
  },
  {
    id: "deploy.malformed-id",
    async ask({ metadata }) {
      const call = "<checkDeployStatus><asyncProcessId>invalidId000000</asyncProcessId></checkDeployStatus>";
      expectLike(faultOf(await metadata.post(call)), "MALFORMED_ID: bad id invalidId000000");
    },
  },
];

export const recordedChecks: readonly Check[] = [...describes, ...answers, ...records, ...queries, ...deploys];
