import * as pulumi from "@pulumi/pulumi";
import { instead, spelled } from "../common/nearestName.ts";

/**
 * Finds names that do not exist in what a program or a stack's configuration sets. TypeScript finds them too, but a
 * JavaScript program and a YAML file have no compiler.
 *
 * @param subject what the names belong to, for the message
 * @returns a sentence for each name that is not known, with the nearest known one; values are in none
 */
export function unknownNames(subject: string, given: unknown, known: readonly string[]): string[] {
  if (given === undefined) return [];
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return [`${subject} must be an object of settings by name.`];
  }
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => `${subject} has no ${spelled(name)}; ${instead(name, known)}`);
}

/** @throws RunError with all problems, which Pulumi prints without a stack trace */
export function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
}
