import type { AdoptionArgs, CreationArgs } from "./orgReadiness.ts";
import type { PermissionSetArgs } from "./permissionSet.ts";

/** Inputs that the readiness of an org depends on: a change of any other asks the org nothing. */
const decisive = new Set([
  ...["label", "apiName", "name", "username", "nickname", "email", "timeZone", "locale", "language", "emailEncoding"],
  ...["isActive", "reactivate", "fields", "callbackUrls", "certificatePem", "keyGeneration"],
  ...["license", "customPermissions", "retirementProfile"],
]);

/**
 * The parts of an integration that have names in the org, as its readiness is told of them: those that are taken over, and
 * those that are made. Pure.
 *
 * @param name name of the integration in the program
 * @param apps its apps, by their names in the program
 * @param hasOwnPermissionSets whether the user is given other permission sets than that of the integration
 */
export function namedParts(
  name: string,
  { permissionSet, profile, user }: Record<"permissionSet" | "profile" | "user", NamedInputs>,
  apps: readonly { name: string; inputs: NamedInputs }[],
  hasOwnPermissionSets: boolean,
): { adoptions: AdoptionArgs[]; creations: CreationArgs[] } {
  const all = [
    { kind: "PermissionSet", name: `${name}-permission-set`, inputs: permissionSet },
    { kind: "IntegrationProfile", name: `${name}-profile`, inputs: profile },
    {
      kind: "IntegrationUser",
      name: `${name}-user`,
      inputs: user,
      ...(profile.adopt && { profile: `${name}-profile` }),
      ...(permissionSet.adopt && !hasOwnPermissionSets && { permissionSets: [`${name}-permission-set`] }),
    },
    ...apps.map((app) => ({ kind: "ExternalClientApp" as const, ...app })),
  ] satisfies (AdoptionArgs & { inputs: { adopt?: AdoptionFlag } })[];
  return {
    adoptions: all.filter(({ inputs }) => inputs.adopt),
    creations: all.filter(({ inputs }) => !inputs.adopt).map((part) => creationOf(part, profile.sourceProfile)),
  };
}

type AdoptionFlag = NonNullable<PermissionSetArgs["adopt"]>;

/** Inputs of a part, as far as they are read here. */
type NamedInputs = { adopt?: AdoptionFlag; [input: string]: unknown };

/** A resource that is to be made, with what its readiness depends on. The source profile is looked for in any case. */
function creationOf({ kind, name, inputs }: AdoptionArgs, sourceProfile: unknown): CreationArgs {
  const isAsked = ([input, value]: [string, unknown]) =>
    decisive.has(input) && (input !== "retirementProfile" || value !== sourceProfile);
  return { kind, name, inputs: Object.fromEntries(Object.entries(inputs).filter(isAsked)) };
}
