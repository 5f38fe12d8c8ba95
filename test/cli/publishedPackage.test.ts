import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { type PackageManifest, publishedManifest } from "../../cli/publishedPackage.ts";

test("the published package has its run-time dependencies, takes Pulumi and TypeScript as peers, and no development tools", async () => {
  const own = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as PackageManifest;
  const published = publishedManifest(own) as Record<string, Record<string, unknown>>;
  expect(published).toMatchObject({
    name: "pulumi-salesforce-access",
    version: own.version,
    license: "Apache-2.0",
    type: "module",
  });
  expect(Object.keys(published.peerDependencies ?? {})).toEqual(["@pulumi/pulumi", "typescript"]);
  expect(Object.keys(published.dependencies ?? {})).toEqual(
    Object.keys(own.dependencies).filter((name) => name !== "@pulumi/pulumi" && name !== "typescript"),
  );
  expect(published.devDependencies).toBeUndefined();
  expect(published.scripts).toBeUndefined();
  expect(published.private).toBeUndefined();
});

test("it offers the two entries that programs and the provider process load, each with its types", () => {
  const manifest = {
    name: "n",
    version: "1.0.0",
    description: "",
    license: "",
    dependencies: { "@pulumi/pulumi": "3.270.0", typescript: "5.9.3" },
  };
  expect(publishedManifest(manifest)).toMatchObject({
    exports: {
      ".": { types: "./resources/index.d.ts", default: "./resources/index.js" },
      "./provider": { types: "./provider/index.d.ts", default: "./provider/index.js" },
    },
    peerDependencies: { "@pulumi/pulumi": "^3.270.0", typescript: ">=5.9.3 <7" },
  });
});
