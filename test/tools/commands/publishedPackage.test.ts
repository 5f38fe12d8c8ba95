import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { type PackageManifest, publishedManifest } from "../../../tools/commands/publishedPackage.ts";

test("the published package has its run-time dependencies, takes Pulumi and TypeScript as peers, and no development tools", async () => {
  const own = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8")) as PackageManifest;
  const published = publishedManifest(own) as Record<string, Record<string, unknown>>;
  expect(published).toMatchObject({
    name: "pulumi-salesforce-access",
    version: own.version,
    license: "Apache-2.0",
    type: "module",
  });
  expect(Object.keys(published.peerDependencies ?? {})).toEqual(["@pulumi/pulumi", "typescript"]);
  const ownWithoutPeers = Object.keys(own.dependencies).filter(
    (name) => !["@pulumi/pulumi", "typescript"].includes(name),
  );
  const imported = await importsOf(new URL("../../../local-org/src/", import.meta.url));
  const localOrgAlone = imported.filter((name) => !(name in own.dependencies));
  expect(localOrgAlone.length).toBeGreaterThan(0);
  expect(Object.keys(published.dependencies ?? {}).sort()).toEqual([...ownWithoutPeers, ...localOrgAlone].sort());
  expect(published.devDependencies).toBeUndefined();
  expect(published.scripts).toBeUndefined();
  expect(published.private).toBeUndefined();
});

/** The packages that the code in a folder imports at run time, without what only generates files. */
async function importsOf(folder: URL): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".ts"));
  const texts = files
    .filter((file) => file !== "schema/generate.ts")
    .map((file) => readFile(new URL(file, folder), "utf8"));
  const names = (await Promise.all(texts)).flatMap((text) =>
    [...text.matchAll(/^(?:import|\}) [^"]*"((?:@[^/"]+\/)?[^./"][^/":]*)(?:\/[^"]*)?";$/gm)].map(([, name]) =>
      String(name),
    ),
  );
  return [...new Set(names)];
}

test("it starts the local org by a command, and offers it to tests", async () => {
  const own = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8")) as PackageManifest;
  expect(publishedManifest(own)).toMatchObject({
    bin: { "local-salesforce-org": "./local-org/src/main.js" },
    exports: { "./local-org": { types: "./local-org/src/server.d.ts", default: "./local-org/src/server.js" } },
  });
});

test("it offers the two entries that programs and the provider process load, each with its types", () => {
  const manifest = {
    name: "n",
    version: "1.0.0",
    description: "",
    license: "",
    dependencies: { "@pulumi/pulumi": "3.270.0", typescript: "5.9.3" },
    devDependencies: { "@hono/node-server": "2.0.0", "fast-xml-parser": "5.0.0", hono: "4.0.0" },
  };
  expect(publishedManifest(manifest)).toMatchObject({
    exports: {
      ".": { types: "./resources/index.d.ts", default: "./resources/index.js" },
      "./provider": { types: "./provider/index.d.ts", default: "./provider/index.js" },
    },
    peerDependencies: { "@pulumi/pulumi": "^3.270.0", typescript: ">=5.9.3 <7" },
  });
});
