import { describe, expect, test } from "@jest/globals";
import { errorOf, withOrg } from "./client.ts";

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
  test("[session.scope] a token without an API scope does not serve", () =>
    withOrg(async ({ call, local: { org } }) => {
      const token = org.sessions.open({ userId: org.deployer.userId, clientId: "test", scopes: ["id"] });
      expect(errorOf(await call("GET", "/limits", undefined, { authorization: `Bearer ${token}` }))).toEqual({
        status: 401,
        errorCode: "INVALID_SESSION_ID",
        message: "This session is not valid for use with the REST API",
      });
    }));
});
