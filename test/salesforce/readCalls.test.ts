import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import {
  type Asked,
  type Between,
  errorBody,
  json,
  openBetween,
  partsOf,
  standBetween,
  withParts,
} from "./network/between.ts";

let local: LocalOrg;
let between: Between;
/** Addresses of the reads of each call. */
let calls: string[][];

beforeAll(async () => {
  local = await createLocalOrg();
  between = await standBetween(local);
});
beforeEach(() => {
  calls = [];
});
afterAll(async () => {
  await between.stop();
  await local.stop();
});

const types = ["Profile", "User", "PermissionSet"];

/** Reads three things at the same moment from an org that gives another answer to the second, so often. */
async function readWith(other: { httpStatusCode: number; body: unknown }, times: number) {
  const org = await openBetween(local, between, { retryAttempts: 3 });
  let count = 0;
  between.stranger = async (asked: Asked, pass) => {
    const parts = partsOf(asked);
    const urls = parts.length > 0 ? parts.map(({ url }) => url) : [asked.path];
    if (!urls[0]?.includes("/query")) return pass();
    calls.push(urls);
    const index = urls.findIndex((url) => url.includes("User"));
    if (index === -1 || ++count > times) return pass();
    if (parts.length === 0) return json(other.httpStatusCode, other.body);
    return withParts(await pass(), (part, at) => (at === index ? { ...part, ...other } : part));
  };
  return Promise.allSettled(types.map((type) => org.query(`SELECT Id FROM ${type} LIMIT 1`, `reading ${type}`)));
}

test.each([
  ["UNABLE_TO_LOCK_ROW", { httpStatusCode: 400, body: errorBody("UNABLE_TO_LOCK_ROW") }],
  ["500", { httpStatusCode: 500, body: errorBody("UNKNOWN_EXCEPTION") }],
  ["503", { httpStatusCode: 503, body: errorBody("SERVER_UNAVAILABLE") }],
  ["nothing", { httpStatusCode: 200, body: null }],
  ["a page", { httpStatusCode: 200, body: "<html>" }],
  ["an error that is none", { httpStatusCode: 500, body: [] }],
  ["less than it has counted", { httpStatusCode: 200, body: { totalSize: 1, done: true, records: [] } }],
  ["more to come, and not where", { httpStatusCode: 200, body: { totalSize: 9, done: false, records: [] } }],
  ["rows that are none", { httpStatusCode: 200, body: { totalSize: 1, done: true, records: [null] } }],
])("a read that a joined call answers once with %s is asked for again, and no other is", async (_how, other) => {
  const answers = await readWith(other, 1);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
  expect(calls.map((parts) => parts.length)).toEqual([3, 1]);
});

test("a read that a joined call refuses is refused at once, and no other is", async () => {
  const answers = await readWith({ httpStatusCode: 400, body: errorBody("INVALID_TYPE") }, 9);
  expect(answers).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { code: "INVALID_TYPE", doing: "reading User" } },
    { status: "fulfilled" },
  ]);
  expect(calls).toHaveLength(1);
});

test("a read that an org cannot answer is asked for as often as any other, and the others are answered", async () => {
  const other = { httpStatusCode: 503, body: errorBody("SERVER_UNAVAILABLE") };
  expect(await readWith(other, 9)).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { code: "SERVER_UNAVAILABLE", doing: "reading User" } },
    { status: "fulfilled" },
  ]);
  expect(calls.map((parts) => parts.length)).toEqual([3, 1, 1]);
});
