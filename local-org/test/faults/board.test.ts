import { describe, expect, test } from "@jest/globals";
import { httpOperation } from "../../src/faults/callNames.ts";
import { type Fault, faultKinds, readFaults } from "../../src/faults/fault.ts";
import { createFaultBoard } from "../../src/faults/faultBoard.ts";
import { withOrg } from "../rest/client.ts";
import { demand, shown } from "./control.ts";

describe("asking for faults", () => {
  test("each kind is accepted, and shown with its counts", () =>
    withOrg(async (client) => {
      const asked = faultKinds.map((kind) => ({ kind, ms: 5, match: { path: "^/nothing$" } }));
      const answer = await demand(client, ...asked);
      expect(answer).toEqual(await shown(client));
      expect(answer).toEqual({
        faults: asked.map((fault, index) => ({ id: index + 1, ...fault, matched: 0, hits: 0 })),
        parked: [],
      });
    }));

  test("what is wrong is refused in one sentence, and nothing of it is taken", () =>
    withOrg(async (client) => {
      const refusal = async (faults: unknown): Promise<string> => {
        const { status, body } = await client.call("POST", "//_local/faults", faults);
        expect(status).toBe(400);
        return body.error;
      };
      expect(await refusal({})).toBe("Faults are a JSON array of objects.");
      expect(await refusal([null])).toBe("A JSON object is needed for a fault.");
      expect(await refusal([{}])).toMatch(/^A fault needs its kind, one of drop-before, /);
      expect(await refusal([{ kind: "drop" }])).toMatch(/^In a fault, kind takes drop-before, /);
      expect(await refusal([{ kind: "drop-after" }, { kind: "latency" }])).toBe(
        "A fault of the kind latency needs ms.",
      );
      expect(await refusal([{ kind: "latency", ms: -1 }])).toBe("In a fault, ms takes whole milliseconds up to a day.");
      expect(await refusal([{ kind: "status", status: 200 }])).toMatch(/^In a fault, status takes /);
      expect(await refusal([{ kind: "status", headers: { a: "b\r\nc: d" } }])).toMatch(/^In a fault, headers takes /);
      expect(await refusal([{ kind: "status", time: 1 }])).toMatch(
        /^There is no time in a fault; did you mean times\?$/,
      );
      expect(await refusal([{ kind: "status", match: { path: "(" } }])).toMatch(
        /takes a regular expression, not \(\.$/,
      );
      expect(await refusal([{ kind: "status", match: { verb: "GET" } }])).toMatch(
        /^There is no verb in the match of a fault; there are method, /,
      );
      expect((await shown(client)).faults).toEqual([]);
    }));

  test("a reset of the org ends them; they strike no control call", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "drop-before" });
      expect((await client.call("POST", "//_local/reset")).status).toBe(204);
      expect(await shown(client)).toEqual({ faults: [], parked: [] });
      expect((await client.call("GET", "/sobjects")).status).toBe(200);
    }));
});

describe("which calls are struck", () => {
  const struck = (fault: Fault, calls: { method: string; path: string; operation?: string }[]): boolean[] => {
    const board = createFaultBoard();
    board.add([fault]);
    const [placed] = board.current();
    return calls.map((call) => placed?.strikes(call) ?? false);
  };
  const get = { method: "GET", path: "/services/data/v68.0/limits", operation: "limits" };
  const patch = { method: "PATCH", path: "/services/data/v68.0/sobjects/User/1", operation: "update" };

  test("after and times count matching calls only", () => {
    const fault: Fault = { kind: "drop-before", match: { method: "GET" }, after: 1, times: 2 };
    expect(struck(fault, [get, patch, get, patch, get, get])).toEqual([false, false, true, false, true, false]);
  });

  test("all of a match must fit", () => {
    const fault: Fault = { kind: "drop-before", match: { method: "patch", path: "/User/", operation: "update" } };
    expect(struck(fault, [get, patch, { ...patch, path: "/x" }, { ...patch, operation: "upsert" }])).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  test("kinds about deploys and logins match nothing else", () => {
    const deploy = { method: "POST", path: "/services/Soap/m/68.0", operation: "deploy" };
    const login = { method: "POST", path: "/services/oauth2/token", operation: "login" };
    expect(struck({ kind: "slow-deploy", ms: 1 }, [get, deploy, login])).toEqual([false, true, false]);
    expect(struck({ kind: "fail-deploy" }, [get, deploy, login])).toEqual([false, true, false]);
    expect(struck({ kind: "propagation", ms: 1 }, [get, deploy, login])).toEqual([false, false, true]);
  });

  test("a fault that answers itself keeps the call from those behind it", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "status", status: 500, times: 1 }, { kind: "status", status: 502 });
      const answers = [(await client.call("GET", "/limits")).status, (await client.call("GET", "/limits")).status];
      expect(answers).toEqual([500, 502]);
      expect((await shown(client)).faults).toMatchObject([
        { matched: 2, hits: 1 },
        { matched: 1, hits: 1 },
      ]);
    }));

  test("only well-formed faults are read", () => {
    expect(readFaults([{ kind: "drop-after", times: 1 }])).toEqual([{ kind: "drop-after", times: 1 }]);
    expect(() => readFaults([{ kind: "drop-after", times: 0 }])).toThrow(
      "In a fault, times takes a whole number from 1.",
    );
  });
});

test.each([
  ["POST", "/services/oauth2/token", "login"],
  ["POST", "/services/oauth2/revoke", "revoke"],
  ["GET", "/services/oauth2/userinfo", "userinfo"],
  ["GET", "/id/00D000000000001/005000000000001", "identity"],
  ["GET", "/services/data", "versions"],
  ["GET", "/services/data/v68.0/limits/", "limits"],
  ["GET", "/services/data/v68.0/query", "query"],
  ["GET", "/services/data/v68.0/queryAll/01g-200", "queryMore"],
  ["GET", "/services/data/v68.0/tooling/query", "toolingQuery"],
  ["GET", "/services/data/v68.0/sobjects", "describeGlobal"],
  ["GET", "/services/data/v68.0/sobjects/User/describe", "describe"],
  ["POST", "/services/data/v68.0/sobjects/User", "create"],
  ["GET", "/services/data/v68.0/sobjects/User/005000000000001", "read"],
  ["PATCH", "/services/data/v68.0/sobjects/User/005000000000001", "update"],
  ["DELETE", "/services/data/v68.0/sobjects/User/005000000000001", "delete"],
  ["PATCH", "/services/data/v68.0/sobjects/User/Username/a", "upsert"],
  ["POST", "/services/data/v68.0/composite", "composite"],
  ["DELETE", "/services/data/v68.0/composite/sobjects", "deleteCollection"],
  ["POST", "/services/data/v68.0/metadata/deployRequest", "deploy"],
  ["GET", "/services/data/v68.0/metadata/deployRequest/0Af", "checkDeployStatus"],
  ["POST", "/services/apexrest/cnxscv/voice/v1/createVoiceCall", "apexRest"],
  ["PUT", "/services/data/v68.0/limits", undefined],
])("%s %s is the operation %s", (method, path, operation) => {
  expect(httpOperation(method, path)).toBe(operation);
});
