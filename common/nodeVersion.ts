/** Imported first: an older Node.js would fail somewhere in a dependency, with words that help nobody. */

/** The oldest Node.js that runs this package, as package.json says it. */
const oldest = [22, 19] as const;

/** @throws Error that names both versions when this one is too old */
export function expectNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new Error(
    `pulumi-salesforce-access needs Node.js ${oldest.join(".")} or later, and this is ${version}. Pulumi runs the "node" that it finds first on the PATH: put a newer one there.`,
  );
}

expectNode(process.versions.node);
