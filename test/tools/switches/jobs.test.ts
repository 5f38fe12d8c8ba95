import { expect, jest, test } from "@jest/globals";
import { jobs, tryOrg } from "../../../tools/switches/jobs.ts";
import { chosenOrgs, type TriedOrg, triedOrgs } from "../../../tools/switches/orgs.ts";
import { reportOf } from "../../../tools/switches/report.ts";

jest.setTimeout(120_000);

/** The others are tried by `npm run switches`. */
const sample = triedOrgs.slice(1, 3);

test.each(sample)("main job, drift table, destroy, adoption and hand back pass with $name", async (org) => {
  expect(await tryOrg(org)).toEqual({ name: org.name, passed: [...jobs], seconds: expect.any(Number) });
});

test("the first org of the sample has no switch in its default position", () => {
  expect(sample[0]?.positions.filter(({ name }) => name === "default")).toEqual([]);
});

test("the parts of the orgs are all orgs, and a switch or a position chooses among them", () => {
  const parts = [1, 2, 3].flatMap((part) => chosenOrgs([], { part, parts: 3 }));
  expect(parts.map(({ name }) => name).sort()).toEqual(triedOrgs.map(({ name }) => name).sort());
  const sandboxes = chosenOrgs(["isSandbox"]);
  expect(sandboxes).toEqual(triedOrgs.filter(({ name }) => name.includes("isSandbox=true")));
  expect(chosenOrgs(["isSandbox=true"])).toEqual(sandboxes);
  expect(chosenOrgs(["isSandbox=false"])).toEqual([]);
});

test("a job that fails ends the trial, tells why, and shows in the report", async () => {
  const noSeat: TriedOrg = {
    name: "seats=0",
    positions: [{ name: "0", shape: { seats: { "Salesforce Integration": 0 } } }],
  };
  const result = await tryOrg(noSeat);
  expect(result).toMatchObject({ passed: [], failure: expect.stringMatching(/Salesforce Integration/) });
  expect(reportOf(2, [result], "2026-11-28")).toMatch(
    /Tried: 1, a part[\s\S]*main job +\| +1 +\| +0[\s\S]*Failed:\n\n- seats=0: /,
  );
});
