import { describe, expect, test } from "@jest/globals";
import { type ComposedStep, composedBody, holdsReference, stepResults } from "../../salesforce/composedCreate.ts";

const steps: ComposedStep[] = [
  { reference: "made", type: "User", fields: { LastName: "L" }, doing: "creating user u" },
  { reference: "licence0", type: "Assign", fields: { AssigneeId: "@{made.id}" }, doing: "giving a licence" },
  { reference: "held0", type: "Assign", id: "@{licence0.id}", doing: "giving a licence" },
];
const soql = "SELECT Id FROM Assign WHERE AssigneeId = '@{made.id}' AND Name = 'a@{x.id}'";
const reads = [
  { path: "/sobjects/User/@{made.id}", isQuery: false, doing: "reading" },
  { path: `/query?q=${encodeURIComponent(soql)}`, isQuery: true, doing: "reading" },
];

describe("the body of a call that makes several records", () => {
  const body = composedBody(steps, reads, (path) => `/services/data/v67.0${path}`);

  test("asks for the order in which its parts stand, and lets what is independent go on", () => {
    expect(body).toMatchObject({ allOrNone: false, collateSubrequests: false });
    expect(body.compositeRequest.map(({ referenceId, method }) => [referenceId, method])).toEqual([
      ["made", "POST"],
      ["licence0", "POST"],
      ["held0", "GET"],
      ["read0", "GET"],
      ["read1", "GET"],
    ]);
  });

  test("leaves its own references in addresses as they are, and nothing else that looks like one", () => {
    const urls = body.compositeRequest.map(({ url }) => url.replace("/services/data/v67.0", ""));
    expect(urls.slice(2, 4)).toEqual(["/sobjects/Assign/@{licence0.id}", "/sobjects/User/@{made.id}"]);
    expect(urls[4]).toContain("@{made.id}");
    expect(urls[4]).toContain(encodeURIComponent("a@{x.id}"));
  });
});

test("each part has its own outcome, in words of its own", () => {
  const halted = [{ errorCode: "PROCESSING_HALTED", message: "No value" }];
  const results = stepResults(steps, [
    { status: 201, body: { id: "005000000000001AAA", success: true, errors: [] } },
    { status: 400, body: [{ errorCode: "LICENSE_LIMIT_EXCEEDED", message: "no seat" }] },
    { status: 400, body: halted },
  ]);
  expect(results).toMatchObject([
    "005000000000001AAA",
    { code: "LICENSE_LIMIT_EXCEEDED", doing: "giving a licence" },
    { code: "PROCESSING_HALTED" },
  ]);
});

test("a part that calls itself made without an id is not believed", () => {
  const [first] = steps as [ComposedStep];
  expect(() => stepResults([first], [{ status: 201, body: { success: true } }])).toThrow(/could not be read/);
});

test.each([
  [{ Label: "@{made.id}" }, true],
  [{ Label: "mail me @{home" }, true],
  [{ Label: "a@b.example {x}" }, false],
  [{ Label: null, IsActive: true, Count: 1 }, false],
])("whether %j holds what an org would take for a reference: %s", (fields, expected) => {
  expect(holdsReference(fields)).toBe(expected);
});
