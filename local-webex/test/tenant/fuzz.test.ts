import { describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { operations } from "../../src/gateway/operations.ts";
import { type Bench, withTenant } from "../client.ts";

/** `FUZZ_SECONDS=300` runs each of these tests for five minutes, with other inputs each time; without it a bounded number of inputs is tried. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
const bounds =
  seconds > 0
    ? {
        seed: Date.now(),
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: seconds * 1_000,
        markInterruptAsFailure: false,
      }
    : { numRuns: 300 };
const timeoutMs = seconds * 1_000 + 60_000;

const nasty = fc.oneof(
  fc.constantFrom(
    "__proto__",
    "constructor",
    "",
    "null",
    "%00",
    "%3A",
    "..",
    "draft",
    "latest",
    "-1",
    "9e99",
    "‮",
    "\u0000",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);

/** JSON whose keys are those that documents have, more often than chance has it. */
const documents = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, 0, "x", "http-request-v2", "end", "Event", "Sales", "Live"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "name",
        "nodes",
        "edges",
        "eventFlows",
        "eventsMap",
        "process",
        "diagram",
        "activities",
        "widgets",
        "links",
        "properties",
        "activityName",
        "activityType",
        "connectorId",
        "tagIds",
        "comment",
        "upsert_nodes",
        "upsert_edges",
        "remove_node_names",
        "from",
        "to",
        "id",
        "description",
        "__proto__",
      ),
      tie("value"),
      { maxKeys: 5 },
    ),
  ),
})).value;

/** Every operation of the gateway, with addresses and bodies that may be anything. */
const calls = fc.record({
  operation: fc.constantFrom(...operations),
  flowId: fc.oneof({ weight: 3, arbitrary: fc.constant("Sales") }, nasty),
  query: fc.dictionary(
    fc.constantFrom(
      "flowType",
      "version",
      "versionId",
      "size",
      "page",
      "pageSize",
      "overwrite",
      "search",
      "validate",
      "includePagination",
      "ids",
      "expectedVersion",
    ),
    nasty,
    { maxKeys: 3 },
  ),
  body: fc.oneof(
    documents.map((value) => JSON.stringify(value)),
    nasty,
  ),
  isForm: fc.boolean(),
});

function addressOf({ project, orgId, flow }: Bench, operation: (typeof operations)[number], flowId: string): string {
  const id = encodeURIComponent((flowId === "Sales" ? flow("Sales") : flowId).toWellFormed());
  const source = operation.path.source.replaceAll("\\/", "/").replace(/^\^|\$$/g, "");
  const path = source
    .replace("/(?<orgId>[^/]+)/project/(?<projectId>[^/]+)", project)
    .replace("(?<orgId>[^/]+)", orgId)
    .replace(/\(\?<(activity|input|flowId|entryPointId)>\[\^[^\]]*\]\+\)/g, () => id);
  return operation.prefix === "required" ? `/flow-store${path}` : path;
}

describe("whatever comes in, the tenant neither fails nor hangs", () => {
  test(
    "every operation of the gateway",
    async () => {
      // A failure of the tenant itself goes to the console.
      const failures = jest.spyOn(console, "error").mockImplementation(() => {});
      try {
        await withTenant(
          async (bench) => {
            const property = fc.asyncProperty(calls, async ({ operation, flowId, query, body, isForm }) => {
              const path = `${addressOf(bench, operation, flowId)}?${new URLSearchParams(query)}`;
              const form = new FormData();
              form.set("file", new Blob([body.toWellFormed()]), "flow.json");
              const sent = operation.method === "GET" ? {} : { body: isForm ? form : body.toWellFormed() };
              const { status, text, json, headers } = await bench.gateway(operation.method, path, sent);
              expect(headers.get("TrackingID")).toMatch(/^GTWY_/);
              expect([200, 201, 400, 404, 409, 422, 500, 501]).toContain(status);
              // The one thing that breaks, as it does in Webex.
              if (status === 500) expect(text).toContain("Oops... Something broke");
              if (status >= 400 && status !== 422 && text !== "")
                expect(json.trackingId).toBe(headers.get("TrackingID"));
            });
            await fc.assert(property, bounds);
            expect((await bench.call("GET", "/flows")).status).toBe(200);
            for (const { id } of bench.webex.tenant.state.flows) {
              expect([id, (await bench.call("GET", `/flows/${id}`)).status]).toEqual([id, 200]);
            }
          },
          { settings: { requestsPerMinute: 1_000_000 } },
        );
        expect(failures.mock.calls).toEqual([]);
      } finally {
        failures.mockRestore();
      }
    },
    timeoutMs,
  );

  test(
    "tokens, control and forms",
    async () => {
      const failures = jest.spyOn(console, "error").mockImplementation(() => {});
      try {
        await withTenant(async ({ webex, call }) => {
          const token = /name="token" value="(\w+)"/.exec((await call("GET", "/connectors")).text)?.[1] ?? "";
          const fields = fc.dictionary(
            fc.constantFrom(
              "grant_type",
              "client_id",
              "client_secret",
              "refresh_token",
              "change",
              "name",
              "clientId",
              "emailId",
              "url",
              "privateKey",
              "connector",
              "tag",
            ),
            fc.oneof(
              fc.constantFrom("refresh_token", "save", "delete", "choose", "publish", "http://127.0.0.1:1"),
              nasty,
            ),
          );
          const flow = webex.tenant.state.flows[0]?.id;
          const path = fc.constantFrom(
            "/webexapis/v1/access_token",
            "/connectors",
            "/connectors/x",
            `/flows/${flow}`,
            "/_local/tokens",
            "/_local/settings",
            "/_local/faults",
          );
          const property = fc.asyncProperty(path, fields, async (address, sent) => {
            const isPage = !/^\/(_local|webexapis)/.test(address);
            const headers = {
              "content-type": "application/x-www-form-urlencoded",
              ...(isPage ? { origin: webex.url } : {}),
            };
            const body = String(new URLSearchParams({ ...sent, token }));
            const { status } = await call("POST", address, { body, headers });
            expect([200, 400, 401, 403, 404]).toContain(status);
          });
          await fc.assert(property, bounds);
        });
        expect(failures.mock.calls).toEqual([]);
      } finally {
        failures.mockRestore();
      }
    },
    timeoutMs,
  );
});
