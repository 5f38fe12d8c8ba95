/** The fields of package.json that matter for the published package. */
export interface PackageManifest {
  name: string;
  version: string;
  description: string;
  license: string;
  dependencies: Record<string, string>;
}

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
    },
    dependencies,
    peerDependencies: { "@pulumi/pulumi": `^${pulumi}`, typescript: `>=${typescript} <7` },
  };
}
