import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout. */
export const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A program that declares what `arguments.json` says. */
export const scvProgram = `
import { readFileSync } from "node:fs";
import { ScvIntegration } from "pulumi-salesforce-access";

const scv = new ScvIntegration("scv", JSON.parse(readFileSync("arguments.json", "utf8")));
export const { webexConnector, privateKeyPem } = scv;
export const permissionSetId = scv.permissionSet.id;
export const certificateSha256 = scv.app.certificateSha256;
`;

/**
 * Makes a Pulumi project that has this checkout as its dependency, as a program of a user has the package.
 * @param folder an absolute path; made when it is not there
 * @param program text of index.ts
 */
export async function makeProject(folder: string, program: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(modules, { recursive: true });
  await Promise.all([
    symlink(checkout, join(modules, "pulumi-salesforce-access")),
    symlink(join(checkout, "node_modules", "@pulumi"), join(modules, "@pulumi")),
    writeFile(
      join(folder, "Pulumi.yaml"),
      "name: scv-integration\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    ),
    writeFile(join(folder, "package.json"), '{ "type": "module" }\n'),
    writeFile(join(folder, "index.ts"), program),
  ]);
}

/** Writes the arguments of `scvProgram`. */
export async function writeArguments(folder: string, scvArguments: object): Promise<void> {
  await writeFile(join(folder, "arguments.json"), JSON.stringify(scvArguments));
}
