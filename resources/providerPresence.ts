import { createRequire } from "node:module";

/**
 * Makes sure that the provider process will find this package. It runs in the folder of the project and loads the package
 * from there, which fails when the package is only a dependency of a dependency, kept out of the project's own
 * node_modules.
 *
 * @param folder where program and provider process run
 * @throws Error that says what to install, before anything is declared
 */
export function expectProviderIn(folder: string): void {
  try {
    createRequire(`${folder}/`).resolve("pulumi-salesforce-access/provider");
  } catch {
    throw new Error(
      `The package pulumi-salesforce-access cannot be found from ${folder}, where Pulumi runs its provider. Add it to the dependencies of that project, of the same version: npm install pulumi-salesforce-access`,
    );
  }
}
