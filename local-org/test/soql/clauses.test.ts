import { describe, expect, test } from "@jest/globals";
import { type Client, type Json, profileId, userFields, withOrg } from "../rest/client.ts";

const malformed = (text: string | RegExp) => ({
  status: 400,
  errorCode: "MALFORMED_QUERY",
  message: expect.stringMatching(text),
});
const names = (records: Json[]): string[] => records.map(({ Name }) => Name);

/** Runs queries that all are refused in the same way. */
async function refused({ query }: Client, expected: object, ...queries: string[]): Promise<void> {
  for (const soql of queries) expect({ soql, ...(await query(soql)) }).toMatchObject({ soql, ...expected });
}

describe("conditions", () => {
  test("[soql.not] NOT needs its own parentheses beside AND and OR", () =>
    withOrg(async (client) => {
      await refused(
        client,
        malformed(/unexpected token: 'NOT'$/),
        "SELECT Id FROM Account WHERE Name != null AND NOT (Phone = '1')",
        "SELECT Id FROM Account WHERE NOT NOT Name = 'a'",
        "SELECT Id FROM Account WHERE Name = 'a' OR NOT Name = 'b'",
      );
      await refused(client, malformed(/'AND'$/), "SELECT Id FROM Account WHERE NOT Name = 'a' AND Name = 'b'");
      for (const where of [
        "Name != null AND (NOT Phone = '1')",
        "(NOT (NOT Name = 'a'))",
        "NOT (Name = 'a' OR Phone = 'b')",
      ]) {
        expect(await client.query(`SELECT Id FROM Account WHERE ${where}`)).toEqual([]);
      }
    }));

  test("[soql.escapes] known sequences are read, others refused", () =>
    withOrg(async (client) => {
      for (const Name of ['O\'Hara "x"', "back\\slash", "two\nlines", "Zoë"]) await client.create("Account", { Name });
      const found = async (literal: string) =>
        names(await client.query(`SELECT Name FROM Account WHERE Name = ${literal}`));
      expect(await found("'o\\'hara \\\"X\\\"'")).toEqual(['O\'Hara "x"']);
      expect(await found("'back\\\\slash'")).toEqual(["back\\slash"]);
      expect(await found("'two\\nlines'")).toEqual(["two\nlines"]);
      expect(await found("'Zo\\u00EB'")).toEqual(["Zoë"]);
      await refused(
        client,
        malformed(/Illegal character sequence '\\d'/),
        "SELECT Id FROM Account WHERE Name = 'a\\d'",
      );
      await refused(client, malformed(/line 1:41 mismatched character/), "SELECT Id FROM Account WHERE Name = 'open");
      await refused(client, malformed(/line 1:7 no viable alternative at character '#'/), "SELECT # FROM Account");
    }));

  test("[soql.like] LIKE is for text, with its two wildcards", () =>
    withOrg(async (client) => {
      for (const Name of ["Alpha", "Al", "A_pha"]) await client.create("Account", { Name });
      const found = async (pattern: string) =>
        names(await client.query(`SELECT Name FROM Account WHERE Name LIKE '${pattern}'`));
      expect(await found("al%")).toEqual(["Alpha", "Al"]);
      expect(await found("a_pha")).toEqual(["Alpha", "A_pha"]);
      expect(await found("a\\_pha")).toEqual(["A_pha"]);
      expect(await found("a\\u005fpha")).toEqual(["A_pha"]);
      const operator = { status: 400, errorCode: "INVALID_QUERY_FILTER_OPERATOR" };
      await refused(
        client,
        operator,
        "SELECT Id FROM User WHERE IsActive LIKE 'a'",
        "SELECT Id FROM User WHERE Id LIKE '005%'",
        "SELECT Id FROM User WHERE CreatedDate LIKE '2026%'",
      );
      await refused(client, { errorCode: "INVALID_FIELD" }, "SELECT Id FROM User WHERE Name LIKE 5");
    }));

  test("[soql.string-length] a string that is too long is refused", () =>
    withOrg(async (client) => {
      await refused(client, malformed(/4,000/), `SELECT Id FROM User WHERE Name = '${"a".repeat(4001)}'`);
      expect(await client.query(`SELECT Id FROM User WHERE Name = '${"a".repeat(4000)}'`)).toEqual([]);
    }));

  test("[soql.unicode-case] ä and Ä are the same letter", () =>
    withOrg(async ({ create, query }) => {
      for (const Name of ["ärger", "ÄRGER", "Arger"]) await create("Account", { Name });
      for (const where of ["Name = 'Ärger'", "Name IN ('ÄRGER')", "Name LIKE 'Ä%'", "Name >= 'ä'"]) {
        expect(names(await query(`SELECT Name FROM Account WHERE ${where}`))).toEqual(["ärger", "ÄRGER"]);
      }
      expect(await query("SELECT COUNT_DISTINCT(Name) n FROM Account")).toMatchObject([{ n: 2 }]);
      expect(await query("SELECT COUNT(Id) n FROM Account GROUP BY Name ORDER BY Name")).toMatchObject([
        { n: 1 },
        { n: 2 },
      ]);
    }));

  test("[soql.date-literals] a time is compared with the days of a literal in the caller's time zone", () =>
    withOrg(async ({ create, query }) => {
      await create("Account", { Name: "new" });
      for (const where of [
        "= TODAY",
        "> YESTERDAY",
        "< TOMORROW",
        ">= LAST_N_DAYS:3",
        "<= THIS_YEAR",
        "!= LAST_YEAR",
        "IN (TODAY, NEXT_YEAR)",
        "= LAST_90_DAYS",
      ]) {
        expect({ where, found: names(await query(`SELECT Name FROM Account WHERE CreatedDate ${where}`)) }).toEqual({
          where,
          found: ["new"],
        });
      }
      for (const where of ["!= TODAY", "> TODAY", "< TODAY", "NOT IN (TODAY)", "= NEXT_N_DAYS:2"]) {
        expect(await query(`SELECT Name FROM Account WHERE CreatedDate ${where}`)).toEqual([]);
      }
      expect(await query("SELECT Name FROM Account WHERE Name = TODAY")).toMatchObject({ errorCode: "INVALID_FIELD" });
      expect(await query("SELECT Name FROM Account WHERE CreatedDate > 2026-02-30T00:00:00Z")).toMatchObject({
        errorCode: "MALFORMED_QUERY",
      });
      expect(await query("SELECT Name FROM Account WHERE CreatedDate > 2026-01-01")).toMatchObject({
        errorCode: "INVALID_FIELD",
      });
    }));

  test("[soql.date-functions] parts of a time are in UTC, or in the caller's time zone", () =>
    withOrg(async (client) => {
      const { query, create, call, local } = client;
      await call("PATCH", `/sobjects/User/${local.org.deployer.userId}`, { TimeZoneSidKey: "Asia/Kolkata" });
      await create("VoiceCall", { CallStartDateTime: "2026-12-31T20:15:00Z", VendorCallKey: "late" });
      const parts = [
        ["CALENDAR_YEAR", 2026, 2027],
        ["CALENDAR_QUARTER", 4, 1],
        ["CALENDAR_MONTH", 12, 1],
        ["DAY_IN_MONTH", 31, 1],
        ["DAY_IN_WEEK", 5, 6],
        ["DAY_IN_YEAR", 365, 1],
        ["FISCAL_YEAR", 2026, 2027],
        ["FISCAL_QUARTER", 4, 1],
        ["FISCAL_MONTH", 12, 1],
        ["HOUR_IN_DAY", 20, 1],
        ["WEEK_IN_MONTH", 5, 1],
        ["WEEK_IN_YEAR", 53, 1],
      ];
      for (const [name, universal, here] of parts) {
        const found = await query(
          `SELECT ${name}(CallStartDateTime) u, ${name}(convertTimezone(CallStartDateTime)) h FROM VoiceCall GROUP BY ${name}(CallStartDateTime), ${name}(convertTimezone(CallStartDateTime))`,
        );
        expect({ name, found }).toEqual({
          name,
          found: [{ attributes: { type: "AggregateResult" }, u: universal, h: here }],
        });
        expect(
          await query(`SELECT VendorCallKey FROM VoiceCall WHERE ${name}(CallStartDateTime) = ${universal}`),
        ).toHaveLength(1);
      }
      const days =
        "SELECT DAY_ONLY(convertTimezone(CallStartDateTime)) d, COUNT(Id) n FROM VoiceCall WHERE DAY_ONLY(CallStartDateTime) = 2026-12-31 GROUP BY DAY_ONLY(convertTimezone(CallStartDateTime))";
      expect(await query(days)).toMatchObject([{ d: "2027-01-01", n: 1 }]);
      await refused(
        client,
        malformed(/must be grouped or aggregated/),
        "SELECT CALENDAR_YEAR(CallStartDateTime) FROM VoiceCall",
      );
      await refused(
        client,
        { errorCode: "INVALID_FIELD" },
        "SELECT Id FROM VoiceCall WHERE CALENDAR_YEAR(VendorCallKey) = 2026",
      );
      await refused(
        client,
        malformed(/unexpected token: '\('$/),
        "SELECT Id FROM VoiceCall WHERE NO_FUNCTION(VendorCallKey) = 1",
      );
    }));
});

