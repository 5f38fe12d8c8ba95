import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { PublishedPackage } from "../commands/publishedPackage.ts";
import type { PackedPackage } from "./packedPackage.ts";

/** What must not be in a file that everybody can download. */
const forbidden: readonly { what: string; pattern: RegExp }[] = [
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\\rn]+[A-Za-z0-9+/=]{40}/ },
  { what: "a token of npm", pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: "an access token of Salesforce", pattern: /\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{20}/ },
];

/** Looks at every file of a packed package: sentences for what does not belong there. */
export async function inspectContents(
  published: PublishedPackage,
  { content, files }: PackedPackage,
  root: string,
): Promise<string[]> {
  const unexpected = files.filter((path) => !isExpected(published, path)).map((path) => `${path} is not expected.`);
  const ofThisMachine = [root, homedir()].filter((path) => path.length > 1);
  const found = await Promise.all(
    files.map(async (path) => {
      const text = await readFile(join(content, path), "utf8");
      return [
        ...forbidden.filter(({ pattern }) => pattern.test(text)).map(({ what }) => `${path} contains ${what}.`),
        ...ofThisMachine.filter((own) => text.includes(`${own}/`)).map((own) => `${path} contains the path ${own}.`),
      ];
    }),
  );
  return [...unexpected, ...found.flat()];
}

/** Compiled code in the folders of the package, and the files that it names itself. */
function isExpected({ code, files }: PublishedPackage, path: string): boolean {
  if (path === "package.json") return true;
  if (files.some((file) => path === file || path.startsWith(`${file}/`))) return true;
  return code.some((folder) => path.startsWith(`${folder}/`)) && /\.(js|d\.ts)$/.test(path);
}
