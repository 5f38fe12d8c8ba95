import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export const textOf = (path: string) => readFileSync(join(root, path), "utf8");

/** The rows of all tables of a page, each cell with one blank on either side. */
export function tableRows(page: string): string[] {
  return (textOf(page).match(/^\|.*$/gm) ?? []).map((row) => row.replace(/ +/g, " "));
}

/** Paths of all pages, from the root of the checkout. */
export function pages(): string[] {
  const inDocs = ["docs", "local-org/docs", "local-webex/docs"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
  );
  return [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "examples/README.md",
    "local-org/README.md",
    "local-webex/README.md",
    ...inDocs.filter((path) => path.endsWith(".md")),
  ];
}

/** A link of a page to another page or file of the checkout. */
export interface Link {
  page: string;
  /** Path from the root of the checkout. */
  target: string;
  anchor?: string;
}

/** The links of a page that stay in the checkout. */
export function linksOf(page: string): Link[] {
  return [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? "")
    .filter((address) => !/^https?:/.test(address))
    .map((address) => {
      const [path, anchor] = address.split("#");
      const target = path ? relative(root, resolve(root, dirname(page), path)) : page;
      return { page, target, ...(anchor && { anchor }) };
    });
}

/** Anchors of the headings of a page, as GitHub makes them. */
export function anchorsOf(page: string): string[] {
  return [...withoutCode(textOf(page)).matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The text of the fenced blocks of one language, in order. */
export function blocksOf(page: string, language: string): string[] {
  return [...textOf(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    (match) => match[1] ?? "",
  );
}

/** The text of a section of a page, up to the next heading of its level. */
export function sectionOf(page: string, heading: string): string {
  const [, section] = textOf(page).split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`${page} has no section ${heading}.`);
  return section.split(/^## /m)[0] ?? "";
}

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, "");
