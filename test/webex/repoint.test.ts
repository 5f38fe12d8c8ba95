import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readDocument } from "../../webex/flowDocument.ts";
import { idsNamed, mentions, placeOf, repointed } from "../../webex/repoint.ts";
import { differences, sameContent } from "../../webex/unproved.ts";
import { flowDocuments, newConnector, oldConnector } from "./generatedFlows.ts";

type Document = { [key: string]: unknown };

const count = (document: unknown, text: string) => JSON.stringify(document).split(text).length - 1;

function changed(document: Document) {
  const outcome = repointed(document, oldConnector, newConnector);
  if ("problem" in outcome) throw new Error(outcome.problem);
  return outcome;
}

/** Puts the old values back, by the paths alone. */
function takenBack(document: Document, changes: readonly { path: readonly string[]; from: string; to: string }[]) {
  const copy = structuredClone(document);
  for (const { path, from, to } of changes) {
    const parent = path.slice(0, -1).reduce((at, key) => at[key] as Document, copy);
    const key = path.at(-1) as string;
    expect(parent[key]).toBe(to);
    parent[key] = from;
  }
  return copy;
}

describe("for every document", () => {
  test("the old id is gone, the new one stands in each of its places, and everything else is as it was", () => {
    fc.assert(
      fc.property(flowDocuments, (generated) => {
        const document = JSON.parse(JSON.stringify(generated)) as Document;
        const before = structuredClone(document);
        const { document: after, changes } = changed(document);
        expect(document).toEqual(before);
        expect(mentions(after, oldConnector.id)).toBe(false);
        expect(count(after, newConnector.id)).toBe(count(before, newConnector.id) + count(before, oldConnector.id));
        expect(takenBack(after as Document, changes)).toEqual(before);
        expect(JSON.stringify(takenBack(after as Document, changes))).toBe(JSON.stringify(before));
        for (const { path } of changes) expect(String(path.at(-1))).toMatch(/^connectorId/);
      }),
    );
  });

  test("moving twice is moving once, and what names no connector of that id does not change", () => {
    fc.assert(
      fc.property(flowDocuments, (generated) => {
        const { document: after } = changed(generated);
        const again = changed(after as Document);
        expect([again.changes, again.document]).toEqual([[], after]);
      }),
    );
  });

  test("what was moved and written is read back as the same, with its keys in another order too", () => {
    fc.assert(
      fc.property(flowDocuments, (generated) => {
        const { document: after } = changed(generated);
        const reading = readDocument(JSON.stringify({ ...after, version: 7, createdBy: "somebody" }));
        if ("problem" in reading) throw new Error(reading.problem);
        expect(sameContent(reading.document)).toBe(sameContent(after));
        const reversed = Object.fromEntries(Object.entries(after).reverse());
        expect([sameContent(reversed), differences(after, reversed)]).toEqual([sameContent(after), []]);
      }),
    );
  });
});

const request = (more: object = {}) => ({
  name: "Demo",
  process: { activities: { a1: { name: "Create", properties: { connectorId: oldConnector.id, ...more } } } },
});

describe("a document is refused in which the old id stands", () => {
  test.each<[string, object, RegExp]>([
    [
      "under another key",
      request({ connector: oldConnector.id }),
      /also stands at process\.activities\.a1\.properties/,
    ],
    ["within a text", request({ httpRequestBody: `{"c":"${oldConnector.id}"}` }), /httpRequestBody/],
    ["in other letters", request({ other: oldConnector.id.toUpperCase() }), /properties\.other/],
    ["as a key", { ...request(), variables: { [oldConnector.id]: 1 } }, /also stands at variables\./],
    ["in a list", { ...request(), variables: [oldConnector.id] }, /also stands at variables\.0/],
    ["outside of requests", { ...request(), preferences: { connectorId: oldConnector.id } }, /no place of a request/],
    [
      "deeper in a request",
      request({ nested: { connectorId: oldConnector.id } }),
      /named at process\.activities\.a1\.properties\.nested\.connectorId/,
    ],
  ])("%s", (_where, document, problem) => {
    expect(repointed(document as Document, oldConnector, newConnector)).toEqual({
      problem: expect.stringMatching(problem),
    });
  });
});

test("a name that is not the old connector's stays, and a key that is missing is not added", () => {
  const { document, changes } = changed(request({ "connectorId:name": "Of another time" }));
  expect(document).toMatchObject(request({ connectorId: newConnector.id, "connectorId:name": "Of another time" }));
  expect(changes).toHaveLength(1);
});

test("a place is told by the name of its activity, also in event flows and in the picture", () => {
  const events = { process: { activities: { e1: { name: "Clear" } } }, diagram: { widgets: {} } };
  const document = { ...request(), eventFlows: { eventsMap: { GLOBAL_EVENTS: events } } };
  expect(placeOf(document, ["diagram", "widgets", "a1", "properties", "connectorId"])).toEqual({
    activity: "Create",
    eventFlows: undefined,
    copy: "diagram",
  });
  const inEvents = ["eventFlows", "eventsMap", "GLOBAL_EVENTS", "process", "activities", "e1", "properties", "x"];
  expect(placeOf(document, inEvents)).toEqual({ activity: "Clear", eventFlows: "GLOBAL_EVENTS", copy: "process" });
  expect(placeOf(document, ["variables", "0", "connectorId"])).toBeUndefined();
});

test("the id of a connector is found by the name that flows give it", () => {
  const document = request({ "connectorId:name": oldConnector.name });
  expect(idsNamed(document, oldConnector.name)).toEqual([oldConnector.id]);
  expect(idsNamed(document, "Another")).toEqual([]);
});

describe("an export is read only if nothing of it is lost when it is written again", () => {
  const text = (more: string) => `{"name":"x","process":{"activities":{}},"n":${more}}`;
  test.each<[string, string, RegExp]>([
    ["no JSON", "<html>", /not JSON/],
    ["a list", "[]", /no JSON object/],
    ["the v2 form", '{"name":"x","nodes":[]}', /raw form/],
    ["more digits than a number keeps", text("12345678901234567890"), /12345678901234567890 would not survive/],
    ["an exponent without an end", text("1e999"), /would not survive/],
    ["minus zero", text("-0"), /would not survive/],
    ["more levels than any flow", text(`${"[".repeat(300)}${"]".repeat(300)}`), /nested/],
    ["levels without an end", text(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), /nested|not JSON/],
  ])("not %s", (_what, given, problem) => {
    const isUnknown = !problem.source.includes("survive");
    expect(readDocument(given)).toMatchObject({ problem: expect.stringMatching(problem), isUnknown });
  });

  test.each(["0", "1.0", "1e3", "-12.5", "123456789012345", "0.1", '"12345678901234567890"', '"\\"1e999"'])(
    "but %s",
    (number) => {
      expect(readDocument(text(number))).toHaveProperty("document");
    },
  );
});

test("versions differ in what they say, and not in who has made them", () => {
  const one = { ...request(), version: 1, id: "v1", comment: null, createdBy: "a" };
  const other = { ...request(), version: 2, id: "v2", comment: "b", createdBy: "b", settings: [1] };
  expect(differences(one, other)).toEqual(["settings"]);
  expect(differences(one, { ...one, version: 3 })).toEqual([]);
});
