import { namesOf } from "../common/namesOf.ts";
import { changedKeys } from "./comparison.ts";
import { type DeclaredResource, declaredResources } from "./declaredResources.ts";
import { InputReader } from "./inputReader.ts";
import type { CheckFailure, Values } from "./lifecycle.ts";
import { apexClassName, apiName, profileName, username, userPermissionName } from "./rules.ts";

export interface OrgReadinessInputs {
  apexClasses: string[];
  userPermissions: string[];
  sourceProfile: string;
  userLicense: string;
  permissionSetLicenses: string[];
  username: string;
  /** False: nothing is asked. Absent: true. */
  isEnabled?: false;
  /** Resources that are to be taken over; absent when there are none. */
  adoptions?: DeclaredResource[];
  /** Resources that are to be made. Absent in the state of versions before 0.2. */
  creations?: DeclaredResource[];
  /** Display names of the profiles that a policy admits; absent when there are none. */
  profileNames?: string[];
  /** Generation of the newest key that the stack makes. Absent in the state of versions before 0.2. */
  keyGeneration?: number;
  owner: string;
}

/** Names of all inputs. */
export const readinessInputNames = namesOf<OrgReadinessInputs>({
  apexClasses: true,
  userPermissions: true,
  sourceProfile: true,
  userLicense: true,
  permissionSetLicenses: true,
  username: true,
  isEnabled: true,
  adoptions: true,
  creations: true,
  profileNames: true,
  keyGeneration: true,
  owner: true,
});

/** What is declared, and whether the org has to be asked about it. */
export interface CheckedReadiness {
  inputs: OrgReadinessInputs;
  failures: CheckFailure[];
  /** Whether all that an org is asked about is as at the last run; the generation of a key is none of it. */
  isUnchanged: boolean;
}

/** Reads the inputs. Pure. */
export function readinessInputs(olds: Values, news: Values): CheckedReadiness {
  const read = new InputReader(news);
  const adoptions = declaredResources(read, "adoptions", olds.adoptions);
  const creations = declaredResources(read, "creations", olds.creations);
  const profileNames = read.names("profileNames", profileName);
  const keyGeneration = read.wholeNumber("keyGeneration", undefined, 1, Number.MAX_SAFE_INTEGER);
  const ofEarlierVersions: OrgReadinessInputs = {
    apexClasses: read.names("apexClasses", apexClassName),
    userPermissions: read.names("userPermissions", userPermissionName),
    sourceProfile: read.textOr("sourceProfile", "Minimum Access - API Only Integrations"),
    userLicense: read.textOr("userLicense", "Salesforce Integration"),
    permissionSetLicenses: read.names("permissionSetLicenses", apiName),
    username: read.text("username", username).toLowerCase(),
    ...(read.flag("isEnabled", true) === false && { isEnabled: false as const }),
    ...(adoptions.length > 0 && { adoptions }),
    owner: read.text("owner"),
  };
  const inputs = {
    ...ofEarlierVersions,
    creations,
    ...(profileNames.length > 0 && { profileNames }),
    ...(keyGeneration !== undefined && { keyGeneration }),
  };
  const { failures } = read;
  const asked = readinessInputNames.filter((name) => name !== "keyGeneration");
  const differs = (some: OrgReadinessInputs) => changedKeys(asked, olds, { ...some }).length > 0;
  if (!differs(inputs)) return { inputs, failures, isUnchanged: true };
  // Versions before 0.2 knew no creations and no generation: what they have left is no change until something else is one.
  const isUnchanged = Object.keys(olds).length > 0 && olds.creations === undefined && !differs(ofEarlierVersions);
  return isUnchanged ? { inputs: ofEarlierVersions, failures, isUnchanged } : { inputs, failures, isUnchanged };
}

/** All resources of the program that are named to the readiness. */
export const namedResources = ({ adoptions = [], creations = [] }: OrgReadinessInputs) => [...adoptions, ...creations];
