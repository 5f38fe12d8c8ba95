/** The fields of package.json that matter for the published package. */
export interface PackageManifest {
  name: string;
  version: string;
  description: string;
  license: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** What the local org needs. Here its only users are commands and tests, there it is part of the package. */
const localOrgDependencies = ["@hono/node-server", "fast-xml-parser", "hono"];

/** Files of the local org that no compiler writes. */
export const localOrgAssets = ["local-org/src/schema/generated.json", "local-org/src/setup/style.css"];

/**
 * The package.json of dist/. `@pulumi/pulumi` and `typescript` are peers: a Pulumi program has its own, and two copies
 * of Pulumi's runtime in one program do not know each other's resources. Pulumi's serialiser needs a TypeScript below 7.
 */
export function publishedManifest(manifest: PackageManifest): object {
  const { name, version, description, license } = manifest;
  const { "@pulumi/pulumi": pulumi, typescript, ...dependencies } = manifest.dependencies;
  return {
    name,
    version,
    description,
    license,
    type: "module",
    engines: { node: ">=22.18" },
    main: "./resources/index.js",
    types: "./resources/index.d.ts",
    exports: {
      ".": { types: "./resources/index.d.ts", default: "./resources/index.js" },
      "./provider": { types: "./provider/index.d.ts", default: "./provider/index.js" },
      "./local-org": { types: "./local-org/src/server.d.ts", default: "./local-org/src/server.js" },
    },
    bin: { "local-salesforce-org": "./local-org/src/main.js" },
    dependencies: { ...dependencies, ...picked(manifest.devDependencies, localOrgDependencies) },
    peerDependencies: { "@pulumi/pulumi": `^${pulumi}`, typescript: `>=${typescript} <7` },
  };
}

/** @throws Error when one is not there */
function picked(versions: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const version = versions[name];
      if (version === undefined) throw new Error(`package.json does not name ${name}.`);
      return [name, version];
    }),
  );
}
