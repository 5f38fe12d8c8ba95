import type { ProjectFile } from "../projectFile.ts";
import type { Drift } from "./result.ts";

/** The parts of `overrides` of the project's own program, by the name of the resource that each is about. */
const parts: { [resource: string]: string } = {
  "scv-permission-set": "permissionSet",
  "scv-profile": "profile",
  "scv-user": "user",
  "scv-app": "app",
  "scv-policy": "policy",
};

/** Where a stack's file says what a property is: keys of its `config`, from the outermost on. */
export type Place = { path: string[] } | { refusal: string };

/**
 * Where the project's own program takes a property from. Pure.
 *
 * @param isOverridden whether the stack's file has something at a path
 */
export function placeOf(
  { resource, property }: Pick<Drift, "resource" | "property">,
  { name: project, configurationKeys }: ProjectFile,
  isOverridden: (path: readonly string[]) => boolean,
): Place {
  const part = Object.hasOwn(parts, resource) ? parts[resource] : undefined;
  if (part === undefined) {
    return {
      refusal: `the configuration says nothing of ${resource} alone; it does of ${Object.keys(parts).join(", ")}.`,
    };
  }
  if (property === "certificatePem")
    return { refusal: "key and certificate are rotated, not accepted: docs/operate.md." };
  const override = [`${project}:overrides`, part, property];
  // The username has no override, since more than the user depends on it.
  const hasOwnKey = part === "user" && configurationKeys.has(property);
  if (hasOwnKey && (property === "username" || !isOverridden(override))) return { path: [`${project}:${property}`] };
  return { path: override };
}
