/** Errors, sessions, single records, collections and composites of the data API. */
import { errorOf } from "../api.ts";
import type { Asker } from "../asker.ts";
import type { Check, Kind } from "../check.ts";
import { expectLike, expectThat } from "../expectation.ts";
import { type Json, send } from "../http.ts";

const accountKinds: readonly Kind[] = ["accounts"];
const sets: readonly Kind[] = ["permission sets"];

const account = (asker: Asker, more: object = {}) => asker.create("Account", { Name: asker.name(), ...more });

const newSet = (asker: Asker, more: object = {}) => {
  const name = asker.name();
  return asker.create("PermissionSet", { Name: name, Label: name, ...more });
};

/** The id with capitals of the other case told in its checksum. */
function wrongChecksum(id: string): string {
  const last = id.at(-1) === "A" ? "B" : "A";
  return id.slice(0, -1) + last;
}

/** A call of a composite that creates a record. */
const post = ({ target }: Asker, type: string, referenceId: string, body: object) => ({
  method: "POST",
  url: `/services/data/v${target.apiVersion}/sobjects/${type}`,
  referenceId,
  body,
});

/** Deletes what the subrequests of a composite, or the items of a collection, created. */
function deleteCreated(asker: Asker, items: Json[], type: string): void {
  for (const item of items) {
    const id = item.body?.id ?? item.id;
    if (typeof id === "string" && item.success !== false)
      asker.later(() => asker.api.call("DELETE", `/sobjects/${type}/${id}`));
  }
}

const errors: readonly Check[] = [
  {
    id: "error.array",
    async ask({ api }) {
      const answer = await api.call("GET", "/sobjects/Nothing");
      expectLike(answer, { status: 404, body: [{ errorCode: /./, message: /./ }] });
    },
  },
  {
    id: "error.fields",
    async ask({ api }) {
      expectLike(errorOf(await api.call("POST", "/sobjects/Account", {})), {
        status: 400,
        errorCode: "REQUIRED_FIELD_MISSING",
        fields: ["Name"],
      });
      expectLike(errorOf(await api.call("POST", "/sobjects/Account", { Foo__c: "1" })), { fields: undefined });
    },
  },
  {
    id: "error.unknown-address",
    async ask({ api }) {
      for (const path of ["/sobjects/Nothing", "/sobjects/Nothing/describe", "//services/data/v999.0/limits"])
        expectLike(errorOf(await api.call("GET", path)), {
          status: 404,
          errorCode: "NOT_FOUND",
          message: "The requested resource does not exist",
        });
    },
  },
  {
    id: "error.not-an-id",
    async ask({ api }) {
      const { Id: organization } = await api.one("SELECT Id FROM Organization");
      for (const id of ["null", "-1", organization])
        for (const method of ["GET", "PATCH", "DELETE"])
          expectLike(errorOf(await api.call(method, `/sobjects/Account/${id}`, method === "PATCH" ? {} : undefined)), {
            status: 404,
            errorCode: "NOT_FOUND",
            message: `Provided external ID field does not exist or is not accessible: ${id}`,
            fields: undefined,
          });
    },
  },
  {
    id: "error.malformed-id",
    makes: accountKinds,
    async ask(asker) {
      const id = wrongChecksum(await account(asker));
      expectLike(errorOf(await asker.api.call("GET", `/sobjects/Account/${id}`)), {
        status: 400,
        errorCode: "MALFORMED_ID",
        message: `malformed id ${id}`,
        fields: [],
      });
    },
  },
  {
    id: "error.absent-record",
    makes: sets,
    async ask(asker) {
      const path = `/sobjects/PermissionSet/${await newSet(asker)}`;
      expectLike(await asker.api.call("DELETE", path), { status: 204 });
      const gone = {
        status: 404,
        errorCode: "INVALID_CROSS_REFERENCE_KEY",
        message: "invalid cross reference id",
        fields: undefined,
      };
      expectLike(errorOf(await asker.api.call("DELETE", path)), gone);
      expectLike(errorOf(await asker.api.call("PATCH", path, { Label: "x" })), gone);
      expectLike(errorOf(await asker.api.call("GET", path)), { status: 404, errorCode: "NOT_FOUND" });
    },
  },
  {
    id: "error.deleted-record",
    makes: accountKinds,
    async ask(asker) {
      const path = `/sobjects/Account/${await account(asker)}`;
      expectLike(await asker.api.call("DELETE", path), { status: 204 });
      for (const method of ["GET", "PATCH", "DELETE"])
        expectLike(errorOf(await asker.api.call(method, path, method === "PATCH" ? { Phone: "1" } : undefined)), {
          status: 404,
          errorCode: "ENTITY_IS_DELETED",
        });
    },
  },
  {
    id: "error.wrong-verb",
    async ask({ api }) {
      expectLike(errorOf(await api.call("POST", "/query", {})), {
        status: 405,
        errorCode: "METHOD_NOT_ALLOWED",
        message: /GET/,
      });
    },
  },
  {
    id: "session.required",
    async ask({ api }) {
      expectLike(errorOf(await api.call("GET", "/limits", undefined, { authorization: "" })), {
        status: 401,
        errorCode: "INVALID_AUTH_HEADER",
        message: "INVALID_HEADER_TYPE",
      });
      expectLike(errorOf(await api.call("GET", "/limits", undefined, { authorization: "Bearer x" })), {
        status: 401,
        errorCode: "INVALID_SESSION_ID",
        message: "Session expired or invalid",
      });
    },
  },
  {
    id: "id.checksum",
    makes: accountKinds,
    async ask(asker) {
      const id = await account(asker);
      expectLike(id, /^001[A-Za-z0-9]{12}[A-Z0-5]{3}$/);
      const answer = await asker.api.call("GET", `/sobjects/Account/${id.slice(0, 15)}`);
      expectLike(answer, { status: 200, body: { Id: id } });
      expectLike(checksum(id.slice(0, 15)), id.slice(15));
    },
  },
];

