import { describe, expect, test } from "@jest/globals";
import { compositeAnswers, firstPageOf, pageOf } from "../../salesforce/answers.ts";

const of = (referenceId: unknown, body: unknown = referenceId) => ({ httpStatusCode: 200, referenceId, body });
const answersTo = (compositeResponse: unknown) => compositeAnswers({ compositeResponse }, ["a", "b", "c"], "asking");

describe("the answers of a joined call", () => {
  test("count for the parts that they name, in whatever order they come", () => {
    for (const order of ["abc", "cab", "bca", "cba"]) {
      expect(answersTo([...order].map((name) => of(name))).map(({ body }) => body)).toEqual(["a", "b", "c"]);
    }
  });

  test.each<[string, unknown]>([
    ["too few", [of("a"), of("b")]],
    ["too many", [of("a"), of("b"), of("c"), of("d")]],
    ["one twice", [of("a"), of("b"), of("b")]],
    ["one of another call", [of("a"), of("b"), of("read7")]],
    ["none named", [of(undefined), of(undefined), of(undefined)]],
    ["one of a prototype", [of("a"), of("b"), of("__proto__")]],
    ["a code that is a text", [of("a"), of("b"), { ...of("c"), httpStatusCode: "200" }]],
    ["null", [of("a"), of("b"), null]],
    ["no list", { a: of("a"), b: of("b"), c: of("c") }],
  ])("(%s) are no answer", (_how, answers) => {
    expect(() => answersTo(answers)).toThrow(expect.objectContaining({ code: "UNREADABLE_ANSWER", doing: "asking" }));
  });
});

test("a page that says that there is more, and not where, is no answer", () => {
  expect(pageOf({ done: true, records: [] }, "asking")).toEqual({ records: [], next: undefined });
  expect(() => pageOf({ totalSize: 2_000, done: false, records: [] }, "asking")).toThrow(
    expect.objectContaining({ code: "UNREADABLE_ANSWER" }),
  );
});

test("a first page with fewer rows than the org has counted, and no other page, is no answer", () => {
  const row = { Id: "005000000000001AAA" };
  const next = "/services/data/v67.0/query/01g000000000001AAA-2000";
  for (const whole of [
    { totalSize: 1, done: true, records: [row] },
    { totalSize: 9, done: false, records: [row], nextRecordsUrl: next },
    { done: true, records: [] },
  ]) {
    expect(firstPageOf(whole, "asking").records).toEqual(whole.records);
  }
  expect(() => firstPageOf({ totalSize: 2, done: true, records: [row] }, "asking")).toThrow(
    expect.objectContaining({ code: "UNREADABLE_ANSWER" }),
  );
});