describe("order and windows", () => {
  test("[soql.text-order] [soql.null-order] text is ordered by capitals, and nothing comes first", () =>
    withOrg(async ({ create, query }) => {
      for (const [Name, Phone] of [
        ["b", "2"],
        ["A_", null],
        ["AB", "1"],
        ["a", "3"],
      ])
        await create("Account", { Name, Phone });
      expect(names(await query("SELECT Name FROM Account ORDER BY Name"))).toEqual(["a", "AB", "A_", "b"]);
      expect(names(await query("SELECT Name FROM Account WHERE Name > 'ab' ORDER BY Name DESC"))).toEqual(["b", "A_"]);
      const phones = async (order: string) =>
        (await query(`SELECT Phone FROM Account ORDER BY Phone ${order}`)).map(({ Phone }: Json) => Phone);
      expect(await phones("")).toEqual([null, "1", "2", "3"]);
      expect(await phones("DESC")).toEqual([null, "3", "2", "1"]);
      expect(await phones("ASC NULLS LAST")).toEqual(["1", "2", "3", null]);
      expect(await phones("DESC NULLS LAST")).toEqual(["3", "2", "1", null]);
    }));

  test("[soql.offset] OFFSET has an end", () =>
    withOrg(async (client) => {
      expect(await client.query("SELECT Id FROM User OFFSET 2000")).toEqual([]);
      await refused(client, { errorCode: "NUMBER_OUTSIDE_VALID_RANGE" }, "SELECT Id FROM User OFFSET 2001");
      await refused(
        client,
        malformed("unexpected token"),
        "SELECT Id FROM User LIMIT -1",
        "SELECT Id FROM User LIMIT 1.5",
      );
    }));

  test("[soql.for] marks and locks change no result", () =>
    withOrg(async (client) => {
      for (const clause of ["FOR VIEW", "FOR REFERENCE", "FOR VIEW FOR REFERENCE", "FOR UPDATE"]) {
        expect(await client.query(`SELECT Id FROM User LIMIT 1 ${clause}`)).toHaveLength(1);
      }
      await refused(client, malformed(/unexpected token: 'UPDATE'$/), "SELECT Id FROM User ORDER BY Name FOR UPDATE");
      await refused(
        client,
        malformed("unexpected token"),
        "SELECT Id FROM User FOR SALE",
        "SELECT Id FROM User UPDATE VIEWSTAT",
      );
    }));

  test("[soql.apex-only] what only Apex has is malformed", () =>
    withOrg(async (client) => {
      await refused(
        client,
        malformed(/^Bind variables only allowed in Apex code$/),
        "SELECT Id FROM User WHERE Name = :name",
      );
      await refused(client, malformed(/^ALL ROWS not allowed in this context$/), "SELECT Id FROM User ALL ROWS");
      await refused(client, malformed(/unexpected token: 'WITH'$/), "SELECT Id FROM User WITH SECURITY_ENFORCED");
      await refused(client, malformed(/Invalid scope/), "SELECT Id FROM User USING SCOPE mine");
      expect(await client.query("SELECT Id FROM User USING SCOPE everything")).toHaveLength(7);
    }));

  test("[soql.too-complicated] what no org takes is refused before it is tried", () =>
    withOrg(async (client) => {
      const deep = `${"(".repeat(300)}Name = 'a'${")".repeat(300)}`;
      await refused(client, { status: 400, errorCode: "QUERY_TOO_COMPLICATED" }, `SELECT Id FROM User WHERE ${deep}`);
      const many = Array.from({ length: 1500 }, (_, index) => `Name = '${index}'`).join(" OR ");
      expect(await clientPost(client, `SELECT Id FROM User WHERE ${many}`)).toEqual([]);
    }));
});

