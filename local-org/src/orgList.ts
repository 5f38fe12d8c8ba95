/** Which orgs a process is to serve: the option `--orgs`. */
import { type OrgShape, readShape } from "./shape.ts";

export interface ListedOrg {
  name: string;
  shape: OrgShape;
}

const mostOrgs = 500;
const nameForm = /^[A-Za-z0-9][\w-]{0,39}$/;

/**
 * @param option a number of orgs (`org1`, `org2`, …), names with commas between, or a path that ends with `.json`: a
 * file with an object of shapes by name
 * @param readText reads the file
 * @throws Error with one sentence that names what is wrong
 */
export function listedOrgs(option: string, readText: (path: string) => string): ListedOrg[] {
  const listed = option.endsWith(".json") ? orgsOfFile(option, readText(option)) : namesOf(option).map(plainOrg);
  const names = listed.map(({ name }) => name.toLowerCase());
  const wrong = listed.find(({ name }) => !nameForm.test(name));
  if (wrong !== undefined) {
    throw new Error(`--orgs takes names of up to 40 letters, digits, _ and -, not ${JSON.stringify(wrong.name)}.`);
  }
  const twice = listed.find(({ name }, index) => names.indexOf(name.toLowerCase()) !== index);
  if (twice !== undefined) throw new Error(`--orgs names ${twice.name} twice.`);
  if (listed.length === 0 || listed.length > mostOrgs) throw new Error(`--orgs takes 1 to ${mostOrgs} orgs.`);
  return listed;
}

function namesOf(option: string): string[] {
  if (!/^\d+$/.test(option)) return option.split(",").map((name) => name.trim());
  return Array.from({ length: Math.min(Number(option), mostOrgs + 1) }, (_none, index) => `org${index + 1}`);
}

function plainOrg(name: string): ListedOrg {
  return { name, shape: {} };
}

function orgsOfFile(path: string, text: string): ListedOrg[] {
  let shapes: unknown;
  try {
    shapes = JSON.parse(text);
  } catch {
    throw new Error(`${path} is no JSON.`);
  }
  if (typeof shapes !== "object" || shapes === null || Array.isArray(shapes)) {
    throw new Error(`${path} takes an object of orgs by name.`);
  }
  return Object.entries(shapes).map(([name, shape]) => ({ name, shape: shapeOf(path, name, shape) }));
}

function shapeOf(path: string, name: string, shape: unknown): OrgShape {
  try {
    return readShape(shape);
  } catch (error) {
    throw new Error(`${path}, ${name}: ${(error as Error).message}`);
  }
}
