import { describe, expect, test } from "@jest/globals";
import { errorOf, type Json, userFields, withOrg } from "./client.ts";

describe("single records", () => {
  test("[save.created] a create tells id and place, a change and a delete nothing", () =>
    withOrg(async ({ call }) => {
      const created = await call("POST", "/sobjects/account", { name: "A" });
      const { id } = created.body;
      expect(created).toMatchObject({
        status: 201,
        body: { id: expect.stringMatching(/^001\w{15}$/), success: true, errors: [] },
      });
      expect(created.headers.get("location")).toBe(`/services/data/v68.0/sobjects/Account/${id}`);
      expect(await call("PATCH", `/sobjects/Account/${id}`, { Phone: "1" })).toMatchObject({ status: 204, body: "" });
      const { body } = await call("GET", `/sobjects/Account/${id}?fields=Phone,name`);
      expect(body).toEqual({
        attributes: { type: "Account", url: `/services/data/v68.0/sobjects/Account/${id}` },
        Phone: "1",
        Name: "A",
        Id: id,
      });
      expect(await call("DELETE", `/sobjects/Account/${id}`)).toMatchObject({ status: 204, body: "" });
    }));

  test("[save.closed-fields] fields that cannot be written are refused together", () =>
    withOrg(async ({ call, create }) => {
      const id = await create("Account", { Name: "A" });
      const change = { Id: id, CreatedDate: "2020-01-01T00:00:00Z", Name: "B" };
      expect(errorOf(await call("PATCH", `/sobjects/Account/${id}`, change))).toEqual({
        status: 400,
        errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
        message:
          "Unable to create/update fields: Id, CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
        fields: ["Id", "CreatedDate"],
      });
    }));

  test("[save.unsupported-operation] a call that the sObject does not have is refused", () =>
    withOrg(async ({ call, one }) => {
      const { Id } = await one("SELECT Id FROM UserLicense WHERE Name = 'Salesforce'");
      expect(errorOf(await call("POST", "/sobjects/UserLicense", { Name: "x" }))).toMatchObject({
        status: 400,
        errorCode: "INVALID_TYPE_FOR_OPERATION",
      });
      expect((await call("DELETE", `/sobjects/UserLicense/${Id}`)).status).toBe(400);
      expect((await call("POST", "/sobjects/ExternalClientApplication", {})).status).toBe(400);
    }));

  test("[save.text-trimmed] blanks at the ends go, an empty text is no value", () =>
    withOrg(async ({ call, create }) => {
      const id = await create("Account", { Name: "  A  ", Phone: "  " });
      expect((await call("GET", `/sobjects/Account/${id}`)).body).toMatchObject({ Name: "A", Phone: null });
      expect(errorOf(await call("PATCH", `/sobjects/Account/${id}`, { Name: " " }))).toMatchObject({
        errorCode: "REQUIRED_FIELD_MISSING",
        fields: ["Name"],
      });
    }));

  test("[save.value-type] a value of the wrong JSON type is refused", () =>
    withOrg(async ({ call }) => {
      for (const fields of [{ Name: 5 }, { Name: ["A"] }, { Name: true }]) {
        expect(errorOf(await call("POST", "/sobjects/Account", fields))).toMatchObject({
          errorCode: "JSON_PARSER_ERROR",
        });
      }
      const set = { Name: "A", Label: "A", HasActivationRequired: "maybe" };
      expect(errorOf(await call("POST", "/sobjects/PermissionSet", set))).toMatchObject({
        errorCode: "JSON_PARSER_ERROR",
      });
      const voiceCall = { CallDurationInSeconds: 1.5 };
      expect(errorOf(await call("POST", "/sobjects/VoiceCall", voiceCall))).toMatchObject({
        errorCode: "JSON_PARSER_ERROR",
      });
    }));

  test("[save.reference-type] a lookup takes ids of existing records of the right sObject", () =>
    withOrg(async ({ call, create, local }) => {
      const id = await create("Account", { Name: "A" });
      const change = (ParentId: string) => call("PATCH", `/sobjects/Account/${id}`, { ParentId });
      expect(errorOf(await change(local.org.deployer.userId))).toEqual({
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: `Parent Account ID: id value of incorrect type: ${local.org.deployer.userId}`,
        fields: ["ParentId"],
      });
      expect(errorOf(await change("001000000000000"))).toEqual({
        status: 400,
        errorCode: "INVALID_CROSS_REFERENCE_KEY",
        message: "invalid cross reference id",
        fields: [],
      });
      expect(errorOf(await change("nonsense"))).toMatchObject({ errorCode: "MALFORMED_ID", fields: ["ParentId"] });
      expect((await change(id)).status).toBe(204);
    }));

  test("[save.upsert] a field that identifies records serves as address", () =>
    withOrg(async ({ call, one }) => {
      const { Id: ProfileId } = await one("SELECT Id FROM Profile WHERE Name = 'Standard User'");
      const { Username: username, ...fields } = { ...userFields("ann"), ProfileId } as Json;
      const address = `/sobjects/User/Username/${username}`;
      const created = await call("PATCH", address, fields);
      expect(created).toMatchObject({ status: 201, body: { success: true, created: true } });
      const changed = await call("PATCH", address, { FirstName: "Ann" });
      expect(changed).toMatchObject({ status: 200, body: { id: created.body.id, created: false } });
      expect((await call("GET", address)).body).toMatchObject({ Id: created.body.id, Name: "Ann ann" });
      expect(errorOf(await call("PATCH", "/sobjects/User/LastName/ann", {}))).toMatchObject({
        status: 404,
        message: "Provided external ID field does not exist or is not accessible: LastName",
      });
      const { body, status } = await call("GET", "/sobjects/User/Email/nobody@mail.example");
      expect({ status, code: body[0].errorCode }).toEqual({ status: 404, code: "NOT_FOUND" });
    }));
});

