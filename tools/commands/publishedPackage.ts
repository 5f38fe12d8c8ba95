/** The fields of a package.json of this repository that matter for what is published. */
export interface PackageManifest {
  name: string;
  version: string;
  description: string;
  license: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
}

/** A package that this repository publishes. */
export interface PublishedPackage {
  /** Its folder, from the root of the checkout; its package.json and tsconfig.build.json are there. */
  folder: string;
  /** Files that no compiler writes, and folders of pages, from that folder. */
  files: readonly string[];
  /** Folders of the code that is compiled, from the root of what is published. */
  code: readonly string[];
  /** The package.json of what is published, from the one of the checkout. */
  manifest(own: PackageManifest): object;
}

/**
 * The access as Pulumi resources. `@pulumi/pulumi` is a peer: a Pulumi program has its own, and two copies of Pulumi's
 * runtime in one program do not know each other's resources.
 */
export const accessPackage: PublishedPackage = {
  folder: ".",
  files: ["LICENSE", "README.md", "operations/fleet/recipes/files"],
  code: ["resources", "provider", "policies", "salesforce", "webex", "operations", "common"],
  manifest(own) {
    const { "@pulumi/pulumi": pulumi, ...dependencies } = own.dependencies;
    return {
      ...common(own, "./resources/index"),
      exports: {
        ".": entry("./resources/index"),
        "./provider": entry("./provider/index"),
        "./policies": entry("./policies/index"),
      },
      bin: { [own.name]: "./operations/main.js" },
      dependencies,
      peerDependencies: { "@pulumi/pulumi": `^${pulumi}` },
    };
  },
};

/** The local org; it knows nothing of Pulumi. */
export const localOrgPackage: PublishedPackage = {
  folder: "local-org",
  files: [
    "LICENSE",
    "README.md",
    "docs",
    "src/ledger/verifications.json",
    "src/schema/generated.json",
    "src/setup/style.css",
  ],
  code: ["src", "conformance"],
  manifest(own) {
    return {
      ...common(own, "./src/server"),
      exports: { ".": entry("./src/server") },
      bin: { [own.name]: "./src/main.js" },
      dependencies: own.dependencies,
    };
  },
};

/** The fake Webex tenant; it knows neither Pulumi nor the local org. */
export const localWebexPackage: PublishedPackage = {
  folder: "local-webex",
  files: ["LICENSE", "README.md", "docs", "src/pages/style.css"],
  code: ["src"],
  manifest: localOrgPackage.manifest,
};

export const publishedPackages: readonly PublishedPackage[] = [accessPackage, localOrgPackage, localWebexPackage];

/** `main` and `types` are for the older module resolution, which reads no `exports`. */
function common({ name, version, description, license, engines }: PackageManifest, main: string) {
  const { types, default: code } = entry(main);
  return { name, version, description, license, type: "module", engines, main: code, types };
}

function entry(path: string) {
  return { types: `${path}.d.ts`, default: `${path}.js` };
}
