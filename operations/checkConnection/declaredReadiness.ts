import { parse } from "yaml";
import { instead } from "../../common/nearestName.ts";
import { settingMeant } from "../../common/settingNames.ts";
import type { CheckFailure } from "../../provider/lifecycle.ts";
import { type OrgReadinessInputs, readinessInputs } from "../../provider/readinessInputs.ts";
import type { ScvIntegrationArgs } from "../../resources/index.ts";
import { namedParts } from "../../resources/scvCreations.ts";
import { given, partsOf } from "../../resources/scvParts.ts";
import { isOwnProgram } from "../projectFile.ts";
import type { StackFolder } from "../stackFolder.ts";

/** What the org must have, as far as the files of the stack say. */
export interface DeclaredReadiness {
  /** Without a username where none is declared. */
  inputs: OrgReadinessInputs;
  failures: CheckFailure[];
  /** Whether somebody has confirmed that a certificate in use gives way to a new key. */
  isRotationConfirmed: boolean;
}

/** Name of the component in the program of this project. */
const component = "scv";

/**
 * What the program of this project would ask the org for with a stack's configuration, names that are taken included. Of
 * any other program only the defaults of `ScvIntegration` are known. Pure.
 */
export function declaredReadiness({ project, stack, text, settings }: StackFolder): DeclaredReadiness {
  const isOwn = isOwnProgram(project);
  const configuration = isOwn ? objectOf(objectOf(parse(text)).config) : {};
  const setTo = (key: string): unknown => configuration[`${project.name}:${key}`] ?? project.configurationDefaults[key];
  const overrides: Partial<ScvIntegrationArgs> = objectOf(setTo("overrides"));
  const { firstName, lastName, timeZone, locale, language } = Object.fromEntries(
    ["firstName", "lastName", "timeZone", "locale", "language"].map((name) => [name, setTo(name)]),
  );
  const args = {
    contactEmail: setTo("contactEmail"),
    username: setTo("username"),
    adopt: isYes(setTo("adopt")),
    ...overrides,
    user: { ...given({ firstName, lastName, timeZone, locale, language }), ...overrides.user },
  } as ScvIntegrationArgs;
  const { app, ...parts } = partsOf(args);
  const certificatePem = setTo("certificatePem");
  // A second app, with the strategy blueGreen, is known from the state alone.
  const apps = [{ name: `${component}-app`, inputs: { ...app, ...(certificatePem ? { certificatePem } : {}) } }];
  const { adoptions, creations } = namedParts(component, parts, apps, args.user?.permissionSetIds !== undefined);
  const tag = settings.get("ownerTag");
  const { inputs, failures } = readinessInputs(
    {},
    {
      apexClasses: parts.permissionSet.apexClasses,
      userPermissions: union(parts.permissionSet.userPermissions, parts.profile.userPermissions),
      sourceProfile: parts.profile.sourceProfile,
      userLicense: parts.profile.userLicense,
      permissionSetLicenses: parts.user.permissionSetLicenses,
      username: args.username,
      // The names in a program that is not known are not known either.
      ...(isOwn && { adoptions: adoptions.filter(hasName), creations: creations.filter(hasName) }),
      owner: `${project.name}/${stack}${tag ? `@${tag}` : ""}/${component}-readiness`,
    },
  );
  const isDeclared = setTo("username") !== undefined;
  const own = `${project.name}:`;
  const ofProject = Object.keys(configuration).filter((key) => key.startsWith(own));
  const misspelt = ofProject.map((key) => key.slice(own.length)).filter((key) => !project.configurationKeys.has(key));
  return {
    inputs,
    failures: [
      ...misspelt.map((key) => ({
        property: key,
        reason: `The stack's configuration has no ${key}; ${settingMeant(key) ? `did you mean ${settingMeant(key)}?` : instead(key, [...project.configurationKeys])}`,
      })),
      ...failures.filter(({ property }) => isDeclared || property !== "username"),
    ],
    isRotationConfirmed: stack === "dev" || Number(setTo("confirmRotation")) === Number(setTo("keyGeneration") ?? 1),
  };
}

/** Whether a resource has the name that it is looked for by; a user has none before somebody has configured it. */
function hasName({ kind, inputs }: { kind: unknown; inputs: unknown }): boolean {
  return kind !== "IntegrationUser" || objectOf(inputs).username !== undefined;
}

const isYes = (value: unknown): boolean => value === true || value === "true";

/** The names of both lists, each once; what is no list is left for the check of the input. */
function union(left: unknown, right: unknown): unknown {
  return Array.isArray(left) && Array.isArray(right) ? [...new Set([...left, ...right])] : left;
}

/** A value that holds others; Pulumi also takes its JSON. Empty for anything else. */
function objectOf(value: unknown): { [key: string]: unknown } {
  const object = typeof value === "string" ? parsed(value) : value;
  return typeof object === "object" && object !== null && !Array.isArray(object)
    ? (object as { [key: string]: unknown })
    : {};
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
