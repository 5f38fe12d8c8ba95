import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import ts from "typescript";
import { settingKey, settingNames, variableOf } from "../../common/settingNames.ts";
import { metadataTypes } from "../../local-org/src/metadata/metadataTypes.ts";
import { objects } from "../../local-org/src/schema/index.ts";
import { defaultSettings } from "../../local-org/src/settings.ts";
import { nameInputs } from "../../provider/declaredResources.ts";
import { lifecycles } from "../../provider/registry.ts";
import { inputsOfPages, withInputTable } from "../../tools/commands/inputTables.ts";
import { declarationsOf, exportedClasses } from "./declarations.ts";
import { anchorsOf, blocksOf, linksOf, pages, root, tableRows, textOf } from "./pages.ts";

describe("links", () => {
  test.each(pages())("every link of %s leads to a file and a heading that are there", (page) => {
    const broken = linksOf(page).filter(
      ({ target, anchor }) =>
        !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  test("a link to a file or a heading that is not there would be found", () => {
    expect(linksOf("README.md").map(({ target }) => target)).toContain("docs/connection.md");
    expect(anchorsOf("docs/resources/README.md")).toContain("what-all-have-in-common");
    expect(anchorsOf("docs/resources/README.md")).not.toContain("what-none-has");
  });
});

/** Paths of files of the product and the workshop that a page names, those with a placeholder left out. */
const filesNamedIn = (page: string) =>
  [
    ...textOf(page).matchAll(
      /`((?:provider|resources|salesforce|operations|common|tools|test|local-org)\/[\w./-]+\.(?:ts|js|json))\b/g,
    ),
  ].map(([, path = ""]) => path);

test.each(["CONTRIBUTING.md", "docs/architecture.md", "docs/decisions.md", "docs/performance.md"])(
  "every file that %s names is there",
  (page) => {
    expect(filesNamedIn(page).length).toBeGreaterThan(0);
    expect(filesNamedIn(page).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  },
);

describe("pages of resources", () => {
  const fileName = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
  const pageOf = (name: string) => `docs/resources/${fileName(name)}.md`;
  const classes = exportedClasses();

  test("the classes that the package exports are found", () => {
    expect(classes).toEqual(expect.arrayContaining(["PermissionSet", "ScvIntegration"]));
  });

  test.each(classes)("%s has a page with every section, linked from the list", (name) => {
    const headings = ["Example", "Inputs", "Outputs", "Drift", "Destroy", "Errors"];
    expect(textOf(pageOf(name)).match(/^## (.+)$/gm)).toEqual(headings.map((heading) => `## ${heading}`));
    expect(linksOf("docs/resources/README.md").map(({ target }) => target)).toContain(pageOf(name));
  });

  test.each(classes)("the tables of %s name every input", (name) => {
    const rows = tableRows(pageOf(name));
    const inputs = [...declarationsOf(`resources/${fileName(name)}.ts`).interfaces]
      .filter(([declared]) => declared.endsWith("Args"))
      .flatMap(([, properties]) => properties);
    expect(inputs.length).toBeGreaterThan(0);
    expect(inputs.filter((input) => !rows.some((row) => row.startsWith(`| \`${input}\` |`)))).toEqual([]);
  });

  test.each(classes)("the page of %s names every output that is no input", (name) => {
    const { interfaces, classes: found } = declarationsOf(`resources/${fileName(name)}.ts`);
    const inputs = interfaces.get(`${name}Args`) ?? [];
    const outputs = (found.get(name) ?? []).filter((output) => !inputs.includes(output));
    expect(outputs.filter((output) => !textOf(pageOf(name)).includes(`\`${output}\``))).toEqual([]);
  });
});

test.each(Object.entries(inputsOfPages))("%s has the table of inputs that npm run docs writes", (page, rows) => {
  const text = textOf(page);
  expect(withInputTable(text, rows)).toBe(text);
  expect(withInputTable(text, {})).not.toBe(text);
});

test("the page on the connection names every key with its environment variable", () => {
  expect(settingNames.length).toBeGreaterThan(5);
  const keys = settingNames.map(
    (name) => `| \`${settingKey(name)}\` |${variableOf(name) ? ` \`${variableOf(name)}\` ` : " "}|`,
  );
  const rows = tableRows("docs/connection.md");
  expect(keys.filter((key) => !rows.some((row) => row.startsWith(key)))).toEqual([]);
});

test("the page on permissions names every permission that readiness asks for", () => {
  const source = textOf("provider/deployerPermissions.ts");
  const names = [...source.matchAll(/names: \[(.*?)\]/g)].flatMap(([, list]) => [...(list ?? "").matchAll(/"(\w+)"/g)]);
  expect(names.length).toBeGreaterThan(5);
  const page = textOf("docs/permissions.md");
  expect(names.filter(([, name]) => !page.includes(`\`${name}\``))).toEqual([]);
});

