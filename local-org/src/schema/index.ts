/** All sObjects that the local org serves. */
import { ACCESS_OBJECTS } from "./access.ts";
import { BUSINESS_OBJECTS } from "./business.ts";
import type { ObjectDefinition } from "./definitions.ts";
import { EXTERNAL_CLIENT_APP_OBJECTS } from "./externalClientApps.ts";
import { PEOPLE_OBJECTS } from "./people.ts";

/** In alphabetical order, as a global describe lists them. */
export const OBJECTS: readonly ObjectDefinition[] = [
  ...ACCESS_OBJECTS,
  ...BUSINESS_OBJECTS,
  ...EXTERNAL_CLIENT_APP_OBJECTS,
  ...PEOPLE_OBJECTS,
].sort((one, other) => (one.name < other.name ? -1 : 1));

const byLowerCaseName = new Map(OBJECTS.map((object) => [object.name.toLowerCase(), object]));
const byKeyPrefix = new Map(OBJECTS.map((object) => [object.keyPrefix, object]));

/** The sObject of that name, without regard to case, as in Salesforce. */
export function findObject(name: string): ObjectDefinition | undefined {
  return byLowerCaseName.get(name.toLowerCase());
}

/** The sObject of that name; asking for one that is not served is a mistake of the caller. */
export function objectNamed(name: string): ObjectDefinition {
  const object = findObject(name);
  if (object === undefined) throw new Error(`The local org has no sObject ${name}.`);
  return object;
}

/** The sObject that an id belongs to, by its first three characters. */
export function objectOfId(id: string): ObjectDefinition | undefined {
  return byKeyPrefix.get(id.slice(0, 3));
}
