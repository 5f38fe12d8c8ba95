import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { root } from "../../../tools/commands/checkout.ts";
import {
  accessPackage,
  localOrgPackage,
  localWebexPackage,
  type PackageManifest,
} from "../../../tools/commands/publishedPackage.ts";

const ownManifest = async (folder: string) =>
  JSON.parse(await readFile(join(root, folder, "package.json"), "utf8")) as PackageManifest;

type Published = Record<string, Record<string, unknown>>;

describe.each([
  {
    name: "pulumi-salesforce-access",
    published: accessPackage,
    code: ["resources", "provider", "policies", "salesforce", "webex", "operations", "common"],
  },
  { name: "local-salesforce-org", published: localOrgPackage, code: ["local-org/src", "local-org/conformance"] },
  { name: "local-webex-tenant", published: localWebexPackage, code: ["local-webex/src"] },
])("the published $name", ({ name, published, code }) => {
  test("has name, version, licence and the Node.js that it needs, and no development tools", async () => {
    const own = await ownManifest(published.folder);
    const manifest = published.manifest(own) as Published;
    expect(manifest).toMatchObject({
      name,
      version: own.version,
      license: "Apache-2.0",
      type: "module",
      engines: own.engines,
    });
    const ofTheCheckout = ["devDependencies", "scripts", "private", "workspaces"];
    expect(Object.keys(manifest).filter((key) => ofTheCheckout.includes(key))).toEqual([]);
  });

  test("asks for exactly the packages that its code imports at run time", async () => {
    const { dependencies = {}, peerDependencies = {} } = published.manifest(
      await ownManifest(published.folder),
    ) as Published;
    const asked = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    const imported = (await Promise.all(code.map((folder) => importsOf(join(root, folder))))).flat();
    expect([...new Set(imported)].sort()).toEqual(asked.sort());
  });
});

/** The packages that the code in a folder imports at run time, without what only generates files. */
async function importsOf(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".ts"));
  const texts = files
    .filter((file) => file !== join("schema", "generate.ts"))
    .map((file) => readFile(join(folder, file), "utf8"));
  return (await Promise.all(texts)).flatMap((text) =>
    [
      ...text.matchAll(/^(?:import (?!type )(?:[^"]* from )?|\} from )"((?:@[^/"]+\/)?[^./"][^/":]*)(?:\/[^"]*)?";$/gm),
    ].map(([, name]) => String(name)),
  );
}

const given = {
  name: "n",
  version: "1.0.0",
  description: "",
  license: "",
  engines: {},
  dependencies: { "@pulumi/pulumi": "3.270.0", jose: "6.0.0" },
};

test("the access takes Pulumi as a peer and nothing else, and offers the entries that programs and the provider process load", () => {
  expect(accessPackage.manifest(given)).toEqual({
    name: "n",
    version: "1.0.0",
    description: "",
    license: "",
    type: "module",
    engines: {},
    main: "./resources/index.js",
    types: "./resources/index.d.ts",
    exports: {
      ".": { types: "./resources/index.d.ts", default: "./resources/index.js" },
      "./policies": { types: "./policies/index.d.ts", default: "./policies/index.js" },
      "./provider": { types: "./provider/index.d.ts", default: "./provider/index.js" },
    },
    bin: { n: "./operations/main.js" },
    dependencies: { jose: "6.0.0" },
    peerDependencies: { "@pulumi/pulumi": "^3.270.0" },
  });
});

test("the local org starts by a command, and is offered to tests", () => {
  expect(localOrgPackage.manifest({ ...given, dependencies: { hono: "4.0.0" } })).toMatchObject({
    main: "./src/server.js",
    types: "./src/server.d.ts",
    exports: { ".": { types: "./src/server.d.ts", default: "./src/server.js" } },
    bin: { n: "./src/main.js" },
    dependencies: { hono: "4.0.0" },
  });
});
