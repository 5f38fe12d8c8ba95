import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { lifecycles, type ResourceKind } from "../../provider/registry.ts";
import { providerText } from "../../resources/dynamicProvider.ts";

const kinds = Object.keys(lifecycles) as ResourceKind[];
const golden = readFileSync(new URL("./providerText.golden.txt", import.meta.url), "utf8").trimEnd();

describe("the text of a provider in the state", () => {
  // States hold this text for ever: another one would change every resource of every stack.
  test.each(kinds)("of a %s is what it always was, to the last blank", (kind) => {
    expect(providerText(kind)).toBe(golden.replace("<kind>", kind));
  });

  test("is short", () => {
    for (const kind of kinds) expect(providerText(kind).length).toBeLessThan(160);
  });
});
