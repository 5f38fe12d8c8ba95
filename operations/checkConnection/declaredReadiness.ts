import { parse } from "yaml";
import type { CheckFailure } from "../../provider/lifecycle.ts";
import { type OrgReadinessInputs, readinessInputs } from "../../provider/readinessInputs.ts";
import type { ScvIntegrationArgs } from "../../resources/index.ts";
import { scvDefaults } from "../../resources/scvDefaults.ts";
import { isOwnProgram } from "../projectFile.ts";
import type { StackFolder } from "../stackFolder.ts";

/** What the org must have, as far as the files of the stack say. */
export interface DeclaredReadiness {
  /** Without a username where none is declared. */
  inputs: OrgReadinessInputs;
  failures: CheckFailure[];
}

/**
 * What the program of this project would ask the org for with a stack's configuration. Of any other program only the
 * defaults of `ScvIntegration` are known. Pure.
 */
export function declaredReadiness({ project, stack, text }: StackFolder): DeclaredReadiness {
  const configuration = isOwnProgram(project) ? objectOf(objectOf(parse(text)).config) : {};
  const { permissionSet, profile, user }: Partial<ScvIntegrationArgs> = objectOf(
    configuration[`${project.name}:overrides`],
  );
  const permissions = { ...scvDefaults.permissionSet, ...permissionSet };
  const { sourceProfile, userLicense, userPermissions } = { ...scvDefaults.profile, ...profile };
  const { inputs, failures } = readinessInputs(
    {},
    {
      apexClasses: permissions.apexClasses,
      userPermissions: union(permissions.userPermissions, userPermissions),
      sourceProfile,
      userLicense,
      permissionSetLicenses: { ...scvDefaults.user, ...user }.permissionSetLicenses,
      username: configuration[`${project.name}:username`],
      owner: `${project.name}/${stack}/scv-readiness`,
    },
  );
  const isDeclared = configuration[`${project.name}:username`] !== undefined;
  return { inputs, failures: failures.filter(({ property }) => isDeclared || property !== "username") };
}

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