/** Longer than an address may be: asked through a composite. */
async function clientPost({ call }: Client, soql: string): Promise<Json> {
  const url = `/services/data/v68.0/query?q=${encodeURIComponent(soql)}`;
  const { body } = await call("POST", "/composite", { compositeRequest: [{ method: "GET", url, referenceId: "one" }] });
  return body.compositeResponse[0].body.records;
}

describe("groups", () => {
  test("[soql.count] COUNT() gives a number, no more than LIMIT", () =>
    withOrg(async (client) => {
      const count = async (clause: string) =>
        (await client.call("GET", `/query?q=${encodeURIComponent(`SELECT COUNT() FROM Profile ${clause}`)}`)).body;
      expect(await count("WHERE Name LIKE 'Chatter%'")).toEqual({ totalSize: 3, done: true, records: [] });
      expect(await count("LIMIT 3")).toMatchObject({ totalSize: 3 });
      await refused(
        client,
        malformed("COUNT"),
        "SELECT COUNT() FROM Profile GROUP BY Name",
        "SELECT COUNT() FROM Profile ORDER BY Name",
      );
    }));

  test("[soql.aggregate-names] [soql.grouped-only] [soql.aliases] what groups are called and made of", () =>
    withOrg(async (client) => {
      const licences =
        "SELECT UserLicense.Name, COUNT(Id), MIN(Name), MAX(Name) final FROM Profile WHERE Name LIKE 'Chatter%' GROUP BY UserLicense.Name";
      expect(await client.query(licences)).toEqual([
        {
          attributes: { type: "AggregateResult" },
          Name: "Chatter External",
          expr0: 1,
          expr1: "Chatter External User",
          final: "Chatter External User",
        },
        {
          attributes: { type: "AggregateResult" },
          Name: "Chatter Free",
          expr0: 2,
          expr1: "Chatter Free User",
          final: "Chatter Moderator User",
        },
      ]);
      expect(
        await client.query(
          "SELECT COUNT(Id) n FROM Profile GROUP BY UserLicenseId HAVING COUNT(Id) > 1 AND UserLicenseId != null ORDER BY COUNT(Id) DESC",
        ),
      ).toMatchObject([{ n: 10 }, { n: 2 }, { n: 2 }]);
      await refused(
        client,
        malformed(/^duplicate alias: Name$/),
        "SELECT Name, COUNT(Id) Name FROM Profile GROUP BY Name",
      );
      await refused(
        client,
        malformed(/^Field must be grouped or aggregated: UserType$/),
        "SELECT Name, UserType FROM Profile GROUP BY Name",
        "SELECT UserType, COUNT(Id) FROM Profile",
        "SELECT COUNT(Id) FROM Profile GROUP BY Name HAVING UserType = 'a'",
      );
      await refused(
        client,
        malformed(/^Ordered field must be grouped or aggregated: UserType$/),
        "SELECT Name FROM Profile GROUP BY Name ORDER BY UserType",
      );
      await refused(client, malformed(/^only aggregate expressions use field aliasing$/), "SELECT Name n FROM Profile");
      await refused(client, malformed(/'HAVING'$/), "SELECT Name FROM Profile HAVING COUNT(Id) > 1");
      await refused(client, malformed(/does not support aggregate operator SUM$/), "SELECT SUM(Name) FROM Profile");
    }));

  test("[soql.overall-limit] one overall aggregate has no LIMIT", () =>
    withOrg(async (client) => {
      expect(await client.query("SELECT COUNT(Id) n, COUNT_DISTINCT(ProfileId) p FROM User")).toMatchObject([
        { n: 7, p: 6 },
      ]);
      await refused(client, malformed(/cannot also use LIMIT$/), "SELECT COUNT(Id) FROM User LIMIT 1");
      expect(await client.query("SELECT Name FROM Profile GROUP BY Name LIMIT 2")).toHaveLength(2);
    }));

  test("[soql.groups-batch] groups come in one batch", () =>
    withOrg(async (client) => {
      const { records } = client.local.org;
      records.transaction(() => {
        for (let index = 0; index <= 2000; index += 1) records.insert("Account", { Name: `A${index}` });
      });
      await refused(client, { status: 400, errorCode: "EXCEEDED_ID_LIMIT" }, "SELECT Name FROM Account GROUP BY Name");
      expect(await client.query("SELECT Name FROM Account GROUP BY Name LIMIT 2000")).toHaveLength(2000);
    }));
});

