import { expect, test } from "@jest/globals";
import { unfinishedRun } from "../../../operations/connector/unfinishedRun.ts";
import { finished, firstOfTwo, oneApp, twoApps, unfinished } from "./states.ts";

test.each(Object.entries(unfinished))("a run that left %s did not finish", (_what, state) => {
  expect(unfinishedRun(state())).toEqual({
    what: expect.stringContaining("scv-"),
    since: expect.stringMatching(/^2026-11-29T08:30/),
  });
});

test.each([
  ["a rotation", finished()],
  ["one app, in a state without revisions", oneApp(false)],
  ["the first of two apps", firstOfTwo(false)],
  ["two apps", twoApps(false)],
])("%s has finished", (_what, state) => {
  expect(unfinishedRun(state)).toBeUndefined();
});
