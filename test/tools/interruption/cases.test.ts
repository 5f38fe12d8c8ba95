import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type CallKind, callsOf, kindOf, type LoggedCall, namedCalls } from "../../../tools/interruption/calls.ts";
import { casesOf, chosen, nameOf } from "../../../tools/interruption/cases.ts";
import { disturbances, disturbancesOf } from "../../../tools/interruption/disturbances.ts";
import { missing } from "../../../tools/interruption/matrix.ts";
import { operations } from "../../../tools/interruption/operations.ts";
import { parts } from "../../../tools/interruption/parts.ts";

const data = "/services/data/v67.0";
const soap = "/services/Soap/m/67.0/00D5g00000ABCDE";
const log: LoggedCall[] = [
  { method: "POST", path: "/services/oauth2/token" },
  { method: "POST", path: `${data}/composite` },
  { method: "GET", path: `${data}/query?q=SELECT Id FROM User WHERE Id = '005ab000000012AAAQ'` },
  { method: "PATCH", path: `${data}/sobjects/User/005ab000000012AAAQ` },
  { method: "POST", path: soap, operation: "deploy" },
  { method: "POST", path: soap, operation: "checkDeployStatus" },
  { method: "POST", path: `${data}/composite` },
];
const create = operations[0] as (typeof operations)[number];
const recordings = [{ operation: create, calls: callsOf(log) }];
const cases = casesOf(recordings);

describe("a call of the log", () => {
  test.each<[CallKind, LoggedCall]>([
    ["login", { method: "POST", path: "/services/oauth2/token" }],
    ["read", { method: "GET", path: `${data}/query?q=SELECT Id FROM User` }],
    ["read", { method: "POST", path: `${data}/composite` }],
    [
      "write",
      { method: "POST", path: `${data}/composite?POST /sobjects/User, POST /sobjects/PermissionSetAssignment` },
    ],
    ["read", { method: "POST", path: soap, operation: "readMetadata" }],
    ["read", { method: "POST", path: soap, operation: "checkDeployStatus" }],
    ["write", { method: "POST", path: `${data}/composite/sobjects` }],
    ["write", { method: "DELETE", path: `${data}/sobjects/Profile/00eab000000012AAAQ` }],
    ["write", { method: "POST", path: soap, operation: "deleteMetadata" }],
    ["deploy", { method: "POST", path: soap, operation: "deploy" }],
  ])("is a %s: %j", (kind, call) => expect(kindOf(call)).toBe(kind));

  test("is found again in a run with other ids, and not confused with another", () => {
    const [, , query, patch] = callsOf(log);
    expect(patch?.match.path).toBe(`^/services/data/v67\\.0/sobjects/User/[a-zA-Z0-9]{15,18}$`);
    expect(`${data}/sobjects/User/005cd000000099ZAAQ`).toMatch(new RegExp(patch?.match.path ?? ""));
    expect(`${data}/sobjects/Profile/00ecd000000099ZAAQ`).not.toMatch(new RegExp(patch?.match.path ?? ""));
    expect(`${data}/query?q=SELECT Id FROM User WHERE Id = '005cd000000099ZAAQ'`).toMatch(
      new RegExp(query?.match.path ?? ""),
    );
    expect(`${data}/query?q=SELECT Id FROM User`).not.toMatch(new RegExp(query?.match.path ?? ""));
  });

  test("that holds calls is titled, and found again, by those of them that write", () => {
    const path = `${data}/composite?POST /sobjects/User, PATCH /sobjects/Profile/00eab000000012AAAQ`;
    const [composite] = callsOf([{ method: "POST", path }]);
    expect(composite?.title).toBe("POST …/composite (POST /sobjects/User, PATCH /sobjects/Profile/{id})");
    expect(path.replace("00eab", "00ecd")).toMatch(new RegExp(composite?.match.path ?? ""));
    expect(`${data}/composite`).not.toMatch(new RegExp(composite?.match.path ?? ""));
  });

  test("is told from an equal one before it by how many must pass", () => {
    const composites = callsOf(log).filter(({ title }) => title === "POST …/composite");
    expect(composites.map(({ match }) => match.after)).toEqual([0, 1]);
    expect(composites.map(({ occurrence }) => occurrence)).toEqual([1, 2]);
  });
});