/** Three characters that tell which letters of the 15 are capitals. */
function checksum(id: string): string {
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
  return [0, 5, 10]
    .map((start) => {
      const bits = [...id.slice(start, start + 5)].map((character, bit) => (/[A-Z]/.test(character) ? 1 << bit : 0));
      return characters[bits.reduce((sum, bit) => sum + bit, 0)];
    })
    .join("");
}

const saves: readonly Check[] = [
  {
    id: "save.created",
    makes: accountKinds,
    async ask(asker) {
      const { api, target } = asker;
      const created = await api.call("POST", "/sobjects/Account", { Name: asker.name() });
      deleteCreated(asker, [created], "Account");
      expectLike(created, { status: 201, body: { id: /^001\w{15}$/, success: true, errors: [] } });
      const path = `/sobjects/Account/${created.body.id}`;
      expectLike(created.headers.get("location"), `/services/data/v${target.apiVersion}${path}`);
      expectLike(await api.call("PATCH", path, { Phone: "1" }), { status: 204, text: "" });
      expectLike(await api.call("DELETE", path), { status: 204, text: "" });
    },
  },
  {
    id: "save.unknown-column",
    async ask({ api }) {
      const answer = await api.call("POST", "/sobjects/Account", { Name: "x", Foo__c: "1" });
      expectLike(errorOf(answer), { status: 400, errorCode: "INVALID_FIELD" });
    },
  },
  {
    id: "save.closed-fields",
    makes: accountKinds,
    async ask(asker) {
      const id = await account(asker);
      const change = { Id: id, SystemModstamp: "2020-01-01T00:00:00Z" };
      const error = errorOf(await asker.api.call("PATCH", `/sobjects/Account/${id}`, change));
      expectLike(error, { status: 400, errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE" });
      expectLike(error.fields?.toSorted(), ["Id", "SystemModstamp"]);
    },
  },
  {
    id: "save.unsupported-operation",
    async ask({ api }) {
      expectLike(errorOf(await api.call("POST", "/sobjects/UserLicense", { Name: "x" })), {
        status: 400,
        errorCode: "INVALID_TYPE_FOR_OPERATION",
      });
    },
  },
  {
    id: "save.text-trimmed",
    makes: accountKinds,
    async ask(asker) {
      const id = await account(asker, { Phone: "  1  ", Website: "" });
      const { body } = await asker.api.call("GET", `/sobjects/Account/${id}?fields=Phone,Website`);
      expectLike(body, { Phone: "1", Website: null });
    },
  },
  {
    id: "save.text-too-long",
    async ask({ api }) {
      const answer = await api.call("POST", "/sobjects/Account", { Name: "x", AccountNumber: "9".repeat(41) });
      expectLike(errorOf(answer), {
        status: 400,
        errorCode: "STRING_TOO_LONG",
        message: `Account Number: data value too large: ${"9".repeat(41)} (max length=40)`,
        fields: ["AccountNumber"],
      });
    },
  },
  {
    id: "save.value-type",
    async ask({ api }) {
      const answer = await api.call("POST", "/sobjects/Account", { Name: ["A"] });
      expectLike(errorOf(answer), { status: 400, errorCode: "JSON_PARSER_ERROR" });
    },
  },
  {
    id: "save.reference-type",
    makes: accountKinds,
    async ask(asker) {
      const id = await account(asker);
      const { Id: user } = await asker.api.one("SELECT Id FROM User LIMIT 1");
      const change = (ParentId: string) => asker.api.call("PATCH", `/sobjects/Account/${id}`, { ParentId });
      expectLike(errorOf(await change(user)), {
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        fields: ["ParentId"],
      });
      expectLike(errorOf(await change("001000000000000")), { status: 400, errorCode: "INVALID_CROSS_REFERENCE_KEY" });
    },
  },
  {
    id: "save.body-json",
    async ask({ api }) {
      expectLike(errorOf(await api.call("POST", "/sobjects/Account")), { status: 400, errorCode: "JSON_PARSER_ERROR" });
      expectLike(errorOf(await api.call("POST", "/sobjects/Account", '{"Name": }')), {
        status: 400,
        errorCode: "JSON_PARSER_ERROR",
      });
    },
  },
  {
    id: "save.upsert",
    makes: ["users"],
    async ask({ api }, fixtures) {
      const { userId, username } = await fixtures.person();
      const changed = await api.call("PATCH", `/sobjects/User/Username/${username}`, { FirstName: "Upserted" });
      expectLike(changed, { status: 200, body: { id: userId, success: true, created: false } });
      expectLike(errorOf(await api.call("PATCH", "/sobjects/User/LastName/x", {})), {
        status: 404,
        errorCode: "NOT_FOUND",
      });
    },
  },
  {
    id: "save.all-or-nothing",
    makes: ["permission sets", "users"],
    async ask(asker, fixtures) {
      const { userId: AssigneeId } = await fixtures.person();
      const PermissionSetId = await newSet(asker);
      await asker.create("PermissionSetAssignment", { AssigneeId, PermissionSetId });
      const path = `/sobjects/PermissionSet/${PermissionSetId}`;
      const change = await asker.api.call("PATCH", path, { Label: "Changed", PermissionsModifyAllData: true });
      expectThat(
        change.status === 400,
        "a refusal of Modify All Data for a user of Salesforce Integration",
        change.text,
      );
      expectLike(errorOf(change).errorCode, "FIELD_INTEGRITY_EXCEPTION");
      const { body } = await asker.api.call("GET", path);
      expectLike(body, { Label: /^Conf/, PermissionsModifyAllData: false });
    },
  },
];

const item = (fields: object) => ({ attributes: { type: "Account" }, ...fields });

const collections: readonly Check[] = [
  {
    id: "collection.partial",
    makes: accountKinds,
    async ask(asker) {
      const records = [item({ Name: asker.name() }), item({}), item({ Name: asker.name() })];
      const { status, body } = await asker.api.call("POST", "/composite/sobjects", { records });
      expectLike(status, 200);
      deleteCreated(asker, body, "Account");
      expectLike(body, [
        { id: /^001/, success: true, errors: [] },
        { id: undefined, success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] }] },
        { id: /^001/, success: true },
      ]);
    },
  },
  {
    id: "collection.all-or-none",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      const { body } = await asker.api.call("POST", "/composite/sobjects", {
        allOrNone: true,
        records: [item({ Name }), item({})],
      });
      deleteCreated(asker, body, "Account");
      expectLike(body, [
        {
          id: undefined,
          success: false,
          errors: [
            {
              statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
              message:
                "Record rolled back because not all records were valid and the request was using AllOrNone header",
            },
          ],
        },
        { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
      ]);
      expectLike(await asker.api.records(`SELECT Id FROM Account WHERE Name = '${Name}'`), []);
    },
  },
  {
    id: "collection.size",
    async ask({ api }) {
      expectLike(errorOf(await api.call("POST", "/composite/sobjects", { records: [] })), {
        status: 400,
        errorCode: "REQUIRED_FIELD_MISSING",
      });
      const records = Array.from({ length: 201 }, () => item({}));
      expectLike(errorOf(await api.call("POST", "/composite/sobjects", { records })), {
        status: 400,
        errorCode: "EXCEEDED_ID_LIMIT",
      });
    },
  },
];

