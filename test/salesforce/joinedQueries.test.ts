import { describe, expect, test } from "@jest/globals";
import type { ReadAnswer } from "../../salesforce/answers.ts";
import { idIn, shapeOf } from "../../salesforce/joinedQueries.ts";
import { JoinedReads, queryPath, type Read } from "../../salesforce/joinedReads.ts";

const [one, other] = ["0PS000000000001AAA", "0PS000000000002AAA"];

describe("the shape of a query", () => {
  test.each([
    [
      `SELECT Id, SetupEntityId FROM SetupEntityAccess WHERE ParentId = '${one}'`,
      `SELECT Id, SetupEntityId, ParentId FROM SetupEntityAccess WHERE ParentId IN ('${one}', '${other}')`,
    ],
    [
      `SELECT Id, Field FROM FieldPermissions WHERE Parent.ProfileId = '${one}' AND Field <> 'x'`,
      `SELECT Id, Field, Parent.ProfileId FROM FieldPermissions WHERE Parent.ProfileId IN ('${one}', '${other}') AND Field <> 'x'`,
    ],
    [
      `SELECT Id, Name FROM Profile WHERE Id = '${one}'`,
      `SELECT Id, Name FROM Profile WHERE Id IN ('${one}', '${other}')`,
    ],
  ])("of %s is joined to one for several ids", (soql, joined) => {
    expect(shapeOf(soql)?.joined([one, other])).toBe(joined);
  });

  test.each([
    `SELECT Id FROM Profile WHERE Name = 'System Administrator'`,
    `SELECT Id FROM Profile WHERE Id = '${one}' LIMIT 1`,
    `SELECT Id FROM Profile WHERE Id = '${one}' AND Name = 'x' ORDER BY Name`,
    `SELECT Id FROM Profile WHERE Id = '${one}' AND (Name = 'a')`,
    `SELECT Id FROM Profile WHERE Id = '${one}' AND Name = 'a' OR Name = 'b'`,
    `SELECT COUNT() FROM Profile WHERE Id = '${one}'`,
    `SELECT Id FROM Profile WHERE Id = '@{made.id}'`,
    `SELECT Id FROM Profile WHERE Id = '${one}' AND Name = 'it\\\\'s'`,
  ])("is none: %s", (soql) => expect(shapeOf(soql)).toBeUndefined());

  test("is another one where anything but the id differs", () => {
    const shapes = [
      `SELECT Id FROM Profile WHERE Id = '${one}'`,
      `SELECT Id, Name FROM Profile WHERE Id = '${one}'`,
      `SELECT Id FROM PermissionSet WHERE Id = '${one}'`,
      `SELECT Id FROM Profile WHERE Id = '${one}' AND Name = 'x'`,
    ].map((soql) => shapeOf(soql)?.shape);
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test("finds the id of a row in a field, also of a parent, and none where it is hidden", () => {
    expect(idIn({ Parent: { ProfileId: one } }, "Parent.ProfileId")).toBe(one.slice(0, 15));
    expect(idIn({ Parent: null }, "Parent.ProfileId")).toBe("");
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
    ["the answer is none", { done: true }],
  ])("are asked one by one where %s", async (_why, body) => {
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
});
