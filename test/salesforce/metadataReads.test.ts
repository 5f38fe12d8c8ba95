import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { type Between, openBetween, standBetween } from "./network/between.ts";

let local: LocalOrg;
let between: Between;

beforeAll(async () => {
  local = await createLocalOrg();
  between = await standBetween(local);
});
afterAll(async () => {
  await between.stop();
  await local.stop();
});

const profiles = ["Admin", "Standard", "Guest License User"];

/**
 * Reads three profiles, of which one is not there.
 *
 * @param change what is done to the records of an answer
 */
async function readWith(change: (records: string[]) => string[]) {
  const org = await openBetween(local, between);
  let calls = 0;
  between.stranger = async ({ path }, pass) => {
    const answer = await pass();
    if (!path.includes("/Soap/m/")) return answer;
    calls++;
    const records = answer.body.match(/<records(?: [^>]*)?(?:\/>|>.*?<\/records>)/gs) ?? [];
    if (records.length < 2) return answer;
    return { ...answer, body: answer.body.replace(records.join(""), change(records).join("")) };
  };
  const found = await org.readMetadata("Profile", [...profiles, "nobody"], "reading");
  return { names: found.map(({ fullName }) => fullName), calls };
}

test("components that are there and one that is not are read in one call", async () => {
  const { names, calls } = await readWith((records) => records);
  expect([names.length > 1, calls]).toEqual([true, 1]);
});

test.each<[string, (records: string[]) => string[]]>([
  ["the first", (records) => records.slice(1)],
  ["the last", (records) => records.slice(0, -1)],
  ["all but one", (records) => records.slice(0, 1)],
])("an answer without %s of its records is none: each is read by itself", async (_which, change) => {
  const whole = await readWith((records) => records);
  const { names, calls } = await readWith(change);
  expect(names).toEqual(whole.names);
  expect(calls).toBe(1 + profiles.length + 1);
});
