import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { configurationIn, configurationOfStack } from "../../common/stackFile.ts";

describe("the configuration file of a stack", () => {
  let folder: string;
  const put = (path: string, text: string) => writeFile(join(folder, path), text);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "stack-file-"));
    await mkdir(join(folder, "program", "deep"), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test.each(["yaml", "yml", "json"])("is beside the project's file, from any folder below: %s", async (ending) => {
    await put(`Pulumi.${ending}`, '{"name": "p"}');
    await put(`Pulumi.dev.${ending}`, '{"config": {"salesforce:orgId": "00D1"}}');
    for (const place of [folder, join(folder, "program", "deep")]) {
      expect([...(configurationOfStack(place, "dev") ?? [])]).toEqual([["salesforce:orgId", "00D1"]]);
    }
  });

  test("is where the project says", async () => {
    await put("Pulumi.yaml", "name: p\nstackConfigDir: program\n");
    await put("Pulumi.dev.yaml", "config:\n  salesforce:orgId: elsewhere\n");
    await put("program/Pulumi.dev.yaml", "config:\n  salesforce:orgId: 00D1\n");
    expect([...(configurationOfStack(folder, "dev") ?? [])]).toEqual([["salesforce:orgId", "00D1"]]);
  });

  test("is not found without a project, for another stack, or when it cannot be read", async () => {
    await put("Pulumi.dev.yaml", "config:\n  a: [\n");
    expect(configurationOfStack(folder, "dev")).toBeUndefined();
    await put("Pulumi.yaml", "name: p\n");
    expect(configurationOfStack(folder, "production")).toBeUndefined();
    expect(configurationOfStack(folder, "dev")).toBeUndefined();
  });

  test("has keys with plain values, as they are spelled; others are empty", () => {
    const text = 'config:\n  a:b: 67.0\n  "c:d": "x"\n  e:f:\n    secure: v1:x\n  g:h: {i: j}\nencryptionsalt: v1:y\n';
    expect([...(configurationIn(text) ?? [])]).toEqual([
      ["a:b", "67.0"],
      ["c:d", "x"],
      ["e:f", ""],
      ["g:h", ""],
    ]);
    expect([...(configurationIn("encryptionsalt: v1:y\n") ?? [])]).toEqual([]);
  });
});
