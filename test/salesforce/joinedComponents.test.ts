import { describe, expect, test } from "@jest/globals";
import { SalesforceError } from "../../salesforce/errors.ts";
import { JoinedComponents } from "../../salesforce/joinedComponents.ts";

const component = (fullName: string) => ({ fullName });

/** Reads names at the same moment, each for somebody else. */
async function readTogether(wanted: string[][], read: (names: string[]) => string[]) {
  const calls: string[][] = [];
  const components = new JoinedComponents(async (_type, names) => {
    calls.push(names);
    return read(names).map(component);
  });
  const reads = wanted.map((names) => components.read("App", names, `reading ${names[0]}`));
  const ended = await Promise.allSettled(reads);
  const answers = ended.map((each) =>
    each.status === "fulfilled"
      ? each.value.map(({ fullName }) => fullName)
      : `${each.reason.code} ${each.reason.doing}`,
  );
  return { calls, answers };
}

const failing = (code: string) => (names: string[]) => {
  if (names.includes("bad")) throw new SalesforceError(code, "no", "reading");
  return names;
};
const many = (count: number) => Array.from({ length: count }, (_, index) => [`app${index}`]);

describe("components that are read at the same moment", () => {
  test("leave ten in a call, each name once, and each is given its own", async () => {
    const { calls, answers } = await readTogether([...many(12), ["app3"], ["APP4", "none"]], (names) =>
      names.filter((name) => name !== "none"),
    );
    expect(calls.map((names) => names.length)).toEqual([10, 5]);
    expect(answers.slice(0, 13)).toEqual([...many(12), ["app3"]]);
    expect(answers[13]).toEqual(["APP4"]);
  });

  test("are read one by one where an org does not tell one of them, so that this is nobody else's problem", async () => {
    const { calls, answers } = await readTogether([["good"], ["bad"], ["other"]], failing("UNKNOWN_EXCEPTION"));
    expect(calls).toEqual([["good", "bad", "other"], ["good"], ["bad"], ["other"]]);
    expect(answers).toEqual([["good"], "UNKNOWN_EXCEPTION reading bad", ["other"]]);
  });

  test.each(["ECONNRESET", "INVALID_TYPE", "ERROR_HTTP_503", "REQUEST_LIMIT_EXCEEDED"])(
    "are not read one by one after %s; those of another call have nothing to do with it",
    async (code) => {
      const { calls, answers } = await readTogether([["bad"], ...many(19)], failing(code));
      expect(calls).toHaveLength(2);
      expect(answers.filter((answer) => typeof answer === "string")).toHaveLength(10);
      expect(answers.slice(10)).toEqual(many(19).slice(9));
    },
  );
});