describe("the disturbances", () => {
  const names = (kind: CallKind) => disturbancesOf(kind).map(({ name }) => name);

  test("of a login need no session and no record", () => {
    expect(names("login")).not.toEqual(expect.arrayContaining(["expire-session"]));
    expect(names("login")).not.toEqual(expect.arrayContaining(["row-lock"]));
  });

  test("of a read have no moment after its commit", () => {
    expect(names("read")).toEqual(expect.arrayContaining(["sigkill-before", "drop-after"]));
    expect(names("read").filter((name) => /row-lock|-deploy|^sig.*-after/.test(name))).toEqual([]);
  });

  test("of a deploy are all, and only a deploy can fail or be slow as one", () => {
    const ofOrg = disturbances.filter(({ name }) => !["429", "disk-full"].includes(name));
    expect(names("deploy")).toEqual(ofOrg.map(({ name }) => name));
    expect(names("write")).toEqual(names("deploy").filter((name) => !name.endsWith("-deploy")));
  });

  test("of Webex are those that its tenant can do; the commit of a file fails, or its process is killed", () => {
    expect(names("webexRead")).toEqual([
      ...["drop-before", "drop-after", "500", "503", "429", "expire-session", "sigint-before", "sigkill-before"],
    ]);
    expect(names("webexWrite").filter((name) => !names("webexRead").includes(name))).toEqual([
      ...["sigint-after", "sigkill-after"],
    ]);
    expect(names("file")).toEqual(["disk-full", "sigint-before", "sigint-after", "sigkill-before", "sigkill-after"]);
  });
});

test("calls that have only a name are told from equal ones before them", () => {
  const call = { kind: "webexWrite", title: "Webex lock", operation: "lock" } as const;
  const calls = namedCalls("webex", [call, { ...call, operation: "unlock" }, call]);
  expect(calls.map(({ match }) => match)).toEqual([
    { operation: "lock", after: 0 },
    { operation: "unlock", after: 0 },
    { operation: "lock", after: 1 },
  ]);
  expect(calls.map(({ occurrence }) => occurrence)).toEqual([1, 1, 2]);
});

describe("the cases", () => {
  test("are each call with each disturbance that applies to it, under a name of its own", () => {
    const expected = log.reduce((sum, call) => sum + disturbancesOf(kindOf(call)).length, 0);
    expect(cases).toHaveLength(expected);
    expect(new Set(cases.map(nameOf)).size).toBe(expected);
  });

  test("can be chosen by operation, by disturbance and by call", () => {
    expect(chosen(cases, ["create"])).toEqual(cases);
    expect(chosen(cases, ["destroy"])).toEqual([]);
    expect(chosen(cases, ["row-lock"]).map(({ call }) => call.kind)).toEqual(["write", "deploy"]);
    expect(new Set(chosen(cases, ["sobjects/User"]).map(({ call }) => call.title))).toEqual(
      new Set(["PATCH …/sobjects/User/{id}"]),
    );
  });

  test("are in exactly one part each, however many parts there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (parts) => {
        const all = Array.from({ length: parts }, (_, index) => chosen(cases, [], { part: index + 1, parts }));
        expect(all.flat().map(nameOf).sort()).toEqual(cases.map(nameOf).sort());
        const sizes = all.map((part) => part.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("without a result are found, so that none is left out unseen", () => {
    const [first, ...others] = cases.map((one) => ({
      name: nameOf(one),
      operation: "create",
      disturbance: one.disturbance.name,
      isStruck: true,
      isRiddenOut: true,
      problems: [],
      seconds: 1,
    }));
    expect(missing(cases, others)).toEqual([first?.name]);
  });
});

test("no two operations have the same name, in whichever part, so that results are of one", () => {
  const names = Object.values(parts).flatMap((part) => part.operations.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});

test("a rotation is disturbed from its second app to the end of the first, with one step back", () => {
  expect(parts.rotation.operations.map(({ name, startsAs = "" }) => `${name} ${startsAs}`.trim())).toEqual([
    ...["second-app", "confirm", "move", "flows-moved", "close", "remove", "step-back remove", "undo"],
  ]);
});

test("the operations change each resource once, and keep what was declared before", () => {
  expect(operations.map(({ name }) => name)).toEqual([
    "create",
    "permission-set",
    "profile",
    "user",
    "app",
    "policy",
    "renewal",
    "rotation",
    "destroy",
    "adopt",
    "hand-back",
  ]);
  expect(operations.find(({ name }) => name === "destroy")?.declared).toMatchObject({
    permissionSet: expect.anything(),
    policy: { ipRelaxation: "Bypass" },
    certificate: { generation: 2 },
  });
});
