import { nearestName } from "../common/nearestName.ts";
import { longId } from "../salesforce/identifiers.ts";
import type { FieldDescription } from "../salesforce/org.ts";
import { isOwnRecord, lastChange } from "./adoption.ts";
import { type DeclaredResource, givenText, ofKind } from "./declaredResources.ts";
import { fieldValueProblem } from "./fieldValueProblems.ts";
import type { Values } from "./lifecycle.ts";
import { ownerBeside } from "./marks.ts";
import type { FoundUser, ReadinessFacts } from "./readinessFacts.ts";
import { namedResources, type OrgReadinessInputs } from "./readinessInputs.ts";
import { takenValues } from "./uniqueUserValues.ts";
import { holdsUnknown } from "./unknowns.ts";
import { givenFields, userFields } from "./userFields.ts";

/** Fields that every create of a user gives, whatever is declared. */
const alwaysGiven = [...Object.values(userFields), "IsActive", "Division"];

/** Inputs whose values the org has a list of. */
const listed = ["timeZone", "locale", "language", "emailEncoding"] as const;

/**
 * What stands in the way of the users that are declared, in the words of an administrator. Pure.
 *
 * @param olds inputs of the readiness at the last run
 */
export function userProblems(found: ReadinessFacts, inputs: OrgReadinessInputs, olds: Values): string[] {
  return ofKind(namedResources(inputs), "IntegrationUser").flatMap((declared) => {
    const isFound = found.user !== undefined && givenText(declared, "username")?.toLowerCase() === inputs.username;
    const problems = [
      ...unknownValues(declared, found.userFields),
      ...wrongFields(declared, found),
      ...takenValues(declared, found.valueHolders, ownerBeside(inputs.owner, declared.name)),
      ...(isFound ? [] : missingFields(declared, found.userFields)),
      ...(isFound ? lockedOut(declared, found.user as FoundUser, inputs, olds) : []),
    ];
    return problems.map((problem) => `${declared.name}: ${problem}`);
  });
}

function unknownValues(declared: DeclaredResource, fields: FieldDescription[]): string[] {
  return listed.flatMap((input) => {
    const value = givenText(declared, input);
    const field = fields.find(({ name }) => name === userFields[input]);
    const values = (field?.picklistValues ?? []).filter(({ active }) => active).map(({ value }) => value);
    if (value === undefined || values.length === 0 || isAmong(values, value)) return [];
    const nearest = nearestName(value, values);
    return [
      `${input}: this org does not take "${value}"${nearest ? `; did you mean ${nearest}?` : `; take a key such as ${values[0]}, as the field ${userFields[input]} of User lists them.`}`,
    ];
  });
}

function wrongFields(declared: DeclaredResource, { userFields: fields, lostReferences }: ReadinessFacts): string[] {
  return Object.entries(givenFields(declared.inputs)).flatMap(([name, value]) => {
    const field = fields.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (field && (field.createable || field.updateable)) {
      const problem = fieldValueProblem(field, value);
      const isLost = field.type === "reference" && lostReferences.includes(longId(String(value)));
      const lost = `this org has no such record of ${field.referenceTo?.join(" or ")}, or the deployer cannot see it.`;
      return [problem, isLost ? lost : undefined].flatMap((text) =>
        text === undefined ? [] : `fields.${name}: ${text}`,
      );
    }
    if (field) return [`fields.${name}: Salesforce does not let the deployer write this field.`];
    const nearest = nearestName(
      name,
      fields.map((each) => each.name),
    );
    return [
      `fields.${name}: users of this org have no such field, or the deployer cannot see it${nearest ? `; did you mean ${nearest}?` : "."}`,
    ];
  });
}

/** Fields without which the org makes no user. A boolean that is not given is false. */
function missingFields(declared: DeclaredResource, fields: FieldDescription[]): string[] {
  if (holdsUnknown(declared.inputs.fields)) return [];
  const given = [...alwaysGiven, ...Object.keys(givenFields(declared.inputs))];
  return fields
    .filter((field) => field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== "boolean")
    .filter(({ name }) => !isAmong(given, name))
    .map(
      ({ name, label }) =>
        `fields: this org requires ${name} (${label}) of every user; give it: fields: { ${name}: … }.`,
    );
}

/** A user whom somebody has switched off: an emergency stop is not undone by a run, nor by an adoption. */
function lockedOut(declared: DeclaredResource, user: FoundUser, inputs: OrgReadinessInputs, olds: Values): string[] {
  const owner = ownerBeside(inputs.owner, declared.name);
  const isOwn = isOwnRecord({ ...user, owner }, olds.owner as string | undefined);
  const isTaken = !isOwn && (user.mark !== undefined || declared.inputs.adopt !== true);
  if (isTaken || declared.inputs.isActive === false) return [];
  const who = `the user ${inputs.username} (${user.id})`;
  const last = lastDeclared(olds, declared.name);
  const wasSwitchedOffHere = user.mark?.kind === "retired" || last?.isActive === false;
  const isStopped = !user.isActive && !wasSwitchedOffHere && declared.inputs.reactivate !== true;
  return [
    ...(isStopped
      ? [
          `${who} is inactive, and this stack has not switched it off; it was last changed ${lastChange(user)}. If that was not meant as an emergency stop, set reactivate: true for one run (stack's configuration: overrides.user.reactivate).`,
        ]
      : []),
    // A user that the stack has already is refused last, by its own update: the rest may be what takes access away.
    ...(user.frozen && last === undefined
      ? [
          `${who} was frozen ${lastChange(user.frozen)} and cannot log in. A run never unfreezes a user: unfreeze it in Setup (Users, Unfreeze), or declare isActive: false (stack's configuration: overrides.user.isActive).`,
        ]
      : []),
  ];
}

/** Inputs that a resource was named to the readiness with at the last run. */
function lastDeclared(olds: Values, name: string): Values | undefined {
  const all = [olds.adoptions, olds.creations].flatMap((list) => (Array.isArray(list) ? list : []));
  return (all as DeclaredResource[]).find((resource) => resource.name === name)?.inputs;
}

const isAmong = (names: readonly string[], name: string) =>
  names.some((each) => each.toLowerCase() === name.toLowerCase());