describe("relationships", () => {
  test("[soql.semi-join-place] [soql.semi-join-object] semi-joins have their place", () =>
    withOrg(async (client) => {
      const join = "Id IN (SELECT ProfileId FROM User WHERE Alias = 'deploy')";
      expect(names(await client.query(`SELECT Name FROM Profile WHERE (${join}) AND Name != null`))).toEqual([
        "System Administrator",
      ]);
      await refused(client, malformed(/'OR' operator$/), `SELECT Id FROM Profile WHERE ${join} OR Name = 'a'`);
      await refused(
        client,
        malformed(/not in nested WHERE expressions\.$/),
        `SELECT Id FROM Profile WHERE Name = 'a' AND (Name = 'b' OR ${join})`,
        `SELECT Id FROM Profile WHERE NOT ${join}`,
      );
      await refused(
        client,
        malformed(/^Maximum 2 semi join/),
        `SELECT Id FROM Profile WHERE ${join} AND ${join} AND ${join}`,
      );
      await refused(
        client,
        malformed(/^Nesting of semi join/),
        "SELECT Id FROM Profile WHERE Id IN (SELECT ProfileId FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment))",
      );
      await refused(
        client,
        malformed(/^The inner and outer selects should not be on the same object type$/),
        "SELECT Id FROM User WHERE Id NOT IN (SELECT ManagerId FROM User)",
      );
      await refused(
        client,
        malformed(/can only query id fields/),
        "SELECT Id FROM User WHERE Name IN (SELECT Id FROM Profile)",
        "SELECT Id FROM User WHERE ProfileId IN (SELECT Name FROM Profile)",
        "SELECT Id FROM User WHERE Profile.UserLicenseId IN (SELECT Id FROM UserLicense)",
      );
      await refused(
        client,
        malformed("Semi join"),
        "SELECT Id FROM User WHERE ProfileId IN (SELECT Id, Name FROM Profile)",
        "SELECT Id FROM User WHERE ProfileId IN (SELECT Id FROM Profile LIMIT 1)",
      );
    }));

  test("[soql.child-aggregates] [soql.child-levels] children may have children, and nothing to count", () =>
    withOrg(async (client) => {
      let ParentId: string | null = null;
      for (const Name of ["1", "2", "3", "4", "5"]) ParentId = await client.create("Account", { Name, ParentId });
      const nested = (levels: number): string =>
        `SELECT Name${levels > 1 ? `, (${nested(levels - 1)})` : ""} FROM ChildAccounts`;
      const [root] = await client.query(`SELECT Name, (${nested(4)}) FROM Account WHERE ParentId = null`);
      const path = [root];
      while (path.at(-1).ChildAccounts) path.push(path.at(-1).ChildAccounts.records[0]);
      expect(names(path)).toEqual(["1", "2", "3", "4", "5"]);
      await refused(client, malformed("levels of relationships"), `SELECT Name, (${nested(5)}) FROM Account`);
      const statusIn57 = async (soql: string) =>
        (await client.call("GET", `//services/data/v57.0/query?q=${encodeURIComponent(soql)}`)).status;
      expect(await statusIn57(`SELECT Name, (${nested(1)}) FROM Account`)).toBe(200);
      expect(await statusIn57(`SELECT Name, (${nested(2)}) FROM Account`)).toBe(400);
      await refused(
        client,
        malformed(/^only root queries support aggregate expressions$/),
        "SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account",
        "SELECT Id, (SELECT LastName FROM Contacts GROUP BY LastName) FROM Account",
      );
      await refused(
        client,
        { errorCode: "INVALID_FIELD" },
        "SELECT Id, (SELECT Id FROM Nobodies) FROM Account",
        "SELECT Id, (SELECT Id FROM Contacts WHERE Nothing = 1) FROM Account WHERE Name = 'none'",
      );
    }));

  test("[soql.polymorphic] [soql.typeof] what a lookup to several sObjects points at", () =>
    withOrg(async (client) => {
      const ParentId = await client.create("PermissionSet", { Name: "Access", Label: "Access" });
      const { Id } = await client.one("SELECT Id FROM ApexClass WHERE Name = 'ServiceRouting'");
      await client.create("SetupEntityAccess", { ParentId, SetupEntityId: Id });
      const asked = `SELECT SetupEntity.Name, SetupEntity.Type FROM SetupEntityAccess WHERE Parent.Name = 'access'`;
      const attributes = { type: "Name", url: `/services/data/v68.0/sobjects/ApexClass/${Id}` };
      const [row] = await client.query(
        `${asked} AND SetupEntity.Type = 'ApexClass' AND SetupEntity.Name LIKE 'servicer%' ORDER BY SetupEntity.Name`,
      );
      expect(row.SetupEntity).toEqual({ attributes, Name: "ServiceRouting", Type: "ApexClass" });
      expect(await client.query(`${asked} AND SetupEntity.Type != 'ApexClass'`)).toEqual([]);
      expect(await client.query("SELECT License.Name FROM PermissionSet WHERE Name = 'Access'")).toMatchObject([
        { License: null },
      ]);
      expect(
        await client.query("SELECT COUNT(Id) n FROM PermissionSet WHERE License.Name = 'salesforce integration'"),
      ).toMatchObject([{ n: 1 }]);
      await refused(
        client,
        { errorCode: "INVALID_FIELD" },
        "SELECT SetupEntity.Body FROM SetupEntityAccess",
        "SELECT SetupEntity.CreatedBy.Name FROM SetupEntityAccess",
      );

      const branches =
        "TYPEOF SetupEntity WHEN ApexClass THEN Name, NamespacePrefix WHEN CustomPermission THEN MasterLabel ELSE Name END";
      const [found] = await client.query(`SELECT Id, ${branches} FROM SetupEntityAccess`);
      expect(found.SetupEntity).toEqual({
        attributes: { type: "ApexClass", url: attributes.url },
        Name: "ServiceRouting",
        NamespacePrefix: "cnxscv",
      });
      const other =
        "SELECT TYPEOF SetupEntity WHEN CustomPermission THEN MasterLabel ELSE Name, Type END FROM SetupEntityAccess";
      expect((await client.query(other))[0].SetupEntity).toMatchObject({ Name: "ServiceRouting", Type: "ApexClass" });
      await refused(client, { errorCode: "INVALID_TYPE" }, other.replace("CustomPermission", "Account"));
      await refused(
        client,
        { errorCode: "INVALID_FIELD" },
        other.replace("MasterLabel", "Nothing"),
        "SELECT TYPEOF Parent WHEN PermissionSet THEN Name END FROM SetupEntityAccess",
      );
    }));

  test("[soql.labels] toLabel() shows and filters by labels", () =>
    withOrg(async (client) => {
      const fields = {
        ...userFields("label"),
        ProfileId: await profileId(client, "Read Only"),
        EmailEncodingKey: "Shift_JIS",
      };
      await client.create("User", fields);
      const found = await client.query(
        "SELECT toLabel(EmailEncodingKey) FROM User WHERE toLabel(EmailEncodingKey) = 'japanese (shift-jis)'",
      );
      expect(found).toMatchObject([{ EmailEncodingKey: "Japanese (Shift-JIS)" }]);
      expect(
        await client.query("SELECT EmailEncodingKey, toLabel(EmailEncodingKey) e FROM User WHERE LastName = 'label'"),
      ).toMatchObject([{ EmailEncodingKey: "Shift_JIS", e: "Japanese (Shift-JIS)" }]);
      await refused(client, { errorCode: "INVALID_FIELD" }, "SELECT toLabel(Name) FROM User");
    }));

  test("what is correct and not spoken is named", () =>
    withOrg((client) =>
      refused(
        client,
        { status: 501, errorCode: "NOT_IMPLEMENTED" },
        "SELECT Name, COUNT(Id) FROM Profile GROUP BY ROLLUP(Name)",
        "SELECT FORMAT(CreatedDate) FROM User",
      ),
    ));
});
