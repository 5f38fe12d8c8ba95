import { expect, test } from "@jest/globals";
import { fleetRun } from "../../../tools/commands/fleetRun.ts";

const both = ["dev", "production"];

test.each<[string, string[], string[], { stack: string; given: string[] }]>([
  ["dev, where it is named", ["drift", "dev"], both, { stack: "dev", given: ["drift", "dev"] }],
  ["dev, with a property of it", ["accept", "dev", "a.b"], both, { stack: "dev", given: ["accept", "dev", "a.b"] }],
  [
    "dev, where there is no other",
    ["drift", "--json", "x"],
    ["dev"],
    { stack: "dev", given: ["drift", "--json", "x"] },
  ],
  ["all as given, without dev", ["drift"], ["a", "b"], { stack: "", given: ["drift"] }],
  ["what is named", ["drift", "dev", "production"], both, { stack: "", given: ["drift", "dev", "production"] }],
  ["what a pattern names", ["up", "prod*"], both, { stack: "", given: ["up", "prod*"] }],
  ["a result", ["report", "fleet.json"], ["dev"], { stack: "", given: ["report", "fleet.json"] }],
  ["another folder", ["drift", "--folder=x"], ["dev"], { stack: "", given: ["drift", "--folder=x"] }],
  ["help", ["drift", "--help"], ["dev"], { stack: "", given: ["drift", "--help"] }],
])("a verb of fleet is run for %s", (_what, given, stacks, run) => {
  expect(fleetRun(given, stacks)).toEqual(run);
});

test.each(["drift", "preview", "up", "status"])("%s of all stacks leaves dev out, and says so", (verb) => {
  const { stack, given, says } = fleetRun([verb], both);
  expect([stack, given, says]).toEqual(["", [verb, "production"], expect.stringContaining(`fleet -- ${verb} dev`)]);
});

test("there is no pipeline for dev alone; for others, it is one without dev", () => {
  expect(() => fleetRun(["recipe", "github"], ["dev"])).toThrow("The only stack here is dev");
  expect(fleetRun(["recipe", "github"], both).given).toEqual(["recipe", "github", "production"]);
});

test("an option that lacks its value takes no name of a stack for it", () => {
  expect(fleetRun(["drift", "--json"], both).given).toEqual(["drift", "production", "--json"]);
  expect(fleetRun(["recipe", "github", "--branch"], both).given).toEqual([
    "recipe",
    "github",
    "production",
    "--branch",
  ]);
});