const many: readonly Check[] = [
  {
    id: "collections.read",
    makes: accountKinds,
    async ask(asker) {
      const [one, other] = [await account(asker, { Phone: "1" }), await account(asker, { Phone: "2" })];
      const gone = await account(asker);
      await asker.api.call("DELETE", `/sobjects/Account/${gone}`);
      const ids = [other, gone, one];
      const answer = await asker.api.call("POST", "/composite/sobjects/Account", { ids, fields: ["Phone"] });
      expectLike(answer, { status: 200, body: [{ Phone: "2" }, null, { Phone: "1" }] });
    },
  },
  {
    id: "collections.upsert",
    makes: ["users"],
    async ask({ api }, fixtures) {
      const { userId, username } = await fixtures.person();
      const records = [{ attributes: { type: "User" }, Username: username, FirstName: "Upserted" }];
      const answer = await api.call("PATCH", "/composite/sobjects/User/Username", { records });
      expectLike(answer, { status: 200, body: [{ id: userId, success: true, created: false }] });
    },
  },
];

const composites: readonly Check[] = [
  {
    id: "composite.references",
    makes: ["accounts", "contacts"],
    async ask(asker) {
      const compositeRequest = [
        post(asker, "Account", "account", { Name: asker.name() }),
        post(asker, "Contact", "contact", { LastName: asker.name(), AccountId: "@{account.id}" }),
        {
          method: "GET",
          url: `/services/data/v${asker.target.apiVersion}/sobjects/Contact/@{contact.id}?fields=AccountId`,
          referenceId: "read",
        },
      ];
      const { status, body } = await asker.api.call("POST", "/composite", { compositeRequest });
      expectLike(status, 200);
      const [made, contact, read] = body.compositeResponse;
      deleteCreated(asker, [made], "Account");
      deleteCreated(asker, [contact], "Contact");
      expectLike(made, { httpStatusCode: 201, referenceId: "account", body: { success: true } });
      expectLike(read, { httpStatusCode: 200, body: { AccountId: made.body.id } });
    },
  },
  {
    id: "composite.unresolved-reference",
    makes: accountKinds,
    async ask(asker) {
      const compositeRequest = [
        post(asker, "Account", "bad", {}),
        post(asker, "Contact", "dependent", { LastName: "C", AccountId: "@{bad.id}" }),
        post(asker, "Account", "good", { Name: asker.name() }),
      ];
      const { body } = await asker.api.call("POST", "/composite", { compositeRequest });
      deleteCreated(asker, [body.compositeResponse[2]], "Account");
      expectLike(body.compositeResponse, [
        { httpStatusCode: 400, body: [{ errorCode: "REQUIRED_FIELD_MISSING" }] },
        {
          httpStatusCode: 400,
          body: [{ errorCode: "PROCESSING_HALTED", message: /No value for bad\.id found in bad/ }],
        },
        { httpStatusCode: 201 },
      ]);
    },
  },
  {
    id: "composite.all-or-none",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      const compositeRequest = [
        post(asker, "Account", "one", { Name }),
        post(asker, "Account", "two", {}),
        post(asker, "Account", "three", { Name }),
      ];
      const { status, body } = await asker.api.call("POST", "/composite", { allOrNone: true, compositeRequest });
      expectLike(status, 200);
      deleteCreated(asker, body.compositeResponse, "Account");
      const halted = {
        httpStatusCode: 400,
        body: [
          {
            errorCode: "PROCESSING_HALTED",
            message: "The transaction was rolled back since another operation in the same transaction failed.",
          },
        ],
      };
      expectLike(body.compositeResponse, [halted, { body: [{ errorCode: "REQUIRED_FIELD_MISSING" }] }, halted]);
      expectLike(await asker.api.records(`SELECT Id FROM Account WHERE Name = '${Name}'`), []);
    },
  },
  {
    id: "composite.order",
    makes: accountKinds,
    async ask(asker) {
      const Name = asker.name();
      const compositeRequest = [
        post(asker, "Account", "made", { Name }),
        {
          method: "GET",
          url: `/services/data/v${asker.target.apiVersion}/query?q=SELECT+Id+FROM+Account+WHERE+Name='${Name}'`,
          referenceId: "read",
        },
      ];
      const inOrder = { collateSubrequests: false, compositeRequest };
      const { body } = await asker.api.call("POST", "/composite", inOrder);
      deleteCreated(asker, [body.compositeResponse[0]], "Account");
      expectLike(body.compositeResponse, [
        { referenceId: "made", httpStatusCode: 201 },
        { referenceId: "read", body: { totalSize: 1 } },
      ]);
    },
  },
  {
    id: "composite.transactions",
    makes: ["accounts", "permission sets"],
    async ask(asker) {
      const name = asker.name();
      const compositeRequest = [
        post(asker, "Account", "account", { Name: name }),
        post(asker, "PermissionSet", "set", { Name: name, Label: name }),
        post(asker, "PermissionSet", "again", { Name: name, Label: name }),
        post(asker, "Account", "behind", { Name: name }),
      ];
      const { body } = await asker.api.call("POST", "/composite", { collateSubrequests: false, compositeRequest });
      const [account, set, , behind] = body.compositeResponse;
      deleteCreated(asker, [account, behind], "Account");
      deleteCreated(asker, [set], "PermissionSet");
      expectLike(body.compositeResponse, [
        { httpStatusCode: 201 },
        { httpStatusCode: 201 },
        { httpStatusCode: 400 },
        { httpStatusCode: 201 },
      ]);
      expectLike((await asker.api.records(`SELECT Id FROM Account WHERE Name = '${name}'`)).length, 2);
    },
  },
  {
    id: "composite.size",
    async ask(asker) {
      const queries = (count: number) =>
        Array.from({ length: count }, (_, index) => ({
          method: "GET",
          url: `/services/data/v${asker.target.apiVersion}/query?q=SELECT+Id+FROM+User+LIMIT+1`,
          referenceId: `q${index}`,
        }));
      const describes = Array.from({ length: 26 }, (_, index) => ({
        method: "GET",
        url: `/services/data/v${asker.target.apiVersion}/sobjects/User`,
        referenceId: `d${index}`,
      }));
      for (const compositeRequest of [describes, queries(6)])
        expectLike(await asker.api.call("POST", "/composite", { compositeRequest }), { status: 400 });
      expectLike(await asker.api.call("POST", "/composite", { compositeRequest: queries(5) }), { status: 200 });
    },
  },
  {
    id: "transaction.mixed",
    makes: ["accounts", "permission sets"],
    async ask(asker) {
      const name = asker.name();
      const compositeRequest = [
        post(asker, "Account", "account", { Name: name }),
        post(asker, "PermissionSet", "set", { Name: name, Label: name }),
      ];
      const { body } = await asker.api.call("POST", "/composite", { allOrNone: true, compositeRequest });
      const [made, set] = body.compositeResponse;
      deleteCreated(asker, [made], "Account");
      deleteCreated(asker, [set], "PermissionSet");
      expectLike(set, { httpStatusCode: 400, body: [{ errorCode: "MIXED_DML_OPERATION" }] });
    },
  },
];

