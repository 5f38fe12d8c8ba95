import { type Declaration, Reference } from "./stack.ts";

const variable = (name: string) => name.replace(/-+([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());

/** The text of a program that declares the access, each resource with `adopt`. */
export function programOf(declarations: Declaration[]): string {
  const kinds = [...new Set(declarations.map(({ kind }) => kind))].sort();
  const adoptable = declarations.filter(({ kind }) => kind !== "PolicyAssignment");
  const user = adoptable.find(({ kind }) => kind === "IntegrationUser");
  const constants = adoptable.map(
    (declaration) => `const ${variable(declaration.name)}Inputs = ${literal(inputsKnown(declaration), "")};`,
  );
  const readiness = user ? readinessOf(adoptable, user) : [];
  const resources = declarations.map((declaration) => resourceOf(declaration, user !== undefined));
  const imported = [...kinds, ...(user ? ["OrgReadiness"] : [])].sort();
  return `${[
    `import { ${imported.join(", ")} } from "pulumi-salesforce-access";`,
    "// What was found in the org. There is no AccessProof, because the private keys are not at hand.",
    ...constants,
    ...readiness,
    ...resources,
  ].join("\n\n")}\n`;
}

/** Inputs that are known before anything is made: those without a reference. */
function inputsKnown({ inputs }: Declaration): object {
  const known = Object.entries(inputs).filter(([, value]) => ![value].flat().some((item) => item instanceof Reference));
  return { ...Object.fromEntries(known), adopt: true };
}

function readinessOf(adoptable: Declaration[], user: Declaration): string[] {
  const profile = adoptable.find(({ kind }) => kind === "IntegrationProfile")?.inputs;
  const of = (name: string) => [
    ...new Set(adoptable.flatMap(({ inputs }) => (inputs[name] as string[] | undefined) ?? [])),
  ];
  const inputs = {
    username: user.inputs.username,
    apexClasses: of("apexClasses"),
    userPermissions: of("userPermissions"),
    permissionSetLicenses: of("permissionSetLicenses"),
    ...(profile?.userLicense !== undefined && { sourceProfile: profile.name, userLicense: profile.userLicense }),
  };
  const adoptions = adoptable.map(
    ({ kind, name }) => `    { kind: "${kind}", name: "${name}", inputs: ${variable(name)}Inputs },`,
  );
  const body = literal(inputs, "").replace(/\n\}$/, `\n  adoptions: [\n${adoptions.join("\n")}\n  ],\n}`);
  return [`const readiness = new OrgReadiness("readiness", ${body});`, "const ready = { dependsOn: [readiness] };"];
}

function resourceOf({ kind, name, inputs }: Declaration, isReady: boolean): string {
  const references = Object.entries(inputs).filter(([, value]) =>
    [value].flat().some((item) => item instanceof Reference),
  );
  const referring = references.map(([input, value]) => `  ${input}: ${literal(value, "  ")},\n`).join("");
  const options = isReady ? ", ready" : "";
  if (kind === "PolicyAssignment") {
    const app = variable((inputs.appId as Reference).name);
    return `export const ${variable(name)} = new PolicyAssignment("${name}", ${literal(inputs, "")}, { deletedWith: ${app} });`;
  }
  const given = `${variable(name)}Inputs`;
  const args = referring === "" ? given : `{\n  ...${given},\n${referring}}`;
  return `export const ${variable(name)} = new ${kind}("${name}", ${args}${options});`;
}

/** A value as TypeScript writes it. */
function literal(value: unknown, indent: string): string {
  if (value instanceof Reference) return `${variable(value.name)}.id`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, inner)).join(", ")}]`;
  const entries = Object.entries(value).map(([name, item]) => `${inner}${name}: ${literal(item, inner)},\n`);
  return `{\n${entries.join("")}${indent}}`;
}
