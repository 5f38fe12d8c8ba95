import { generateKeyPairSync } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg } from "../../../local-org/src/server.ts";
import { Caller, connectorWith, isOfCaller } from "../../../tools/bench/callers.ts";
import { cutOverWindow, newKey, oldKey } from "../../../tools/bench/cutOverWindow.ts";
import { type LoggedRequest, OrgControl } from "../../../tools/bench/orgControl.ts";
import { resultsOfRotations, rotationReport } from "../../../tools/bench/rotationReport.ts";
import { rotationSteps } from "../../../tools/bench/rotations.ts";
import { machine } from "./machine.ts";
import { request } from "./requests.ts";

const loginOf = (name: string, start: number, status: number) =>
  request(start, 150, { path: "/services/oauth2/token", userAgent: `benchmark-caller/${name}`, status });
const deploy = request(100, 170, { operation: "deploy" });

describe("the window of a cut-over", () => {
  const logins = [
    loginOf(oldKey, 80, 200),
    loginOf(newKey, 90, 400),
    loginOf(oldKey, 110, 200),
    loginOf(newKey, 120, 400),
    loginOf(oldKey, 130, 400),
    loginOf(newKey, 145, 200),
    loginOf(newKey, 165, 200),
  ];

  test("is read from the log: the last login with the old key and the first with the new one that were accepted", () => {
    expect(cutOverWindow([deploy, ...logins])).toEqual({ lastWithOldKey: 10, firstWithNewKey: 45 });
  });

  test.each([
    ["no deploy", logins],
    ["two deploys", [deploy, ...logins, request(900, 10, { operation: "deploy" })]],
    ["no login with the new key", [deploy, ...logins.filter(({ userAgent }) => !userAgent.endsWith(newKey))]],
  ])("is not told of a log with %s", (_, requests) => {
    expect(() => cutOverWindow(requests)).toThrow("The log does not show");
  });
});

test("a caller logs in again and again, and the log tells its logins from all others", async () => {
  const local = await createLocalOrg();
  try {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    const caller = new Caller("flows", local.url, connectorWith({ clientId: "unknown", emailId: "nobody" }, pem));
    await fetch(`${local.url}/services/oauth2/token`, { method: "POST" });
    const requests: LoggedRequest[] = [];
    const own = () => requests.filter((each) => isOfCaller(each, "flows"));
    while (own().length < 3) requests.push(...(await new OrgControl(local.url).takeRequests()));
    await caller.stop();
    expect(own().every(({ status }) => status === 400)).toBe(true);
    expect(requests.filter((each) => !isOfCaller(each))).toHaveLength(1);
  } finally {
    await local.stop();
  }
});

test("a caller whose login is not answered at all says so when it stops", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  const connector = connectorWith({ clientId: "unknown", emailId: "nobody" }, pem);
  const local = await createLocalOrg();
  await local.stop();
  const asked = jest.spyOn(globalThis, "fetch");
  try {
    const caller = new Caller("flows", local.url, connector);
    while (asked.mock.calls.length === 0) await wait(5);
    await expect(caller.stop()).rejects.toThrow("fetch failed");
  } finally {
    asked.mockRestore();
  }
});

test("rotations are reported by step, with all calls, the window and the failed logins", () => {
  const samplesOf = (steps: readonly { name: string }[]) =>
    steps.map(({ name }) => ({
      operation: name,
      seconds: 4,
      processorSeconds: 2,
      changes: "1 updated",
      requests: [request(0, 150), request(160, 150)],
    }));
  const results = resultsOfRotations({
    cutOver: [10, 30].map((lastWithOldKey) => ({
      samples: samplesOf(rotationSteps.cutOver),
      window: { lastWithOldKey, firstWithNewKey: 50 },
    })),
    blueGreen: [0, 1].map((failed) => ({ samples: samplesOf(rotationSteps.blueGreen), logins: { all: 500, failed } })),
  });
  const text = rotationReport(results, { machine, latencyMs: 150 });
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows).toHaveLength(rotationSteps.cutOver.length + rotationSteps.blueGreen.length);
  expect(rows[0]?.split("|").map((cell) => cell.trim())).toEqual([
    "",
    "`cutOver`",
    "the new key is made",
    "1 updated",
    "2",
    "2",
    "4.0",
    "2.0",
    "",
  ]);
  expect(text).toContain("Calls of a whole rotation: 4 with `cutOver`, 6 with `blueGreen`.");
  expect(text).toContain("arrived after 10 / 20 / 30, the first with the new key after 50 / 50 / 50.");
  expect(text).toContain("Logins during the rotations by `blueGreen`: 1000; failed: 1.");
});
