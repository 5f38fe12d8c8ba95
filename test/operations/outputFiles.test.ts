import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runOperation } from "./runOperation.ts";

let folder: string;
let result: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "output-files-"));
  result = join(folder, "result.json");
  const orgs = [
    { stack: "a", verdict: "clean", depth: "all", drift: [], notLookedAt: [], reason: "", certificates: [] },
  ];
  await writeFile(result, JSON.stringify({ version: 2, askedAt: "2026-11-01T10:00:00.000Z", orgs }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("every report that was asked for is told, with its path", async () => {
  const [html, junit] = [join(folder, "r.html"), join(folder, "r.xml")];
  const { exitCode, stdout, stderr } = await runOperation([
    "fleet",
    "report",
    result,
    "--html",
    html,
    "--junit",
    junit,
  ]);
  expect([exitCode, stdout, stderr]).toEqual([
    0,
    "",
    `The report (html) is in ${html}\nThe report (junit) is in ${junit}\n`,
  ]);
  expect(await readFile(html, "utf8")).toContain("<html");
});

test("so is a result that was joined, beside its summary", async () => {
  const whole = join(folder, "whole.json");
  const { exitCode, stdout, stderr } = await runOperation(["fleet", "merge", result, "--json", whole]);
  expect([exitCode, stdout, stderr]).toEqual([0, expect.stringContaining("1 clean"), `The result is in ${whole}\n`]);
});
