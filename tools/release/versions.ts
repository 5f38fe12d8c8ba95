import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A version that stands in a JSON file of the checkout. */
interface Place {
  file: string;
  /** The keys that lead to it. */
  keys: readonly string[];
}

const access = "pulumi-salesforce-access";
const localOrg = "local-salesforce-org";

/** Where the version of this repository stands; all packages have the same. The first place is the one that counts. */
const places: readonly Place[] = [
  { file: "package.json", keys: ["version"] },
  { file: "package.json", keys: ["devDependencies", localOrg] },
  { file: "local-org/package.json", keys: ["version"] },
  { file: "local-webex/package.json", keys: ["version"] },
  { file: "package-lock.json", keys: ["version"] },
  { file: "package-lock.json", keys: ["packages", "", "version"] },
  { file: "package-lock.json", keys: ["packages", "", "devDependencies", localOrg] },
  { file: "package-lock.json", keys: ["packages", "local-org", "version"] },
  { file: "package-lock.json", keys: ["packages", "local-webex", "version"] },
  { file: "examples/typescript/package.json", keys: ["dependencies", access] },
  { file: "examples/typescript/package.json", keys: ["devDependencies", localOrg] },
  { file: "examples/javascript/package.json", keys: ["dependencies", access] },
  { file: "examples/policies/package.json", keys: ["dependencies", access] },
];

const changelogFile = "CHANGELOG.md";
const unreleased = "Unreleased";

/** The version of this checkout, and each place that says otherwise, as a sentence. */
export async function readVersion(root: string): Promise<{ version: string; problems: string[] }> {
  const files = await readPlaces(root);
  const found = places.map((place) => ({ ...place, value: valueAt(files.get(place.file), place.keys) }));
  const version = String(found[0]?.value);
  const problems = found
    .filter(({ value }) => value !== version)
    .map(({ file, keys, value }) => `${file}: ${keys.join(".")} is ${value}, and the version is ${version}.`);
  const newest = newestHeading(await readFile(join(root, changelogFile), "utf8"));
  if (newest !== version) {
    problems.push(`${changelogFile}: the first heading is "${newest}", and the version is ${version}.`);
  }
  return { version, problems };
}

/**
 * Writes a version in all places, and over the section of CHANGELOG.md that has none yet.
 *
 * @returns the files that were written
 */
export async function writeVersion(root: string, version: string): Promise<string[]> {
  const files = await readPlaces(root);
  for (const { file, keys } of places) {
    const holder = valueAt(files.get(file), keys.slice(0, -1)) as Record<string, unknown>;
    holder[keys.at(-1) ?? ""] = version;
  }
  for (const [file, content] of files) await writeFile(join(root, file), `${JSON.stringify(content, undefined, 2)}\n`);
  const changelog = await readFile(join(root, changelogFile), "utf8");
  await writeFile(join(root, changelogFile), changelog.replace(`\n## ${unreleased}\n`, `\n## ${version}\n`));
  return [...files.keys(), changelogFile];
}

/** The text of the first heading of the second level. */
function newestHeading(changelog: string): string | undefined {
  return /^## (.+)$/m.exec(changelog)?.[1]?.trim();
}

async function readPlaces(root: string): Promise<Map<string, unknown>> {
  const names = [...new Set(places.map(({ file }) => file))];
  const texts = await Promise.all(names.map((name) => readFile(join(root, name), "utf8")));
  return new Map(names.map((name, index) => [name, JSON.parse(texts[index] ?? "")]));
}

function valueAt(content: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], content);
}
