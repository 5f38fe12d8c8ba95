import { describe, expect, test } from "@jest/globals";
import type { ReadAnswer } from "../../salesforce/answers.ts";
import { SalesforceError } from "../../salesforce/errors.ts";
import { joinedQuery, rowsByQuery, shapeOf } from "../../salesforce/joinedQueries.ts";
import { JoinedReads, queryPath, type Read } from "../../salesforce/joinedReads.ts";

const [one, other] = ["0PS000000000001AAA", "0PS000000000002AAA"];

const shape = (soql: string) => {
  const found = shapeOf(soql);
  if (found === undefined) throw new Error(`no shape: ${soql}`);
  return found;
};
const joined = (...soql: string[]) => joinedQuery(soql.map(shape));

describe("queries of one shape", () => {
  test("become one for several ids, which selects the id too", () => {
    const grants = (id: string) => `SELECT Id, SetupEntityId FROM SetupEntityAccess WHERE ParentId = '${id}'`;
    expect(joined(grants(one), grants(other))).toBe(
      `SELECT Id, SetupEntityId, ParentId FROM SetupEntityAccess WHERE ParentId IN ('${one}', '${other}')`,
    );
    const fields = (id: string) =>
      `SELECT Id, Field FROM FieldPermissions WHERE Parent.ProfileId = '${id}' AND Field <> 'x'`;
    expect(joined(fields(one), fields(other))).toBe(
      `SELECT Id, Field, Parent.ProfileId FROM FieldPermissions WHERE Parent.ProfileId IN ('${one}', '${other}') AND Field <> 'x'`,
    );
  });

  test("become one for several names, also those that are lists, each name once", () => {
    const named = (names: string) => `SELECT Id, Name FROM Profile WHERE Name IN (${names}) AND IsOwned = false`;
    expect(joined(named("'One', 'Two'"), named("'Two', 'Three Four'"))).toBe(
      "SELECT Id, Name FROM Profile WHERE Name IN ('One', 'Two', 'Three Four') AND IsOwned = false",
    );
    expect(
      joined("SELECT Id, Name FROM Profile WHERE Name = 'One'", "SELECT Id FROM Profile WHERE Name IN ('a')"),
    ).toBe("SELECT Id, Name FROM Profile WHERE Name IN ('One', 'a')");
  });

  test("select what any of them selects, no field twice", () => {
    expect(
      joined(
        `SELECT Id, Name FROM Profile WHERE Id = '${one}'`,
        `SELECT id, Parent.Name FROM Profile WHERE Id = '${one}'`,
      ),
    ).toBe(`SELECT Id, Name, Parent.Name FROM Profile WHERE Id IN ('${one}')`);
  });

  test("differ in nothing but the values and the selected fields", () => {
    const shapes = [
      `SELECT Id FROM Profile WHERE Id = '${one}'`,
      `SELECT Id FROM PermissionSet WHERE Id = '${one}'`,
      `SELECT Id FROM Profile WHERE Name = '${one}'`,
      `SELECT Id FROM Profile WHERE Id = '${one}' AND Name = 'x'`,
    ].map((soql) => shape(soql).shape);
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test.each([
    `SELECT Id FROM Profile WHERE Id = '${one}' LIMIT 1`,
    `SELECT Id FROM Profile WHERE Id = '${one}' AND Name = 'x' ORDER BY Name`,
    `SELECT Id FROM Profile WHERE Id = '${one}' AND (Name = 'a')`,
    `SELECT Id FROM Profile WHERE Id = '${one}' AND Name = 'a' OR Name = 'b'`,
    `SELECT Id FROM Profile WHERE Name IN ('a') OR Name IN ('b')`,
    `SELECT COUNT() FROM Profile WHERE Id = '${one}'`,
    `SELECT Id FROM Profile WHERE Id = '@{made.id}'`,
    `SELECT Id FROM Profile WHERE Id IN ('${one}', '@{made.id}')`,
    `SELECT Id FROM Profile WHERE Id IN (SELECT Id FROM Thing)`,
    `SELECT Id FROM Profile WHERE Id IN ('')`,
    "SELECT Id FROM Profile WHERE Name = 'it\\\\'s'",
    "SELECT Id FROM Profile WHERE Name = 'ends in a blank '",
    "SELECT Id FROM Profile WHERE Name = 'Müller'",
    "SELECT Id FROM Profile WHERE IsOwned = false",
  ])("is none: %s", (soql) => expect(shapeOf(soql)).toBeUndefined());
});

describe("rows of a joined query", () => {
  const byName = (names: string) => shape(`SELECT Id FROM Thing WHERE Name IN (${names})`);

  test("belong to whoever has asked for that name, in any capitals, and to each of them", () => {
    const [anna, Both] = [{ Name: "ANNA" }, { Name: "Both" }];
    expect(rowsByQuery([anna, Both], [byName("'Anna', 'both'"), byName("'BOTH'"), byName("'none'")])).toEqual([
      [anna, Both],
      [Both],
      [],
    ]);
  });

  test.each([
    ["of another name", [{ Name: "other" }]],
    ["without the field", [{ Id: one }]],
    ["that are none", [null]],
    ["with a number for a name", [{ Name: 7 }]],
  ])("%s are nobody's, so nothing is divided", (_which, rows) => {
    expect(rowsByQuery(rows, [byName("'Anna'"), byName("'Berta'")])).toBeUndefined();
  });

  test("belong to an id in either of its forms, also that of a parent", () => {
    const ofProfile = (id: string) => shape(`SELECT Id FROM Thing WHERE Parent.ProfileId = '${id}'`);
    const rows = [{ Parent: { ProfileId: one.slice(0, 15) } }, { Parent: { ProfileId: other } }];
    expect(rowsByQuery(rows, [ofProfile(other), ofProfile(one)])).toEqual([[rows[1]], [rows[0]]]);
    expect(rowsByQuery([{ Parent: null }], [ofProfile(one), ofProfile(other)])).toBeUndefined();
  });

  test("do not belong to a name that only looks like the beginning of the id of another", () => {
    const [short, long] = ["Abcdefghijklmno123", "Abcdefghijklmno456"];
    expect(rowsByQuery([{ Name: short }], [byName(`'${long}'`), byName(`'${short}'`)])).toEqual([
      [],
      [{ Name: short }],
    ]);
  });
});

describe("queries that differ in an id", () => {
  const query = (id: string): Read => {
    const soql = `SELECT Id, Name FROM Thing WHERE ParentId = '${id}'`;
    return { path: queryPath(soql), soql, isQuery: true, doing: `reading ${id}` };
  };
  const asked = async (answer: (path: string) => ReadAnswer) => {
    const sent: string[] = [];
    const reads = new JoinedReads(async (group) => {
      sent.push(...group.map(({ path }) => decodeURIComponent(path)));
      return group.map(({ path }) => answer(path));
    });
    const answers = await Promise.allSettled([reads.get(query(one)), reads.get(query(other))]);
    return { sent, answers: answers.map((each) => (each.status === "fulfilled" ? each.value : each.reason)) };
  };

  test("leave as one, and each is given its own rows", async () => {
    const records = [
      { Id: "a", ParentId: other },
      { Id: "b", ParentId: one.slice(0, 15) },
      { Id: "c", ParentId: other },
    ];
    const { sent, answers } = await asked(() => ({ status: 200, body: { done: true, records } }));
    expect(sent).toEqual([expect.stringContaining(`ParentId IN ('${one}', '${other}')`)]);
    expect(answers.map(({ body }) => body.records.map(({ Id }: { Id: string }) => Id))).toEqual([["b"], ["a", "c"]]);
  });

  test.each([
    ["there are further pages", { done: false, nextRecordsUrl: "/services/data/v67.0/query/01g-2000", records: [] }],
    ["a row hides whose it is", { done: true, records: [{ Id: "a", ParentId: null }] }],
    ["a row is nobody's", { done: true, records: [{ Id: "a", ParentId: "0PS000000000009AAA" }] }],
    ["there is more, and nobody knows where", { done: false, records: [] }],
    ["the answer is none", { done: true }],
  ])("are asked by themselves where %s", async (_why, body) => {
    const alone = { status: 200, body: { done: true, records: [] } };
    const { sent, answers } = await asked((path) => (path.includes("IN") ? { status: 200, body } : alone));
    expect(sent).toHaveLength(3);
    expect(answers).toEqual([alone, alone]);
  });

  test("are all told of an error that is the query's", async () => {
    const failed = { status: 400, body: [{ errorCode: "INVALID_FIELD", message: "No such column" }] };
    const { sent, answers } = await asked(() => failed);
    expect(sent).toHaveLength(1);
    expect(answers).toEqual([failed, failed]);
  });

  const rows = (id: string) => ({ status: 200, body: { done: true, records: [{ Id: id }] } });
  const refused = (code: string) => ({ status: 400, body: [{ errorCode: code, message: "no" }] });
  const isOf = (id: string, path: string) => decodeURIComponent(path).includes(id);

  test.each(["INVALID_QUERY_FILTER_OPERATOR", "MALFORMED_QUERY", "QUERY_TOO_COMPLICATED", "EXCEEDED_ID_LIMIT"])(
    "are asked by themselves after %s, which may be that of one value",
    async (code) => {
      const { sent, answers } = await asked((path) => (isOf(one, path) ? refused(code) : rows(other)));
      expect(sent).toHaveLength(3);
      expect(answers).toEqual([refused(code), rows(other)]);
    },
  );

  test.each(["INVALID_QUERY_FILTER_OPERATOR", "ERROR_HTTP_414"])(
    "are asked by themselves after %s of a call that holds nothing else",
    async (code) => {
      const reads = new JoinedReads(async (group) => {
        if (group.length === 1) throw new SalesforceError(code, "no", "asking");
        return group.map(({ path }) => (isOf(one, path) ? refused(code) : rows(other)));
      });
      const answers = await Promise.all([reads.get(query(one)), reads.get(query(other))]);
      expect(answers).toEqual([refused(code), rows(other)]);
    },
  );

  test.each(["INVALID_TYPE", "REQUEST_LIMIT_EXCEEDED", "SERVER_UNAVAILABLE"])(
    "are all told of %s, which is that of each",
    async (code) => {
      const { sent, answers } = await asked(() => refused(code));
      expect(sent).toHaveLength(1);
      expect(answers).toEqual([refused(code), refused(code)]);
    },
  );

  test("are asked by themselves after an error where they select different fields", async () => {
    const failed = { status: 400, body: [{ errorCode: "INVALID_FIELD", message: "No such column Hidden" }] };
    const reads = new JoinedReads(async (group) =>
      group.map(({ path }) => (path.includes("Hidden") ? failed : rows("found"))),
    );
    const ask = (fields: string, id: string) => {
      const soql = `SELECT ${fields} FROM Thing WHERE ParentId = '${id}'`;
      return reads.get({ path: queryPath(soql), soql, isQuery: true, doing: "reading" });
    };
    expect(await Promise.all([ask("Id, Hidden", one), ask("Id", other)])).toEqual([failed, rows("found")]);
  });
});
