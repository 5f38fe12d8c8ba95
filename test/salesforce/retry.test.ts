import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { SalesforceError } from "../../salesforce/errors.ts";

const pauses: number[] = [];
// The clock alone is replaced: the waits are what is looked at.
jest.unstable_mockModule("node:timers/promises", () => ({
  setTimeout: async (milliseconds: number) => {
    pauses.push(milliseconds);
  },
}));
const { readWithRetry, waitBefore, writeWithRetry } = await import("../../salesforce/retry.ts");
const { defaultBounds, setBounds } = await import("../../salesforce/bounds.ts");

const locked = () => new SalesforceError("UNABLE_TO_LOCK_ROW", "locked", "writing");
const reset = () => Object.assign(new Error("reset"), { code: "ECONNRESET" });
const refused = () => new SalesforceError("DUPLICATE_USERNAME", "twice", "writing");

/** A call that fails so many times with an error and then succeeds; `calls` counts. */
function failing(times: number, error: () => Error) {
  const call = jest.fn(async () => {
    if (call.mock.calls.length <= times) throw error();
    return "done";
  });
  return call;
}

beforeEach(() => {
  pauses.length = 0;
  setBounds({});
});

describe("a call", () => {
  test("that the org surely did not do is repeated, whether it reads or writes", async () => {
    for (const withRetry of [readWithRetry, writeWithRetry]) {
      const call = failing(2, locked);
      expect(await withRetry("writing", call)).toBe("done");
      expect(call).toHaveBeenCalledTimes(3);
    }
  });

  test("whose answer was lost is repeated when it reads", async () => {
    const call = failing(2, reset);
    expect(await readWithRetry("reading", call)).toBe("done");
    expect(call).toHaveBeenCalledTimes(3);
  });

  test("whose answer was lost is not repeated when it writes, because it may have arrived", async () => {
    const call = failing(1, reset);
    await expect(writeWithRetry("writing", call)).rejects.toMatchObject({ code: "ECONNRESET", doing: "writing" });
    expect(call).toHaveBeenCalledTimes(1);
  });

  test("that is refused is not repeated", async () => {
    for (const withRetry of [readWithRetry, writeWithRetry]) {
      const call = failing(1, refused);
      await expect(withRetry("writing", call)).rejects.toMatchObject({ code: "DUPLICATE_USERNAME" });
      expect(call).toHaveBeenCalledTimes(1);
    }
    expect(pauses).toEqual([]);
  });

  test("is given up after the last try, with the error of that try", async () => {
    const call = failing(99, locked);
    await expect(readWithRetry("reading", call)).rejects.toMatchObject({ code: "UNABLE_TO_LOCK_ROW" });
    expect(call).toHaveBeenCalledTimes(defaultBounds.retryAttempts);
    expect(pauses).toHaveLength(defaultBounds.retryAttempts - 1);
  });
});

describe("the configured bounds", () => {
  test("say how often a call is tried", async () => {
    setBounds({ retryAttempts: 2 });
    const call = failing(99, locked);
    await expect(readWithRetry("reading", call)).rejects.toMatchObject({ code: "UNABLE_TO_LOCK_ROW" });
    expect(call).toHaveBeenCalledTimes(2);
  });

  test("end the tries of a call when its time is used up, without waiting for it", async () => {
    setBounds({ retryTimeSeconds: 0 });
    const call = failing(99, locked);
    await expect(readWithRetry("reading", call)).rejects.toMatchObject({ code: "UNABLE_TO_LOCK_ROW" });
    expect(call).toHaveBeenCalledTimes(1);
    expect(pauses).toEqual([]);
  });
});

describe("the wait before a repetition", () => {
  test("doubles, within half and the whole of its length", () => {
    for (const [attempt, longest] of [
      [2, 250],
      [3, 500],
      [4, 1000],
      [5, 2000],
    ] as const) {
      expect(waitBefore(attempt, () => 0)).toBe(longest / 2);
      expect(waitBefore(attempt, () => 1)).toBe(longest);
    }
  });

  test("stays bounded however often", () => {
    expect(waitBefore(50, () => 1)).toBe(6_000);
  });
});
