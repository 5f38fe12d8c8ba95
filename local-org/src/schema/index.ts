/** All sObjects that the local org serves. */
import { accessObjects } from "./access.ts";
import { businessObjects } from "./business.ts";
import { connectedAppObjects } from "./connectedApps.ts";
import { defineField } from "./defineObject.ts";
import type { FieldSpecification, ObjectDefinition } from "./definitions.ts";
import { externalClientAppObjects } from "./externalClientApps.ts";
import { peopleObjects } from "./people.ts";

const allObjects: ObjectDefinition[] = [
  ...accessObjects,
  ...businessObjects,
  ...connectedAppObjects,
  ...externalClientAppObjects,
  ...peopleObjects,
].sort((one, other) => (one.name < other.name ? -1 : 1));

/** In alphabetical order, as a global describe lists them. */
export const objects: readonly ObjectDefinition[] = allObjects;

const byLowerCaseName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
const byKeyPrefix = new Map(objects.map((object) => [object.keyPrefix, object]));

/** Gives an sObject more fields, in a definition that takes the place of its own. */
export function addFields(object: ObjectDefinition, added: { [name: string]: FieldSpecification }): void {
  const more = Object.entries(added).map(([name, field]) => [name, defineField(name, field)] as const);
  const extended = { ...object, fields: new Map([...object.fields, ...more]) };
  allObjects[allObjects.indexOf(object)] = extended;
  byLowerCaseName.set(object.name.toLowerCase(), extended);
  byKeyPrefix.set(object.keyPrefix, extended);
}

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

/** Key prefixes that earlier versions of the local org gave out, before the real ones were known. */
const formerKeyPrefixes = new Map([
  ["0xO", "ExtlClntAppOauthSettings"],
  ["0xP", "ExtlClntAppOauthPlcyCnfg"],
]);

/** The sObject that an id belongs to, by its first three characters. */
export function objectOfId(id: string): ObjectDefinition | undefined {
  const prefix = id.slice(0, 3);
  return byKeyPrefix.get(prefix) ?? findObject(formerKeyPrefixes.get(prefix) ?? "");
}
