import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Changes one file of a tree; a file that is not there yet is empty. */
type Edit = readonly [path: string, change: (text: string) => string];

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the recipe looks for what is not there: ${from}`);
  return text.replaceAll(from, to);
}

/** Puts lines behind the first place where a text is. */
const behind = (anchor: string, lines: string) => (text: string) => {
  if (!text.includes(anchor)) throw new Error(`the recipe looks for what is not there: ${anchor}`);
  return text.replace(anchor, () => `${anchor}${lines}`);
};
const first = (lines: string) => (text: string) => `${lines}${text}`;
const last = (lines: string) => (text: string) => `${text}${lines}`;

/** The name of a kind as its files and its lifecycle have it. */
const fileName = (kind: string) => kind.charAt(0).toLowerCase() + kind.slice(1);

/** The files of the lifecycle to copy, by the name of a kind and that of its files. */
const parts: ((kind: string, file: string) => string)[] = [
  (_kind, file) => `provider/${file}.ts`,
  (_kind, file) => `provider/${file}Inputs.ts`,
  (kind) => `provider/observed${kind}.ts`,
  (_kind, file) => `provider/${file}Plan.ts`,
];

/** The files to copy for a kind that can be adopted. */
export const filesToCopy = parts.map((part) => part("PermissionSet", "permissionSet"));

/**
 * The steps of "Add a resource" in CONTRIBUTING.md, for a kind that can be adopted. The file to copy is the permission
 * set, so the new kind keeps its records where the local org has rules already.
 *
 * @param original the texts of the tree before anything was added, by path
 */
export function steps(kind: string, original: (path: string) => string): { readonly [step: string]: readonly Edit[] } {
  const file = fileName(kind);
  const copyOf = (path: string, ...names: [string, string][]) => {
    return (): string => names.reduce((text, [from, to]) => replaced(text, from, to), original(path));
  };
  /** The text of a file to copy, with the names of its own parts and of what it exports changed. */
  const renamed = (text: string): string =>
    text
      .replace(/PermissionSet(?=Inputs|Outputs|LookUp|Step|State)/g, kind)
      .replace(/(?<=(?:check|find|lookUp|observe|observed|plan|Seen))PermissionSet\b/g, kind)
      .replace(/permissionSet(?=Inputs?\b|InputNames|Plan|State)/g, file)
      .replace("export const permissionSet:", `export const ${file}:`);
  return {
    "the class and the lifecycle": [
      [
        `resources/${file}.ts`,
        copyOf(
          "resources/permissionSet.ts",
          ["PermissionSetArgs", `${kind}Args`],
          ["class PermissionSet ", `class ${kind} `],
          ['super("PermissionSet"', `super("${kind}"`],
        ),
      ],
      ...parts.map((part): Edit => [part(kind, file), () => renamed(original(part("PermissionSet", "permissionSet")))]),
    ],
    "the kind in resources/dynamicProvider.ts": [
      ["resources/dynamicProvider.ts", behind("export type ResourceKind =\n", `  | "${kind}"\n`)],
    ],
    "the line in resources/index.ts": [
      ["resources/index.ts", last(`export { ${kind}, type ${kind}Args } from "./${file}.ts";\n`)],
    ],
    "the line in provider/registry.ts": [
      ["provider/registry.ts", first(`import { ${file} } from "./${file}.ts";\n`)],
      ["provider/registry.ts", behind("export const lifecycles = {\n", `  ${kind}: ${file},\n`)],
    ],
    "the input that is its name": [
      ["provider/declaredResources.ts", behind("export const nameInputs = {\n", `  ${kind}: "apiName",\n`)],
    ],
    "the line in provider/adoptionPreview.ts": [
      ["provider/adoptionPreview.ts", first(`import { ${file} } from "./${file}.ts";\n`)],
      ["provider/adoptionPreview.ts", behind("const lifecycles = {\n", `  ${kind}: ${file},\n`)],
    ],
    "how a taken name is found": [
      [
        "provider/takenNames.ts",
        (text) => {
          const [look] = /^ {2}PermissionSet: \{\n.*?^ {2}\},\n/ms.exec(original("provider/takenNames.ts")) ?? [""];
          const looks = "const looks: Record<NamedKind, Look> = {\n";
          return behind(looks, replaced(look, "PermissionSet: {", `${kind}: {`))(text);
        },
      ],
    ],
    "the kind in resources/orgReadiness.ts": [
      ["resources/orgReadiness.ts", behind("kind: pulumi.Input<", `"${kind}" | `)],
    ],
    "its inputs in test/provider/declarations.ts": [
      [
        "test/provider/declarations.ts",
        behind(
          "export const declarations: Record<ResourceKind, Values> = {\n",
          `  ${kind}: { label: "${kind}", userPermissions: ["ApiEnabled"], owner: ownerOf("${file}") },\n`,
        ),
      ],
    ],
    "its arguments in test/resources/minimalArguments.ts": [
      [
        "test/resources/minimalArguments.ts",
        behind("export const minimalArguments = {\n", `  ${kind}: { label: "${kind}" },\n`),
      ],
    ],
    "its outputs in test/resources/resources.test.ts": [
      [
        "test/resources/resources.test.ts",
        behind("const outputs: Record<ResourceKind, string[]> = {\n", `  ${kind}: ["unmanagedGrants", "isAdopted"],\n`),
      ],
    ],
    "its resource in test/engine/driftTable.ts": [
      [
        "test/engine/driftTable.ts",
        behind("export const resourceOf: Record<ResourceKind, string> = {\n", `  ${kind}: "scv-${file}",\n`),
      ],
    ],
    "the rows of its inputs in test/engine/driftTable.ts": [
      [
        "test/engine/driftTable.ts",
        (text) => {
          const inputs = /InputNames = namesOf<\w+>\(\{(.*?)\}\);/s.exec(
            original("provider/permissionSetInputs.ts"),
          )?.[1];
          const cells = [...(inputs ?? "").matchAll(/(\w+): true/g)].map(([, name]) => `${name}: notInOrg`);
          return behind(
            "export const rows: Record<ResourceKind, Record<string, Row>> = {\n",
            `  ${kind}: { ${cells.join(", ")} },\n`,
          )(text);
        },
      ],
    ],
    "the page": [
      [`docs/resources/${file}.md`, copyOf("docs/resources/permissionSet.md", ["# PermissionSet\n", `# ${kind}\n`])],
    ],
    "the line in docs/resources/README.md": [
      ["docs/resources/README.md", last(`\n| [${kind}](${file}.md) | a set of permissions |\n`)],
    ],
    "the line in docs/permissions.md": [
      ["docs/permissions.md", last(`\n| [\`${kind}\`](resources/${file}.md) | as permission sets |\n`)],
    ],
    "its name in the pages on adoption and on the readiness": [
      ["docs/adoption.md", last(`\n\`${kind}\` as well.\n`)],
      ["docs/resources/orgReadiness.md", last(`\n\`${kind}\` as well.\n`)],
    ],
  };
}

/** What the compiler would complain of first where a step is left out, and so is left out with it. */
export const following: { readonly [step: string]: readonly string[] } = {
  "the kind in resources/dynamicProvider.ts": [
    "its arguments in test/resources/minimalArguments.ts",
    "its outputs in test/resources/resources.test.ts",
  ],
  "the line in provider/registry.ts": [
    "its inputs in test/provider/declarations.ts",
    "its resource in test/engine/driftTable.ts",
    "the rows of its inputs in test/engine/driftTable.ts",
  ],
  "the input that is its name": ["how a taken name is found"],
};

/** Applies edits to a tree. */
export async function apply(tree: string, edits: readonly Edit[]): Promise<void> {
  for (const [path, change] of edits) {
    const text = await readFile(join(tree, path), "utf8").catch(() => "");
    await writeFile(join(tree, path), change(text));
  }
}
