import { describe, expect, test } from "@jest/globals";
import { callKind, countCalls, recordRead } from "../../../tools/bench/calls.ts";
import { request } from "./requests.ts";

describe("the kind of a call", () => {
  test.each([
    [
      "a Metadata call by its operation",
      { method: "POST", path: "/services/Soap/m/67.0", operation: "deploy" },
      "SOAP deploy",
    ],
    [
      "a write without the id",
      { method: "PATCH", path: "/services/data/v67.0/sobjects/User/005hg000000000tAAA" },
      "PATCH …/sobjects/User/{id}",
    ],
    [
      "a create by its object",
      { method: "POST", path: "/services/data/v67.0/sobjects/Profile" },
      "POST …/sobjects/Profile",
    ],
    [
      "the collections beside the Composite resource",
      { method: "POST", path: "/services/data/v67.0/composite/sobjects" },
      "POST …/composite/sobjects",
    ],
    ["the list of resources", { method: "GET", path: "/services/data/v68.0/" }, "GET …/"],
    ["the token endpoint in full", { method: "POST", path: "/services/oauth2/token" }, "POST /services/oauth2/token"],
    ["joined reads", { method: "POST", path: "/services/data/v67.0/composite" }, recordRead],
    [
      "a query of its own",
      { method: "GET", path: "/services/data/v67.0/query?q=SELECT Id FROM User WHERE Name = 'a?b'" },
      recordRead,
    ],
    [
      "a record of its own",
      { method: "GET", path: "/services/data/v67.0/sobjects/User/005hg000000000tAAA" },
      recordRead,
    ],
  ])("names %s", (_, call, kind) => {
    expect(callKind(request(0, 1, call))).toBe(kind);
  });
});

test("calls of one kind are counted together, in the order of their first appearance", () => {
  const path = "/services/data/v67.0/composite";
  const requests = [request(0, 1), request(5, 1, { method: "POST", path }), request(9, 1)];
  expect([...countCalls(requests)]).toEqual([
    ["GET …/", 2],
    [recordRead, 1],
  ]);
});
