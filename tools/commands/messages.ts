/** The messages that a run can end with, as they stand in the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { type SettingName, settingKey } from "../../common/settingNames.ts";
import { commandToSet, whereToSet } from "../../salesforce/settings.ts";
import { root } from "./checkout.ts";

/** A message, or the part of one that is a sentence by itself. */
export interface Message {
  /** Path of its source, from the root of the checkout. */
  file: string;
  /** With `…` for what is put in while the program runs. */
  text: string;
  /** The code of the error that it is the message of; what to do is said for the code. */
  code?: string;
}

/** Where messages for people who use the package stand; those of the checkout's own commands are not among them. */
const folders = ["common", "operations", "provider", "resources", "salesforce", "webex"];

/** The sources that hold messages, by their path. */
export function sourcesOfMessages(): Map<string, string> {
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
  );
  const paths = [...inFolders.filter((path) => path.endsWith(".ts")), "index.ts"];
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/**
 * All messages of some sources: every text that is thrown as an error of ours, and every other that reads as one.
 * Nothing has to be listed for that: a text counts unless it is told to be something else (help, progress, a row of the
 * docs).
 */
export function messagesIn(sources: ReadonlyMap<string, string>): Message[] {
  const files = [...sources].map(([path, text]) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  const constants = new Map(files.flatMap(constantsIn));
  return files.flatMap((file) => {
    const found = new Set<string>();
    const look = (node: ts.Node, isThrown: boolean): void => {
      if (isNoMessage(node, file)) return;
      const text = textOf(node, constants);
      if (text !== undefined && (isThrown ? hasWords(text) : readsAsMessage(text))) found.add(text);
      const throws = isThrown || (ts.isNewExpression(node) && errors.test(node.expression.getText(file)));
      ts.forEachChild(node, (child) => look(child, throws));
    };
    look(file, false);
    const codes = codesIn(file, constants);
    return [...found].map((text) => {
      const code = codes.get(text);
      return { file: file.fileName, text, ...(code !== undefined && { code }) };
    });
  });
}

/** Codes by the texts of the errors that carry them: what stands in the error, or in the constant that it is given. */
function codesIn(file: ts.SourceFile, constants: Constants): Map<string, string> {
  const codes = new Map<string, string>();
  const ofConstants = new Map<string, string>();
  const within = (node: ts.Node, code: string): void => {
    const text = textOf(node, constants);
    if (text !== undefined) codes.set(text, code);
    if (ts.isIdentifier(node)) ofConstants.set(node.text, code);
    ts.forEachChild(node, (child) => within(child, code));
  };
  const errorsIn = (node: ts.Node): void => {
    const [code, message] = ts.isNewExpression(node) ? (node.arguments ?? []) : [];
    if (
      code &&
      message &&
      ts.isStringLiteralLike(code) &&
      ofCode.test((node as ts.NewExpression).expression.getText(file))
    ) {
      within(message, code.text);
    }
    ts.forEachChild(node, errorsIn);
  };
  const constantsOf = (node: ts.Node): void => {
    const code = ts.isVariableDeclaration(node) ? ofConstants.get(node.name.getText(file)) : undefined;
    const text = ts.isVariableDeclaration(node) && node.initializer ? textOf(node.initializer, constants) : undefined;
    if (code !== undefined && text !== undefined) codes.set(text, code);
    ts.forEachChild(node, constantsOf);
  };
  errorsIn(file);
  constantsOf(file);
  return codes;
}

/** Classes of errors whose first argument is a code. */
const ofCode = /^(?:Salesforce|Webex)Error$/;

/** The codes of the errors that this package makes itself. */
export function ownCodesIn(sources: ReadonlyMap<string, string>): string[] {
  const codes = [...sources.values()].flatMap((text) =>
    [...text.matchAll(/new SalesforceError\(\s*"([A-Z_]+)"/g)].map(([, code]) => code as string),
  );
  return [...new Set(codes)].sort();
}

/** Classes of errors that people see. A TypeError is a defect of ours, see below. */
const errors = /^(?:Refusal|\w*Error)$/;

type Constants = ReadonlyMap<string, ts.Expression>;

/** Calls that say how far a run is, print something that is no problem, or write a command. */
const progressCalls =
  /^(?:pulumiCommand|operationCommand|refusalOfPulumi|say|console\.(?:log|error)|report|this\.#progress\(\)\.report|progress\.report|describe)$/;

/** Names of what holds other texts: help, the purpose of a command, what the docs say of an input. */
const otherNames = /^(?:help|purpose|type|fallback|replaces|change|doing)$/;

function isNoMessage(node: ts.Node, file: ts.SourceFile): boolean {
  if (ts.isCallExpression(node)) return progressCalls.test(node.expression.getText(file));
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) return otherNames.test(node.name.getText(file));
  if (ts.isNewExpression(node)) return node.expression.getText(file) === "TypeError";
  return ts.isImportDeclaration(node) || ts.isTypeNode(node);
}

const hasWords = (text: string): boolean => text.split(" ").filter(hasLetters).length > 1;

/** Sentences, and the ends of sentences that begin with an input or a setting; no code, and not what is being done. */
function readsAsMessage(text: string): boolean {
  if (/^(?:must |needs |holds |is required|it is )/.test(text)) return true;
  return /^(?!\w+ing |\/\/|[A-Z]{4}|Id,).*[.?…]$/.test(text) && text.split(" ").length > 3 && hasWords(text);
}

const hasLetters = (word: string): boolean => /[a-z]/.test(word);

/** Constants with a text, which other texts contain, by file and name. */
function constantsIn(file: ts.SourceFile): [string, ts.Expression][] {
  return file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .flatMap(({ name, initializer }): [string, ts.Expression][] =>
      initializer && !otherNames.test(name.getText(file))
        ? [[`${file.fileName} ${name.getText(file)}`, initializer]]
        : [],
    );
}

/** The file that a name comes from: the one that it is imported from, or its own. */
function originOf(name: string, file: ts.SourceFile): string {
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    const names = bindings && ts.isNamedImports(bindings) ? bindings.elements.map((element) => element.name.text) : [];
    if (names.includes(name)) {
      return posix.join(posix.dirname(file.fileName), (statement.moduleSpecifier as ts.StringLiteral).text);
    }
  }
  return file.fileName;
}

function textOf(node: ts.Node, constants: Constants): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  const parts = node.templateSpans.map(
    ({ expression, literal }) => `${shownValue(expression, constants)}${literal.text}`,
  );
  return `${node.head.text}${parts.join("")}`.replaceAll(/\s+/g, " ").trim();
}

/** What an expression is in every run, as far as that can be told; else `…`. */
function shownValue(expression: ts.Expression, constants: Constants): string {
  const file = expression.getSourceFile();
  if (ts.isIdentifier(expression)) {
    const constant = constants.get(`${originOf(expression.text, file)} ${expression.text}`);
    return (constant && textOf(constant, constants)) ?? "…";
  }
  if (!ts.isCallExpression(expression)) return "…";
  const [name = "…", value = "…"] = expression.arguments.map((each) => textOf(each, constants) ?? "…");
  switch (expression.expression.getText(file)) {
    case "settingKey":
      return settingKey(name);
    case "whereToSet":
      return name === "…" ? name : whereToSet(name as SettingName);
    case "commandToSet":
      return name === "…" ? name : commandToSet(name as SettingName, value);
    case "pulumiCommand":
      return `pulumi ${name}${expression.arguments.length > 1 ? ` --stack ${value}` : ""}`;
    case "operationCommand":
      return `npx pulumi-salesforce-access ${name}`;
    default:
      return "…";
  }
}
