import { describe, expect, test } from "@jest/globals";
import { type KeyPlan, planKeys } from "../../resources/keyPlan.ts";
import type { SigningCertificateArgs } from "../../resources/signingCertificate.ts";

const plan = (args: Partial<SigningCertificateArgs>, stack = "production") =>
  planKeys({ commonName: "WxCC - SCV", ...args }, stack);

describe("the keys that exist", () => {
  test.each<[string, Partial<SigningCertificateArgs>, KeyPlan]>([
    ["one at first", {}, { generations: [1], certificates: [1], active: 1 }],
    [
      "the new one and the one before after a rotation, and the new one is in use",
      { generation: 2, confirmRotation: 2 },
      { generations: [1, 2], certificates: [2], active: 2 },
    ],
    [
      "never more than two",
      { generation: 7, confirmRotation: 7 },
      { generations: [6, 7], certificates: [7], active: 7 },
    ],
    [
      "both while the new one is prepared and the old one is still in use",
      { generation: 2, activeGeneration: 1, confirmRotation: 2 },
      { generations: [1, 2], certificates: [1], active: 1 },
    ],
    [
      "both with a certificate each while two apps are in use",
      { generation: 2, confirmRotation: 2, generationsInUse: [1, 2] },
      { generations: [1, 2], certificates: [1, 2], active: 2 },
    ],
    [
      "the new one alone where the one before has leaked",
      { generation: 2, confirmRotation: 2, generationsInUse: [2] },
      { generations: [2], certificates: [2], active: 2 },
    ],
  ])("are %s", (_case, args, expected) => {
    expect(plan(args)).toEqual(expected);
  });
});

describe("a rotation", () => {
  test("is refused until it is confirmed by its number, and says whom it cuts off", () => {
    for (const confirmRotation of [undefined, 0, 1]) {
      expect(() => plan({ generation: 2, ...(confirmRotation !== undefined && { confirmRotation }) })).toThrow(
        /new private key: everybody who signs with the old one is cut off.*Set confirmRotation to 2/,
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
      "activeGeneration must be 2 or 3, not 1: older keys are gone (stack's configuration: activeKeyGeneration, 0 for the newest).",
    );
    expect(() => plan({ generation: 1, activeGeneration: 2 })).toThrow(/activeGeneration must be 1, not 2/);
  });

  test.each<[string, object, RegExp]>([
    ["a validity of no days", { validityDays: 0 }, /validityDays must be a whole number from 1 to 36500, not 0\./],
    ["part of a day", { validityDays: 1.5 }, /validityDays must be a whole number .* not 1\.5\./],
    ["a number as a text", { validityDays: "365" }, /validityDays .* not "365" \(write it without quotes: 365\)\./],
    ["no number", { validityDays: Number.NaN }, /validityDays must be a whole number .* not NaN\./],
    ["more days than dates can hold", { validityDays: 1e9 }, /validityDays must be a whole number .* not 1000000000\./],
    ["a window below 0", { renewalWindowDays: -1 }, /renewalWindowDays must be a whole number from 0, not -1\./],
    ["part of a day as the window", { renewalWindowDays: 0.5 }, /renewalWindowDays must be a whole number from 0/],
    [
      "a window as long as the validity, by default",
      { validityDays: 30 },
      /renewalWindowDays \(30, the default\) must be less than validityDays \(30\)/,
    ],
    [
      "a window as long as the default validity",
      { renewalWindowDays: 365 },
      /renewalWindowDays \(365\) must be less than validityDays \(365, the default\)/,
    ],
    [
      "a window longer than the validity",
      { validityDays: 10, renewalWindowDays: 20 },
      /renewalWindowDays \(20\) must be less than validityDays \(10\)/,
    ],
    ["another size of the key", { rsaBits: 1024 }, /rsaBits must be 2048, 3072, 4096, not 1024\./],
    ["a size as a text", { rsaBits: "2048" }, /rsaBits .* not "2048" \(write it without quotes: 2048\)\./],
    ["a name that is a number", { commonName: 5 }, /commonName must be a text: put it into quotes, "5"\./],
    ["a name without letters", { commonName: " " }, /commonName must be a text of 1 to 64 characters, not 1\./],
    ["a name that no certificate holds", { organization: "x".repeat(65) }, /organization must be .* not 65\./],
    ["part of a generation in use", { activeGeneration: 0.5 }, /activeGeneration must be 1, not 0\.5/],
    ["a generation in use that is gone", { generationsInUse: [1, 7] }, /generationsInUse must hold 1, which is active/],
    ["generations in use without the active one", { generationsInUse: [] }, /generationsInUse must hold 1/],
    [
      "a generation as a text",
      { generation: "1" },
      /generation must be a whole number from 1, not "1" \(write it without quotes: 1\) \(stack.s configuration: keyGeneration\)\./,
    ],
  ])("for %s", (_what, args, problem) => {
    expect(() => plan(args)).toThrow(problem);
  });

  test.each(["dev", "production"])("for the confirmation of a rotation that is not declared, in stack %s", (stack) => {
    const args = { commonName: "x", generation: 2, confirmRotation: 3 };
    expect(() => planKeys(args, stack)).toThrow(
      /generation 3, but generation is 2: nothing would be rotated\. .*keyGeneration\); otherwise set confirmRotation to 2\./,
    );
    expect(() => planKeys({ ...args, confirmRotation: 2 }, stack)).not.toThrow();
  });

  test("for everything that is wrong at once", () => {
    expect(() => plan({ validityDays: 0, generation: 2 })).toThrow(/validityDays must be .* Set confirmRotation to 2/);
  });

  test("for none of the numbers at the edge of what is allowed", () => {
    expect(() => plan({ validityDays: 1, renewalWindowDays: 0 })).not.toThrow();
    expect(() => plan({ validityDays: 36_500, renewalWindowDays: 36_499, rsaBits: 4096 })).not.toThrow();
  });
});
