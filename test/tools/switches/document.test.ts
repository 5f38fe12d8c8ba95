import { expect, test } from "@jest/globals";
import { settingNames } from "../../../local-org/src/settings.ts";
import { shapeNames } from "../../../local-org/src/shape.ts";
import { reportOf } from "../../../tools/switches/report.ts";
import { switches } from "../../../tools/switches/switches.ts";
import { tableRows } from "../../docs/pages.ts";

test("every switch of the local org is tried in more than one position", () => {
  expect(Object.keys(switches).sort()).toEqual([...settingNames, ...shapeNames].sort());
  for (const [name, positions] of Object.entries(switches)) expect([name, positions.length > 1]).toEqual([name, true]);
});

test("docs/reliability.md has a row for each switch, with the positions that it is tried in", () => {
  const rows = (lines: readonly string[]) => lines.map((row) => row.replace(/ +/g, " "));
  const [, tried = ""] = reportOf(0, [], "").split(/^(?=\| Switch )/m);
  const expected = rows(tried.split("\n").filter((line) => /^\| `/.test(line)));
  expect(expected).toHaveLength(Object.keys(switches).length);
  const inDocument = tableRows("docs/reliability.md").filter((row) =>
    expected.some((one) => nameIn(one) === nameIn(row)),
  );
  expect(inDocument).toEqual(expected);
});

const nameIn = (row: string) => /^\| `(\w+)` \|/.exec(row)?.[1];
