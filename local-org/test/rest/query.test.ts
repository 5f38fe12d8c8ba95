import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Client, type Json, withOrg } from "./client.ts";

/** Accounts with and without a phone. */
async function accounts({ create }: Client): Promise<void> {
  await create("Account", { Name: "Alpha", Phone: "1", AccountNumber: "100%" });
  await create("Account", { Name: "beta", Phone: "2", AccountNumber: "100_" });
  await create("Account", { Name: "O'Hara" });
}

const names = (records: Json[]): string[] => records.map(({ Name }) => Name);

describe("SOQL", () => {
  test("[query.nulls] != and NOT IN find records without a value, comparisons do not", () =>
    withOrg(async (client) => {
      await accounts(client);
      const found = async (where: string) => names(await client.query(`SELECT Name FROM Account WHERE ${where}`));
      expect(await found("Phone != '1'")).toEqual(["beta", "O'Hara"]);
      expect(await found("Phone NOT IN ('1')")).toEqual(["beta", "O'Hara"]);
      expect(await found("NOT Phone = '1'")).toEqual(["beta", "O'Hara"]);
      expect(await found("NOT Phone > '1'")).toEqual(["Alpha", "O'Hara"]);
      expect(await found("Phone = null")).toEqual(["O'Hara"]);
      expect(await found("Phone = ''")).toEqual(["O'Hara"]);
      expect(await found("Phone != null")).toEqual(["Alpha", "beta"]);
      expect(await found("Phone IN ('2', null)")).toEqual(["beta", "O'Hara"]);
      expect(await found("Parent.Name = null")).toHaveLength(3);
    }));

  test("[query.case] text is compared without regard to case, patterns too", () =>
    withOrg(async (client) => {
      await accounts(client);
      const found = async (where: string) => names(await client.query(`SELECT Name FROM Account WHERE ${where}`));
      expect(await found("Name = 'ALPHA'")).toEqual(["Alpha"]);
      expect(await found("Name IN ('BETA')")).toEqual(["beta"]);
      expect(await found("Name LIKE 'b_t%'")).toEqual(["beta"]);
      expect(await found("Name = 'O\\'Hara'")).toEqual(["O'Hara"]);
      expect(await found("AccountNumber LIKE '100\\\\%'")).toEqual([]);
      expect(await found("AccountNumber LIKE '100\\%'")).toEqual(["Alpha"]);
      expect(await found("AccountNumber LIKE '100\\_'")).toEqual(["beta"]);
    }));

  test("[query.and-or] AND and OR need parentheses, and then mean what they say", () =>
    withOrg(async (client) => {
      await accounts(client);
      const query = (where: string) => client.query(`SELECT Name FROM Account WHERE ${where}`);
      expect(await query("Name = 'x' AND Phone = '1' OR Phone = '2'")).toMatchObject({
        errorCode: "MALFORMED_QUERY",
        message: expect.stringMatching(/unexpected token: 'OR'$/),
      });
      expect(names(await query("Name = 'x' AND (Phone = '1' OR Phone = '2')"))).toEqual([]);
      expect(names(await query("(Name = 'x' AND Phone = '1') OR Phone = '2'"))).toEqual(["beta"]);
      expect(names(await query("NOT (Phone = '1' OR Phone = '2')"))).toEqual(["O'Hara"]);
    }));

  test("nested conditions mean the same as in JavaScript", () =>
    withOrg(async (client) => {
      await accounts(client);
      const rows: Json[] = await client.query("SELECT Name, Phone FROM Account");
      type Condition = { soql: string; holds(row: Json): boolean };
      const leaf = fc
        .record({
          field: fc.constantFrom("Name", "Phone"),
          value: fc.constantFrom("alpha", "beta", "1", "2"),
          equal: fc.boolean(),
        })
        .map(
          ({ field, value, equal }): Condition => ({
            soql: `${field} ${equal ? "=" : "!="} '${value}'`,
            holds: (row) => (String(row[field]).toLowerCase() === value) === equal,
          }),
        );
      const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
        condition: fc.oneof(
          { maxDepth: 3 },
          leaf,
          tie("condition").map(({ soql, holds }) => ({ soql: `(NOT (${soql}))`, holds: (row: Json) => !holds(row) })),
          fc.tuple(tie("condition"), tie("condition"), fc.boolean()).map(([one, other, isAnd]) => ({
            soql: `((${one.soql}) ${isAnd ? "AND" : "OR"} (${other.soql}))`,
            holds: (row: Json) => (isAnd ? one.holds(row) && other.holds(row) : one.holds(row) || other.holds(row)),
          })),
        ),
      }));
      await fc.assert(
        fc.asyncProperty(condition, async ({ soql, holds }) => {
          const found = await client.query(`SELECT Name FROM Account WHERE ${soql}`);
          expect(names(found)).toEqual(names(rows.filter(holds)));
        }),
        { numRuns: 100 },
      );
    }));

  test("paths over parents, semi-joins, order, limits and counts", () =>
    withOrg(async ({ query, call, local }) => {
      const { organizationId, deployer } = local.org;
      expect(organizationId).toHaveLength(18);
      const [user] = await query(
        "SELECT Profile.UserLicense.Name, Username FROM User WHERE profile.name = 'system administrator'",
      );
      expect(user).toMatchObject({ Username: deployer.username, Profile: { UserLicense: { Name: "Salesforce" } } });
      expect(user.Profile.attributes.type).toBe("Profile");
      const used =
        "SELECT Name FROM Profile WHERE Id IN (SELECT ProfileId FROM User WHERE IsActive = true AND Alias = 'deploy')";
      expect(names(await query(used))).toEqual(["System Administrator"]);
      const unused = await query(used.replace(" IN ", " NOT IN "));
      expect(names(unused)).not.toContain("System Administrator");
      expect(unused.length).toBeGreaterThan(5);
      const ordered = names(await query("SELECT Name FROM Profile ORDER BY Name DESC LIMIT 2 OFFSET 1"));
      expect(ordered).toEqual(["System Administrator", "Standard User"]);
      expect((await call("GET", "/query?q=SELECT+COUNT()+FROM+User")).body).toEqual({
        totalSize: 7,
        done: true,
        records: [],
      });
      const groups = await query(
        "SELECT COUNT(Id), UserLicense.Name licence FROM Profile WHERE Name LIKE 'Chatter%' GROUP BY UserLicense.Name",
      );
      expect(groups).toEqual([
        { attributes: { type: "AggregateResult" }, expr0: 1, licence: "Chatter External" },
        { attributes: { type: "AggregateResult" }, expr0: 2, licence: "Chatter Free" },
      ]);
      const [me] = await query(
        `SELECT u.Name FROM User u WHERE u.Id = '${deployer.userId}' AND u.CreatedDate > 2020-01-01T00:00:00Z`,
      );
      expect(me.Name).toBe("Local Deployer");
    }));

  test("[query.empty-children] a subquery gives its own result, or null", () =>
    withOrg(async ({ query }) => {
      const soql =
        "SELECT Name, (SELECT Username FROM Users) FROM Profile WHERE Name IN ('System Administrator', 'Read Only') ORDER BY Name";
      const [readOnly, administrator] = await query(soql);
      expect(readOnly).toMatchObject({ Name: "Read Only", Users: null });
      expect(administrator.Users).toMatchObject({ totalSize: 1, done: true });
    }));

  test("[query.error-place] an unknown name is shown in its place", () =>
    withOrg(async ({ query }) => {
      const advice = "Please reference your WSDL or the describe call for the appropriate names.";
      expect(await query("SELECT Foo FROM User")).toEqual({
        status: 400,
        errorCode: "INVALID_FIELD",
        message: `\nSELECT Foo FROM User\n       ^\nERROR at Row:1:Column:8\nNo such column 'Foo' on entity 'User'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${advice}`,
      });
      expect(await query("SELECT Id,Name,BillingCity,IsDeleted FROM Accout")).toEqual({
        status: 400,
        errorCode: "INVALID_TYPE",
        message: `\nName,BillingCity,IsDeleted FROM Accout\n                                ^\nERROR at Row:1:Column:43\nsObject type 'Accout' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${advice}`,
      });
      expect(await query("SELECT Foo.Name FROM User")).toMatchObject({
        message: expect.stringContaining("Didn't understand relationship 'Foo' in field path."),
      });
      expect(await query("SELECT Id, FROM User")).toMatchObject({
        errorCode: "MALFORMED_QUERY",
        message: expect.stringMatching(/unexpected token: 'FROM'$/),
      });
      expect(await query("SELECT Id FROM User WHERE IsActive = 'true'")).toMatchObject({
        errorCode: "INVALID_FIELD",
        message: expect.stringMatching(/'IsActive' must be of type boolean and should not be enclosed in quotes$/),
      });
      expect(await query("SELECT Id FROM User WHERE Id = 'x'")).toMatchObject({
        errorCode: "INVALID_QUERY_FILTER_OPERATOR",
      });
      expect(await query("SELECT Id, Id FROM User")).toMatchObject({
        errorCode: "INVALID_FIELD",
        message: "duplicate field selected: Id",
      });
    }));

  test("[query.pages] a long result comes in pages that keep the version of the first", () =>
    withOrg(async ({ call }) => {
      for (let batch = 0; batch < 2; batch += 1) {
        const records = Array.from({ length: 150 }, (_, index) => ({
          attributes: { type: "Account" },
          Name: `A${batch * 150 + index}`,
        }));
        await call("POST", "/composite/sobjects", { records });
      }
      const first = await call("GET", "/query?q=SELECT+Name+FROM+Account", undefined, {
        "sforce-query-options": "batchSize=1",
      });
      expect(first.body).toMatchObject({
        totalSize: 300,
        done: false,
        nextRecordsUrl: expect.stringMatching(/^\/services\/data\/v68\.0\/query\/0r8\w{15}-200$/),
      });
      expect(Object.keys(first.body)).toEqual(["totalSize", "done", "nextRecordsUrl", "records"]);
      expect(first.body.records).toHaveLength(200);
      const second = await call("GET", `/${first.body.nextRecordsUrl}`);
      expect(second.body).toMatchObject({ totalSize: 300, done: true });
      expect(names(second.body.records)).toEqual(Array.from({ length: 100 }, (_, index) => `A${200 + index}`));
      expect((await call("GET", "/query/01g000000000099-200")).body).toMatchObject([
        { errorCode: "INVALID_QUERY_LOCATOR" },
      ]);
    }));
});
