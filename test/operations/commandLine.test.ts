import { describe, expect, test } from "@jest/globals";
import { readArguments, readOptions } from "../../operations/commandLine.ts";

const options = { stack: { type: "string" }, json: { type: "string" } } as const;
const ofFleet = { json: { type: "string" } } as const;

const problem = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message.split("\n")[0] ?? "";
  }
  throw new Error("these arguments were taken");
};

describe("what people type from habit, or paste", () => {
  test.each([
    [["-s", "uat"], 'Unknown option "-s"; did you mean --stack?'],
    [["\u2013-stack", "uat"], "An option begins with a dash that is no hyphen: type its two hyphens (--) anew."],
    [["\u2014stack", "uat"], "An option begins with a dash that is no hyphen: type its two hyphens (--) anew."],
    [["\uff0d\uff0dstack"], "An option begins with a dash that is no hyphen: type its two hyphens (--) anew."],
    [["--json", "WxCC", "-", "SCV"], /A value with blanks needs quotation marks around it\.$/],
    [["uat"], 'Unexpected argument "uat"; did you mean --stack uat?'],
  ])("an operation on one stack answers %j", (given, said) => {
    expect(problem(() => readOptions(given, options, "help"))).toMatch(said);
  });

  test.each([
    [["\u201cuat\u201d"], 'An argument has typographic quotation marks, which no shell knows: type " in their place.'],
    [["\u2013-json", "x"], "An option begins with a dash that is no hyphen: type its two hyphens (--) anew."],
  ])("a verb of fleet answers %j", (given, said) => {
    expect(problem(() => readArguments(given, ofFleet, "help"))).toBe(said);
  });
});
