import { dirname, join } from "node:path";
import ts from "typescript";
import { textOf } from "./pages.ts";

/** What the source of a file of `resources/` declares. */
export interface Declarations {
  /** Names of the properties of each interface. */
  interfaces: Map<string, string[]>;
  /** Names of the readable properties of each class. */
  classes: Map<string, string[]>;
}

/** Reads the declarations of a file, by syntax alone; with the types that it gives on from a file beside it. */
export function declarationsOf(path: string): Declarations {
  const declarations: Declarations = { interfaces: new Map(), classes: new Map() };
  const names = (members: ts.NodeArray<ts.TypeElement | ts.ClassElement>) =>
    members
      .filter((member) => ts.isPropertySignature(member) || ts.isPropertyDeclaration(member))
      .flatMap((member) => (member.name && ts.isIdentifier(member.name) ? [member.name.text] : []));
  ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest).forEachChild((node) => {
    if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      node.exportClause &&
      ts.isNamedExports(node.exportClause)
    ) {
      const beside = join(dirname(path), (node.moduleSpecifier as ts.StringLiteral).text);
      const { interfaces } = declarationsOf(beside);
      for (const { name } of node.exportClause.elements) {
        declarations.interfaces.set(name.text, interfaces.get(name.text) ?? []);
      }
    }
    if (ts.isInterfaceDeclaration(node)) declarations.interfaces.set(node.name.text, names(node.members));
    if (ts.isClassDeclaration(node) && node.name) declarations.classes.set(node.name.text, names(node.members));
  });
  return declarations;
}

/** Names that `resources/index.ts` gives on, types left out. */
export function exportedClasses(): string[] {
  const classes: string[] = [];
  ts.createSourceFile("index.ts", textOf("resources/index.ts"), ts.ScriptTarget.Latest).forEachChild((node) => {
    if (!ts.isExportDeclaration(node) || node.isTypeOnly) return;
    if (!node.exportClause || !ts.isNamedExports(node.exportClause)) return;
    for (const { name, isTypeOnly } of node.exportClause.elements)
      if (!isTypeOnly && /^[A-Z]/.test(name.text)) classes.push(name.text);
  });
  return classes;
}