const limits: readonly Check[] = [
  {
    id: "safety.address-length",
    async ask({ api }) {
      expectLike((await api.call("GET", `/query?q=${"a".repeat(17_000)}`)).status, 431);
      const shorter = await api.call("GET", `/query?q=${"a".repeat(10_000)}`);
      expectLike(errorOf(shorter), { status: 400, errorCode: "MALFORMED_QUERY" });
    },
  },
  {
    id: "safety.one-transaction",
    makes: accountKinds,
    async ask(asker) {
      const id = await account(asker, { Phone: "1" });
      const change = { Phone: "2", AccountNumber: "9".repeat(41) };
      expectLike((await asker.api.call("PATCH", `/sobjects/Account/${id}`, change)).status, 400);
      expectLike(await asker.api.one(`SELECT Phone FROM Account WHERE Id = '${id}'`), { Phone: "1" });
    },
  },
];

const overviews: readonly Check[] = [
  {
    id: "limits.header",
    async ask({ api }) {
      const { headers } = await api.call("GET", "/sobjects/User");
      expectLike(headers.get("sforce-limit-info"), /^api-usage=\d+\/\d+/);
    },
  },
  {
    id: "describe.calls",
    async ask({ api }) {
      expectLike((await api.call("GET", "/sobjects/User/describe")).body, {
        name: "User",
        keyPrefix: "005",
        createable: true,
        updateable: true,
        deletable: false,
      });
      expectLike((await api.call("GET", "/sobjects/UserLicense/describe")).body, {
        createable: false,
        updateable: false,
        deletable: false,
      });
    },
  },
  {
    id: "versions.listed",
    async ask({ target }) {
      const { status, body } = await send(`${target.instanceUrl}/services/data`);
      expectLike(status, 200);
      const versions = body.map(({ version }: Json) => Number(version));
      expectLike(
        versions,
        versions.toSorted((one: number, other: number) => one - other),
      );
      expectThat(versions.includes(Number(target.apiVersion)), `version ${target.apiVersion} in the list`, versions);
    },
  },
];

export const recordChecks: readonly Check[] = [
  ...errors,
  ...saves,
  ...collections,
  ...many,
  ...composites,
  ...limits,
  ...overviews,
];
