import * as pulumi from "@pulumi/pulumi";
import { asGiven } from "../common/unquoted.ts";

export const defaultRsaBits = 2048;
export const defaultValidityDays = 365;
export const defaultRenewalWindowDays = 30;

const sizes: readonly unknown[] = [2048, 3072, 4096];
/** A hundred years: more than any org lasts, and less than dates can hold. */
const longestValidity = 36_500;
/** Longest common name and organization. Source: RFC 5280, ub-common-name and ub-organization-name. */
const longestName = 64;

/** Arguments of a `SigningCertificate` that are judged before anything is declared. */
export interface KeyArguments {
  /** A text, or one that is not known yet. */
  commonName: unknown;
  organization?: unknown;
  rsaBits?: number;
  validityDays?: number;
  renewalWindowDays?: number;
  generation?: number;
  activeGeneration?: number;
  confirmRotation?: number;
  generationsInUse?: readonly number[];
}

/** What the arguments come to. */
export interface KeyPlan {
  /** Generations whose keys are kept. */
  generations: readonly number[];
  /** Generations that have a certificate. */
  certificates: readonly number[];
  active: number;
}

/**
 * Decides which generations of keys exist.
 *
 * @throws RunError that names every argument that is wrong
 */
export function planKeys(args: KeyArguments, stack: string): KeyPlan {
  const { generation = 1, activeGeneration = generation } = args;
  const problems = [...certificateProblems(args), ...generationProblems(args, stack)];
  if (problems.length > 0) throw new pulumi.RunError(problems.join(" "));
  const { generationsInUse } = args;
  return {
    generations: generationsInUse ?? generationsUpTo(generation),
    certificates: generationsInUse ?? [activeGeneration],
    active: activeGeneration,
  };
}

/** Whether a stack is the one for trying: there, nothing is to be confirmed. */
export const isForTrying = (stack: string) => stack === "dev";

/**
 * What a readiness check is told of the keys that its stack makes. Where one is tried, every generation may
 * follow another, and the check only says which keys are lost.
 */
export function keysForReadiness({ generation = 1, confirmRotation }: Partial<KeyArguments>, stack: string) {
  return {
    isRotationConfirmed: isForTrying(stack) || confirmRotation === generation,
    keyGeneration: generation,
    ...(isForTrying(stack) && { allowKeyLoss: true }),
  };
}

const generationsUpTo = (generation: number) => (generation > 1 ? [generation - 1, generation] : [generation]);

const isWhole = (value: unknown, least: number, most: number) =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;

function certificateProblems(args: KeyArguments): string[] {
  const { validityDays = defaultValidityDays, renewalWindowDays = defaultRenewalWindowDays } = args;
  const { rsaBits = defaultRsaBits } = args;
  const problems: string[] = [];
  for (const name of ["commonName", "organization"] as const) {
    const value: unknown = args[name];
    if (typeof value === "string" && (value.trim() === "" || value.length > longestName)) {
      problems.push(`${name} must be a text of 1 to ${longestName} characters, not ${value.length}.`);
    } else if (typeof value === "number" || typeof value === "boolean") {
      problems.push(`${name} must be a text: put it into quotes, "${value}".`);
    }
  }
  if (!sizes.includes(rsaBits)) problems.push(`rsaBits must be ${sizes.join(", ")}, not ${asGiven(rsaBits)}.`);
  if (!isWhole(validityDays, 1, longestValidity)) {
    problems.push(`validityDays must be a whole number from 1 to ${longestValidity}, not ${asGiven(validityDays)}.`);
  } else if (!isWhole(renewalWindowDays, 0, longestValidity)) {
    problems.push(`renewalWindowDays must be a whole number from 0, not ${asGiven(renewalWindowDays)}.`);
  } else if (renewalWindowDays >= validityDays) {
    problems.push(
      `renewalWindowDays (${renewalWindowDays}${args.renewalWindowDays === undefined ? ", the default" : ""}) must be less than validityDays (${validityDays}${args.validityDays === undefined ? ", the default" : ""}): otherwise every update would make a new certificate.`,
    );
  }
  return problems;
}

function generationProblems(args: KeyArguments, stack: string): string[] {
  const { generation = 1, activeGeneration = generation, confirmRotation } = args;
  if (!isWhole(generation, 1, Number.MAX_SAFE_INTEGER)) {
    return [
      `generation must be a whole number from 1, not ${asGiven(generation)} (stack's configuration: keyGeneration).`,
    ];
  }
  const problems: string[] = [];
  const generations = generationsUpTo(generation);
  if (!generations.includes(activeGeneration)) {
    problems.push(
      `activeGeneration must be ${generations.join(" or ")}, not ${asGiven(activeGeneration)}: older keys are gone (stack's configuration: activeKeyGeneration, 0 for the newest).`,
    );
  }
  const { generationsInUse = [activeGeneration] } = args;
  if (!generationsInUse.includes(activeGeneration) || !generationsInUse.every((each) => generations.includes(each))) {
    problems.push(
      `generationsInUse must hold ${activeGeneration}, which is active, and only ${generations.join(", ")}.`,
    );
  }
  if (confirmRotation !== undefined && confirmRotation > generation) {
    problems.push(
      `confirmRotation confirms a rotation to generation ${confirmRotation}, but generation is ${generation}: nothing would be rotated. To rotate, set generation to ${generation + 1} too (stack's configuration: keyGeneration); otherwise set confirmRotation to ${generation}.`,
    );
  } else if (!isForTrying(stack) && generation > 1 && confirmRotation !== generation) {
    problems.push(
      `Generation ${generation} means a new private key: everybody who signs with the old one is cut off until they have the new one. Set confirmRotation to ${generation} when that is arranged.`,
    );
  }
  return problems;
}
