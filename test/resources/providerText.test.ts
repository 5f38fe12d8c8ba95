import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { lifecycles, type ResourceKind } from "../../provider/registry.ts";
import { providerText } from "./providerText.ts";

const kinds = Object.keys(lifecycles) as ResourceKind[];
let texts: Record<string, string>;

beforeAll(async () => {
  const script = fileURLToPath(new URL("./printProviderTexts.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  texts = JSON.parse(stdout);
});

describe("the text of a provider in the state", () => {
  test("is there for each kind of resource, under its type token", () => {
    expect(Object.keys(texts).sort()).toEqual(kinds.map((kind) => `pulumi-nodejs:dynamic/salesforce:${kind}`).sort());
  });

  // States hold this text for ever: another one would change every resource of every stack.
  test.each(kinds)("of a %s is what it always was, to the last blank", (kind) => {
    expect(texts[`pulumi-nodejs:dynamic/salesforce:${kind}`]).toBe(providerText(kind));
  });

  test("is short, and holds nothing of the machine that wrote it", () => {
    for (const text of Object.values(texts)) {
      expect(text.length).toBeLessThan(3_000);
      expect(text).not.toContain(process.cwd());
    }
  });
});