describe("collections", () => {
  const account = (fields: object) => ({ attributes: { type: "Account" }, ...fields });

  test("[collection.partial] each record has its own result", () =>
    withOrg(async ({ call, query }) => {
      const { status, body } = await call("POST", "/composite/sobjects", {
        records: [account({ Name: "A" }), account({}), account({ Name: "C" })],
      });
      expect(status).toBe(200);
      expect(body).toEqual([
        { id: expect.any(String), success: true, errors: [] },
        {
          success: false,
          errors: [
            { statusCode: "REQUIRED_FIELD_MISSING", message: "Required fields are missing: [Name]", fields: ["Name"] },
          ],
        },
        { id: expect.any(String), success: true, errors: [] },
      ]);
      const change = await call("PATCH", "/composite/sobjects", {
        records: [account({ Name: "X" }), account({ id: body[0].id, Name: "Z" })],
      });
      expect(change.body).toMatchObject([
        { success: false, errors: [{ statusCode: "MISSING_ARGUMENT" }] },
        { success: true },
      ]);
      const removal = await call("DELETE", `/composite/sobjects?ids=${body[2].id},nonsense`);
      expect(removal.body).toMatchObject([
        { success: true },
        { success: false, errors: [{ statusCode: "MALFORMED_ID" }] },
      ]);
      expect(await query("SELECT Name FROM Account")).toMatchObject([{ Name: "Z" }]);
    }));

  test("[collection.size] no record and more than 200 are refused", () =>
    withOrg(async ({ call }) => {
      expect(errorOf(await call("POST", "/composite/sobjects", { records: [] }))).toEqual({
        status: 400,
        errorCode: "REQUIRED_FIELD_MISSING",
        message: "At least 1 record is required",
      });
      const records = Array.from({ length: 201 }, () => account({ Name: "A" }));
      expect(errorOf(await call("POST", "/composite/sobjects", { records }))).toMatchObject({
        errorCode: "EXCEEDED_ID_LIMIT",
      });
    }));
});

