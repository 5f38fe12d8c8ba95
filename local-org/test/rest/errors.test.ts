import { describe, expect, test } from "@jest/globals";
import { shortId } from "../../src/identifiers.ts";
import { errorOf, userWith, withOrg } from "./client.ts";

describe("errors of the data API", () => {
  test("[error.array] [error.fields] an error is an array; fields only on errors of a save", () =>
    withOrg(async ({ call }) => {
      const save = await call("POST", "/sobjects/Account", {});
      expect(save.status).toBe(400);
      expect(save.headers.get("content-type")).toBe("application/json;charset=UTF-8");
      expect(save.body).toEqual([
        { message: "Required fields are missing: [Name]", errorCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] },
      ]);
      const column = await call("POST", "/sobjects/Account", { Foo__c: 1 });
      expect(column.body).toEqual([
        { message: "No such column 'Foo__c' on sobject of type Account", errorCode: "INVALID_FIELD" },
      ]);
    }));

  test("[error.unknown-address] unknown sObjects and versions are NOT_FOUND", () =>
    withOrg(async ({ call }) => {
      const expected = [{ errorCode: "NOT_FOUND", message: "The requested resource does not exist" }];
      for (const path of ["/sobjects/Nothing", "/sobjects/Nothing/describe", "//services/data/v99.0/limits"]) {
        expect(await call("GET", path)).toMatchObject({ status: 404, body: expected });
      }
    }));

  test("[error.not-an-id] what cannot be an id of the sObject reads as a missing external id", () =>
    withOrg(async ({ call, local }) => {
      for (const id of ["null", "-1", local.org.organizationId]) {
        for (const method of ["GET", "PATCH", "DELETE"]) {
          const answer = await call(method, `/sobjects/Account/${id}`, method === "PATCH" ? {} : undefined);
          expect(errorOf(answer)).toEqual({
            status: 404,
            errorCode: "NOT_FOUND",
            message: `Provided external ID field does not exist or is not accessible: ${id}`,
          });
        }
      }
    }));

  test("[error.malformed-id] a wrong checksum is a malformed id", () =>
    withOrg(async ({ call, create }) => {
      const id = `${shortId(await create("Account", { Name: "A" }))}AAB`;
      expect(errorOf(await call("GET", `/sobjects/Account/${id}`))).toEqual({
        status: 400,
        errorCode: "MALFORMED_ID",
        message: `malformed id ${id}`,
        fields: [],
      });
    }));

  test("[error.absent-record] an id that no record has is a cross reference in a write, not found in a read", () =>
    withOrg(async ({ call, create }) => {
      const id = await create("PermissionSet", { Name: "Gone", Label: "Gone" });
      expect((await call("DELETE", `/sobjects/PermissionSet/${id}`)).status).toBe(204);
      const gone = { status: 404, errorCode: "INVALID_CROSS_REFERENCE_KEY", message: "invalid cross reference id" };
      expect(errorOf(await call("DELETE", `/sobjects/PermissionSet/${id}`))).toEqual(gone);
      expect(errorOf(await call("PATCH", `/sobjects/PermissionSet/${id}`, { Label: "x" }))).toEqual(gone);
      expect(errorOf(await call("GET", `/sobjects/PermissionSet/${id}`))).toMatchObject({
        status: 404,
        errorCode: "NOT_FOUND",
      });
    }));

  test("[error.deleted-record] a record in the recycle bin is deleted, not absent", () =>
    withOrg(async ({ call, create, query }) => {
      const id = await create("Account", { Name: "A" });
      expect(await call("DELETE", `/sobjects/Account/${id}`)).toMatchObject({ status: 204, body: "" });
      for (const method of ["GET", "PATCH", "DELETE"]) {
        const answer = await call(method, `/sobjects/Account/${id}`, method === "PATCH" ? { Name: "B" } : undefined);
        expect(errorOf(answer)).toEqual({
          status: 404,
          errorCode: "ENTITY_IS_DELETED",
          message: "entity is deleted",
          fields: [],
        });
      }
      expect(await query("SELECT Id FROM Account")).toEqual([]);
      const all = await call("GET", "/queryAll?q=SELECT+Id,IsDeleted+FROM+Account");
      expect(all.body.records).toMatchObject([{ Id: id, IsDeleted: true }]);
    }));

  test("[error.wrong-verb] a verb that an address does not take is told with those that it takes", () =>
    withOrg(async ({ call }) => {
      expect(errorOf(await call("POST", "/query"))).toEqual({
        status: 405,
        errorCode: "METHOD_NOT_ALLOWED",
        message: "HTTP Method 'POST' not allowed. Allowed are HEAD,GET",
      });
    }));

  test("[error.not-spoken] what is not spoken is named, never answered plausibly", () =>
    withOrg(async ({ call, query }) => {
      for (const path of [
        "/tooling/runTestsAsynchronous",
        "/sobjects/Account/deleted",
        "//services/data/v30.0/limits",
        "/search",
      ]) {
        expect(errorOf(await call("GET", path))).toMatchObject({ status: 501, errorCode: "NOT_IMPLEMENTED" });
      }
      expect(await query("SELECT Name FROM Account GROUP BY ROLLUP(Name)")).toMatchObject({ status: 501 });
      expect(await query("SELECT FORMAT(CreatedDate) FROM Account")).toMatchObject({ status: 501 });
    }));

  test("[save.body-json] a body that is missing or no JSON is told by the parser", () =>
    withOrg(async ({ call }) => {
      expect(errorOf(await call("POST", "/sobjects/Account"))).toMatchObject({
        status: 400,
        errorCode: "JSON_PARSER_ERROR",
        message: "The HTTP entity body is required, but this request has no entity body.",
      });
      expect(errorOf(await call("POST", "/sobjects/Account", '{"Name": }'))).toMatchObject({
        status: 400,
        errorCode: "JSON_PARSER_ERROR",
        message: "Unexpected character ('}' (code 125))",
      });
    }));
});

describe("sessions", () => {
  test("[session.required] a missing header and an unknown token are told apart", () =>
    withOrg(async ({ call }) => {
      expect(errorOf(await call("GET", "/limits", undefined, { authorization: "" }))).toEqual({
        status: 401,
        errorCode: "INVALID_AUTH_HEADER",
        message: "INVALID_HEADER_TYPE",
      });
      expect(errorOf(await call("GET", "/limits", undefined, { authorization: "Bearer x" }))).toEqual({
        status: 401,
        errorCode: "INVALID_SESSION_ID",
        message: "Session expired or invalid",
      });
    }));

  test("[session.scope] a token without an API scope does not serve", () =>
    withOrg(async ({ call, local: { org } }) => {
      const token = org.sessions.open({ userId: org.deployer.userId, clientId: "test", scopes: ["id"] });
      expect(errorOf(await call("GET", "/limits", undefined, { authorization: `Bearer ${token}` }))).toEqual({
        status: 401,
        errorCode: "INVALID_SESSION_ID",
        message: "This session is not valid for use with the REST API",
      });
    }));

  test("[session.inactive-user] deactivating a user ends the sessions", () =>
    withOrg(async (client) => {
      const other = await userWith(client, "other", ["ApiEnabled"]);
      expect((await other.call("GET", "/sobjects")).status).toBe(200);
      const { Id } = await client.one("SELECT Id FROM User WHERE LastName = 'other'");
      expect((await client.call("PATCH", `/sobjects/User/${Id}`, { IsActive: false })).status).toBe(204);
      expect(errorOf(await other.call("GET", "/sobjects"))).toMatchObject({
        status: 401,
        errorCode: "INVALID_SESSION_ID",
      });
    }));
});