test.each(Object.keys(lifecycles))("the page on permissions says which ones %s needs", (kind) => {
  expect(tableRows("docs/permissions.md").filter((row) => row.startsWith(`| [\`${kind}\`](`))).toHaveLength(1);
});

test.each(Object.keys(nameInputs))("the pages on adoption and on the readiness name %s", (kind) => {
  for (const page of ["docs/adoption.md", "docs/resources/orgReadiness.md"]) {
    expect([page, kind, textOf(page).includes(`\`${kind}\``)]).toEqual([page, kind, true]);
  }
});

describe("the page on the local org", () => {
  const page = textOf("local-org/docs/rules.md");
  const missing = (names: string[]) => names.filter((name) => !page.includes(`\`${name}\``));

  test("names every sObject and every metadata type that it has", () => {
    expect(objects.length).toBeGreaterThan(10);
    expect(missing(objects.map(({ name }) => name))).toEqual([]);
    expect(missing(metadataTypes.map(({ schema }) => schema.name))).toEqual([]);
  });

  test("names every setting with its default", () => {
    const rows = tableRows("local-org/docs/rules.md");
    const settings = Object.entries(defaultSettings).map(([name, value]) => ({ name, value }));
    const isThere = ({ name, value }: { name: string; value: unknown }) =>
      [`${value}`, `\`${value}\``, `\`${JSON.stringify(value)}\``].some((text) =>
        rows.some((row) => row.startsWith(`| \`${name}\` | ${text} |`)),
      );
    expect(settings.filter((setting) => !isThere(setting))).toEqual([]);
  });
});

test.each([
  ...pages().filter((page) => /\$ (npm run )?pulumi(?: --)? stack init/.test(textOf(page))),
  "docs/connection.md",
])("%s, where a stack is made, names the passphrase that this asks for", (page) =>
  expect(textOf(page)).toContain("PULUMI_CONFIG_PASSPHRASE"),
);

test("every npm script that a page names is there", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
  const named = pages().flatMap((page) =>
    [...textOf(page).matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(([, script]) => `${page}: ${script}`),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((entry) => scripts[entry.split(": ")[1] ?? ""] === undefined)).toEqual([]);
});

test("no command of a page has the usual port of the local org, which may be taken: npm run org -- --url prints the address", () => {
  const commands = pages().flatMap((page) =>
    ["console", "sh"]
      .flatMap((language) => blocksOf(page, language))
      .flatMap((block) =>
        block
          .split("\n")
          .filter((line) => /^(\$|curl|export) .*8417/.test(line))
          .map((line) => `${page}: ${line}`),
      ),
  );
  expect(commands).toEqual([]);
  expect(blocksOf("local-org/docs/faults.md", "console").join("\n")).toContain("npm run --silent org -- --url");
});

test("the TypeScript of all pages passes the type check", () => {
  const examples = new Map(
    pages().flatMap((page) =>
      blocksOf(page, "ts").map((text, index) => [
        join(root, `${page.replaceAll(/[/.]/g, "-")}-${index + 1}.ts`),
        // Each example is a module of its own.
        `${text}\nexport {};\n`,
      ]),
    ),
  );
  expect(examples.size).toBeGreaterThan(8);
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => examples.has(path) || fileExists(path);
  host.readFile = (path) => examples.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...more) => {
    const text = examples.get(path);
    return text === undefined
      ? getSourceFile(path, ...more)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true);
  };
  const program = ts.createProgram([...examples.keys()], options, host);
  const problems = [...examples.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(
    problems.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`),
  ).toEqual([]);
}, 60_000);
