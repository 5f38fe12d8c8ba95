import { readFile, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { WebexCall, WebexCaller } from "../../../../webex/gateway.ts";
import { MoveTenant, users } from "./moveTenant.ts";

let tenant: MoveTenant;
let start: Record<string, unknown>;
beforeAll(async () => {
  tenant = await MoveTenant.make();
});
beforeEach(async () => {
  await tenant.reset();
  // Two versions are served of one of them.
  const flow = tenant.flow("Callback");
  Object.assign(flow.draft.document, { description: "A newer one" });
  tenant.webex.byHand.publish(flow.id, ["Test"]);
  start = tenant.served();
});
afterAll(() => tenant?.end());

class Killed extends Error {
  override name = "Killed";
}

/**
 * Calls of a process that ends at the n-th one that it makes: before it is sent, or when it is done and nobody reads the
 * answer any more. Nothing more is sent after that, no release of a lock either.
 */
function dyingAt(n: number, moment: "before" | "after") {
  const call = tenant.call();
  const made: WebexCall[] = [];
  const dying: WebexCaller = async (one) => {
    made.push(one);
    if (made.length > n || (made.length === n && moment === "before")) throw new Killed();
    const answer = await call(one);
    if (made.length === n) throw new Killed();
    return answer;
  };
  return { dying, made };
}

/** The calls of a whole run. */
async function callsOf(way: "move" | "undo"): Promise<WebexCall[]> {
  const { dying, made } = dyingAt(Number.POSITIVE_INFINITY, "after");
  expect(await tenant.run(way, { call: dying })).toBe(0);
  return made;
}

function expectServed(expected: string): void {
  // Much faster than comparing them value by value, which is for the message.
  if (JSON.stringify(tenant.served()) !== expected) expect(tenant.served()).toEqual(JSON.parse(expected));
  for (const name of users) expect(tenant.flow(name).lock).toBeNull();
}

/** Kills a run at each of its writes and at every third of its reads, and lets the next one finish it. */
async function killedEverywhere(way: "move" | "undo", prepare: () => Promise<void>, expected: unknown): Promise<void> {
  await prepare();
  const calls = await callsOf(way);
  expect(calls.filter(({ method }) => method === "POST").length).toBe(14);
  for (const [index, { method }] of calls.entries()) {
    if (method === "GET" && index % 3 > 0) continue;
    // Before a read there is what there was after the call before it.
    for (const moment of method === "POST" ? (["before", "after"] as const) : (["after"] as const)) {
      await prepare();
      const outcome = await tenant.run(way, { call: dyingAt(index + 1, moment).dying }).catch((error: Error) => error);
      expect([index, outcome]).toEqual([index, expect.any(Error)]);
      expect(await tenant.run(way)).toBe(0);
      expectServed(JSON.stringify(expected));
    }
  }
}

const prepared = (state: object, journal: () => Promise<void>) => async () => {
  Object.assign(tenant.webex.tenant.state, structuredClone(state));
  await journal();
};

describe("a run that is killed is finished by the next one, before or after whichever write, and between:", () => {
  test("a move", async () => {
    const { flows } = structuredClone(tenant.webex.tenant.state);
    const fresh = prepared({ flows }, () => rm(tenant.journalPath, { force: true }));
    await killedEverywhere("move", fresh, MoveTenant.repointed(start));
  }, 120_000);

  test("an undo", async () => {
    await tenant.run("move");
    const { flows } = structuredClone(tenant.webex.tenant.state);
    const journal = await readFile(tenant.journalPath, "utf8");
    const moved = prepared({ flows }, () => writeFile(tenant.journalPath, journal));
    await killedEverywhere("undo", moved, start);
  }, 120_000);
});

test("Ctrl-C at every call leaves no lock, and the next run finishes the move", async () => {
  const { flows } = structuredClone(tenant.webex.tenant.state);
  for (let n = 12; ; n += 4) {
    await prepared({ flows }, () => rm(tenant.journalPath, { force: true }))();
    const call = tenant.call();
    let made = 0;
    const counted: WebexCaller = (one) => {
      made++;
      return call(one);
    };
    const check = () => {
      if (made >= n) throw new Killed();
    };
    const outcome = await tenant.run("move", { call: counted, check }).catch((error: Error) => error);
    for (const name of users) expect(tenant.flow(name).lock).toBeNull();
    if (outcome === 0) break;
    expect(await tenant.run("move")).toBe(0);
    expect(tenant.served()).toEqual(MoveTenant.repointed(start));
  }
}, 120_000);

test("a move that was killed half way, after whichever write, can be taken back, draft included", async () => {
  const { flows } = structuredClone(tenant.webex.tenant.state);
  const calls = await callsOf("move");
  const writes = calls.flatMap(({ method }, index) => (method === "POST" ? [index + 1] : []));
  expect(writes.length).toBe(14);
  for (const n of writes) {
    await prepared({ flows }, () => rm(tenant.journalPath, { force: true }))();
    await tenant.run("move", { call: dyingAt(n, "after").dying }).catch(() => undefined);
    expect([n, await tenant.run("undo")]).toEqual([n, 0]);
    expectServed(JSON.stringify(start));
  }
}, 120_000);