describe("composites", () => {
  const post = (type: string, referenceId: string, body: object) => ({
    method: "POST",
    url: `/services/data/v67.0/sobjects/${type}`,
    referenceId,
    body,
  });

  test("[composite.references] later calls use what earlier ones gave", () =>
    withOrg(async ({ call }) => {
      const { status, body } = await call("POST", "/composite", {
        compositeRequest: [
          post("Account", "account", { Name: "A" }),
          post("Contact", "contact", { LastName: "C", AccountId: "@{account.id}" }),
          {
            method: "GET",
            url: "/services/data/v67.0/query?q=SELECT+Account.Name+FROM+Contact+WHERE+Id='@{contact.id}'",
            referenceId: "query",
          },
          { method: "GET", url: "/services/data/v67.0/sobjects/Account/describe", referenceId: "describe" },
          { method: "DELETE", url: "/services/data/v67.0/sobjects/Contact/@{contact.id}", referenceId: "gone" },
        ],
      });
      expect(status).toBe(200);
      const answers = body.compositeResponse;
      expect(answers.map(({ httpStatusCode }: { httpStatusCode: number }) => httpStatusCode)).toEqual([
        201, 201, 200, 200, 204,
      ]);
      expect(Object.keys(answers[0])).toEqual(["body", "httpHeaders", "httpStatusCode", "referenceId"]);
      expect(answers[0].httpHeaders.Location).toBe(`/services/data/v67.0/sobjects/Account/${answers[0].body.id}`);
      expect(answers[2].body.records).toMatchObject([{ Account: { Name: "A" } }]);
      expect(answers[4]).toEqual({ body: null, httpHeaders: {}, httpStatusCode: 204, referenceId: "gone" });
    }));

  test("[composite.order] a read comes before a write that it does not refer to, unless the calls are not collated", () =>
    withOrg(async ({ call }) => {
      const url = "/services/data/v67.0/query?q=SELECT+Id+FROM+Account+WHERE+Name+LIKE+'A%25'";
      const reading = [post("Account", "made", { Name: "A1" }), { method: "GET", url, referenceId: "read" }];
      const collated = await call("POST", "/composite", { compositeRequest: reading });
      expect(collated.body.compositeResponse).toMatchObject([
        { referenceId: "made", httpStatusCode: 201 },
        { referenceId: "read", body: { totalSize: 0 } },
      ]);
      const inOrder = { collateSubrequests: false, compositeRequest: reading };
      expect((await call("POST", "/composite", inOrder)).body.compositeResponse).toMatchObject([
        { referenceId: "made", httpStatusCode: 201 },
        { referenceId: "read", body: { totalSize: 2 } },
      ]);
    }));

  test("[transaction.mixed] setup and business objects do not go into one transaction, but into one composite", () =>
    withOrg(async ({ call }) => {
      const compositeRequest = [
        post("Account", "account", { Name: "A" }),
        post("PermissionSet", "set", { Name: "S", Label: "S" }),
      ];
      const together = await call("POST", "/composite", { allOrNone: true, compositeRequest });
      expect(together.body.compositeResponse[1].body[0]).toMatchObject({
        errorCode: "MIXED_DML_OPERATION",
        message:
          "DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): PermissionSet, original object: Account",
      });
      const apart = await call("POST", "/composite", { allOrNone: false, compositeRequest });
      expect(apart.body.compositeResponse).toMatchObject([{ httpStatusCode: 201 }, { httpStatusCode: 201 }]);
    }));
});

describe("describes, versions and limits", () => {
  test("[describe.calls] a describe tells what is open to the caller", () =>
    withOrg(async ({ call }) => {
      const user = (await call("GET", "/sobjects/user/describe")).body;
      expect(user).toMatchObject({
        name: "User",
        keyPrefix: "005",
        createable: true,
        updateable: true,
        deletable: false,
      });
      expect(Object.keys(user)).toEqual([...Object.keys(user)].sort());
      const fields = new Map(user.fields.map((field: { name: string }) => [field.name, field]));
      expect(fields.get("ProfileId")).toMatchObject({
        type: "reference",
        referenceTo: ["Profile"],
        relationshipName: "Profile",
      });
      expect(fields.get("IsActive")).toMatchObject({
        type: "boolean",
        defaultedOnCreate: true,
        soapType: "xsd:boolean",
      });
      expect(fields.get("TimeZoneSidKey")).toMatchObject({ restrictedPicklist: true, nillable: false });
      const licence = (await call("GET", "/sobjects/UserLicense/describe")).body;
      expect(licence).toMatchObject({ createable: false, updateable: false, deletable: false });
      const app = (await call("GET", "/sobjects/ExternalClientApplication")).body;
      expect(app).toMatchObject({ objectDescribe: { createable: false, keyPrefix: "0xI" }, recentItems: [] });
    }));

  test("[versions.old] what a client of today asks of an older version is answered", () =>
    withOrg(async ({ local, call }) => {
      const { status, body } = await call("GET", `//services/data/v51.0/sobjects/User/${local.org.deployer.userId}`);
      expect([status, body.attributes.url]).toEqual([200, `/services/data/v51.0/sobjects/User/${body.Id}`]);
    }));

  test("[versions.listed] the versions are there without a login, oldest first", () =>
    withOrg(async ({ local, call }) => {
      const versions: Json = await (await fetch(`${local.url}/services/data/`)).json();
      expect(versions[0]).toEqual({ label: "Summer '14", url: "/services/data/v31.0", version: "31.0" });
      expect(versions.at(-1)).toMatchObject({ version: "68.0" });
      const { organizationId, deployer } = local.org;
      expect((await call("GET", "/")).body).toMatchObject({
        sobjects: "/services/data/v68.0/sobjects",
        identity: `${local.url}/id/${organizationId}/${deployer.userId}`,
      });
    }));

  test("[limits.header] each call counts, also one that fails", () =>
    withOrg(async ({ call }) => {
      const used = async (path: string) => (await call("GET", path)).headers.get("sforce-limit-info");
      expect(await used("/sobjects")).toBe("api-usage=1/100000");
      expect(await used("/sobjects/Nothing")).toBe("api-usage=2/100000");
      expect((await call("GET", "/limits")).body.DailyApiRequests).toEqual({ Max: 100_000, Remaining: 99_997 });
    }));
});
