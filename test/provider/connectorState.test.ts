import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type ConnectorFacts, connectorInWords, connectorState } from "../../provider/connectorState.ts";

const key = "0a".repeat(32);
const other = "1b".repeat(32);
const facts = (values: Partial<ConnectorFacts>): ConnectorFacts => ({
  keySha256: key,
  confirmations: "nothingSaid",
  hasOwnKey: false,
  keySince: "2026-11-28",
  ...values,
});

describe("the state of a connector", () => {
  test.each<[string, Partial<ConnectorFacts>, object]>([
    ["that nobody has said anything of", {}, { is: "unknown", since: "2026-11-28" }],
    ["without a key", { confirmations: [] }, { is: "neverHandedOver", since: "2026-11-28" }],
    ["with the key", { confirmations: [{ sha256: key, day: "2026-11-29" }] }, { is: "upToDate", since: "2026-11-29" }],
    ["with the key, since nobody knows when", { confirmations: [{ sha256: key }] }, { is: "upToDate" }],
    [
      "with the key, and with values that are others since",
      { confirmations: [{ sha256: key, day: "2026-11-28" }], valuesSince: "2026-11-29" },
      { is: "needsNewValues", since: "2026-11-29" },
    ],
    [
      "with the key and the values, as was confirmed on the day of the change or later",
      { confirmations: [{ sha256: key, day: "2026-11-29" }], valuesSince: "2026-11-29" },
      { is: "upToDate", since: "2026-11-29" },
    ],
    ["with another key", { confirmations: [{ sha256: other }] }, { is: "needsNewKey", since: "2026-11-28" }],
    [
      "of a key of its own, while another connector was given its key",
      { confirmations: [{ sha256: other }], hasOwnKey: true },
      { is: "neverHandedOver", since: "2026-11-28" },
    ],
    [
      "with a key, when another is about to be made",
      { keySha256: undefined, confirmations: [{ sha256: other }] },
      { is: "needsNewKey" },
    ],
    [
      "of a key of its own that is about to be made, while another connector was given its key",
      { keySha256: undefined, confirmations: [{ sha256: other }], hasOwnKey: true },
      { is: "neverHandedOver" },
    ],
    ["before the first key", { keySha256: undefined }, { is: "neverHandedOver" }],
  ])("%s", (_what, values, state) => {
    expect(connectorState(facts(values))).toEqual(state);
  });

  test("is one of five, whatever is known, and each in words says what to do with which stack", () => {
    const keys = fc.constantFrom(key, other);
    const confirmation = fc.record({ sha256: keys, day: fc.constantFrom("2026-11-29", "2026-11-30") });
    const all = fc.record({
      keySha256: fc.option(keys, { nil: undefined }),
      confirmations: fc.oneof(fc.constant("nothingSaid" as const), fc.array(confirmation, { maxLength: 2 })),
      hasOwnKey: fc.boolean(),
      keySince: fc.constantFrom("2026-11-28", undefined),
      valuesSince: fc.constantFrom("2026-11-30", undefined),
    });
    fc.assert(
      fc.property(all, (known) => {
        const state = connectorState(known);
        const words = connectorInWords(state, { name: "WxCC - SCV", stack: "production" });
        expect(["neverHandedOver", "upToDate", "needsNewValues", "needsNewKey", "unknown"]).toContain(state.is);
        expect(words).toContain('"WxCC - SCV"');
        expect(words.includes("--stack production")).toBe(state.is !== "upToDate");
        const isConfirmed =
          known.confirmations !== "nothingSaid" && known.confirmations.some(({ sha256 }) => sha256 === known.keySha256);
        expect(state.is === "upToDate" || state.is === "needsNewValues").toBe(isConfirmed);
      }),
    );
  });
});
