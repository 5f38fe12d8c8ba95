import { describe, expect, test } from "@jest/globals";
import { planKeys, type SigningCertificateArgs } from "../../resources/signingCertificate.ts";

const plan = (args: Partial<SigningCertificateArgs>, stack = "production") =>
  planKeys({ commonName: "WxCC - SCV", ...args }, stack);

describe("the keys that exist", () => {
  test.each<[string, Partial<SigningCertificateArgs>, { generations: number[]; active: number }]>([
    ["one at first", {}, { generations: [1], active: 1 }],
    [
      "the new one and the one before after a rotation, and the new one is in use",
      { generation: 2, confirmRotation: 2 },
      { generations: [1, 2], active: 2 },
    ],
    ["never more than two", { generation: 7, confirmRotation: 7 }, { generations: [6, 7], active: 7 }],
    [
      "both while the new one is prepared and the old one is still in use",
      { generation: 2, activeGeneration: 1, confirmRotation: 2 },
      { generations: [1, 2], active: 1 },
    ],
  ])("are %s", (_case, args, expected) => {
    expect(plan(args)).toEqual(expected);
  });
});

describe("a rotation", () => {
  test("is refused until it is confirmed by its number, and says whom it cuts off", () => {
    for (const confirmRotation of [undefined, 1, 3]) {
      expect(() => plan({ generation: 2, ...(confirmRotation && { confirmRotation }) })).toThrow(
        /new private key: whoever signs with the old one is cut off.*Set confirmRotation to 2/,
      );
    }
    expect(() => plan({ generation: 2, confirmRotation: 2 })).not.toThrow();
  });

  test("needs no confirmation in stack dev, and the first key needs none anywhere", () => {
    expect(() => plan({ generation: 2 }, "dev")).not.toThrow();
    expect(() => plan({}, "production")).not.toThrow();
  });
});

describe("the plan is refused", () => {
  test.each([0, -1, 1.5, Number.NaN])("for generation %p", (generation) => {
    expect(() => plan({ generation, confirmRotation: generation })).toThrow(/generation must be a whole number from 1/);
  });

  test("for a generation in use whose key is gone, or is not there yet", () => {
    expect(() => plan({ generation: 3, activeGeneration: 1, confirmRotation: 3 })).toThrow(
      "activeGeneration must be 2 or 3, not 1: older keys are gone.",
    );
    expect(() => plan({ generation: 1, activeGeneration: 2 })).toThrow(/activeGeneration must be 1, not 2/);
  });
});
