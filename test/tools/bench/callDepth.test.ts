import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { callDepth } from "../../../tools/bench/callDepth.ts";
import { request } from "./requests.ts";

describe("the longest serial chain", () => {
  test("of no calls is 0", () => {
    expect(callDepth([])).toBe(0);
  });

  test("of calls one after the other is their number", () => {
    expect(callDepth([request(0, 150), request(160, 150), request(320, 150)])).toBe(3);
  });

  test("of calls at the same time is 1", () => {
    expect(callDepth([request(0, 150), request(1, 150), request(140, 150)])).toBe(1);
  });

  test("takes the longer way round a slow call", () => {
    const slow = request(10, 800);
    const quick = [request(160, 150), request(320, 150), request(480, 150)];
    expect(callDepth([request(0, 5), slow, ...quick, request(820, 150)])).toBe(5);
  });

  test("takes an end and a start in the same millisecond as one after the other, and an overlap as none", () => {
    expect(callDepth([request(0, 150), request(149, 150)])).toBe(2);
    expect(callDepth([request(0, 150), request(147, 150)])).toBe(1);
  });

  test("does not depend on the order of the log, and lies between 1 and the number of calls", () => {
    const call = fc.tuple(fc.nat(2_000), fc.integer({ min: 10, max: 400 }));
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 30 }), (calls) => {
        const requests = calls.map(([start, durationMs]) => request(start, durationMs));
        const length = callDepth(requests);
        expect(length).toBeGreaterThanOrEqual(1);
        expect(length).toBeLessThanOrEqual(calls.length);
        expect(callDepth(requests.toReversed())).toBe(length);
      }),
    );
  });
});
