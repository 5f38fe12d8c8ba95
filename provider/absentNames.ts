/** Names that declared resources refer to and that an org does not have: what a run would come upon in its middle. */
import type { Org } from "../salesforce/org.ts";
import { type DeclaredResource, givenText, ofKind } from "./declaredResources.ts";
import { Refusal } from "./lifecycle.ts";
import { licenseIdOf } from "./observedPermissionSet.ts";
import { refuseMissingCustomPermissions } from "./permissionSetGrants.ts";
import { licensedProfiles, noRetirementProfile, seesProfiles } from "./profileVisibility.ts";
import { asking } from "./runMemory.ts";
import { customPermission, entityIds } from "./setupEntities.ts";

/**
 * Looks for the licences and custom permissions of declared permission sets, and the profiles that users are retired to.
 * Reads only. Objects and fields are not looked for: a deployer may grant what it does not see.
 *
 * @returns why each that is not there stops a run, by the resource that names it
 */
export async function absentNames(org: Org, resources: readonly DeclaredResource[], doing: string): Promise<string[]> {
  const sets = ofKind(resources, "PermissionSet").flatMap((set) => [
    reasonOf(set, () => licenseIdOf(org, givenText(set, "license") ?? "", doing)),
    reasonOf(set, async () => {
      const names = textsOf(set.inputs.customPermissions);
      refuseMissingCustomPermissions(names, await entityIds(org, customPermission, names, doing));
    }),
  ]);
  const users = ofKind(resources, "IntegrationUser").map((user) =>
    reasonOf(user, () => refuseMissingProfile(org, givenText(user, "retirementProfile"), doing)),
  );
  return (await Promise.all([...sets, ...users])).flat();
}

/** @throws Refusal when users cannot be retired to a profile of that name */
async function refuseMissingProfile(org: Org, name: string | undefined, doing: string): Promise<void> {
  if (name === undefined) return;
  if ((await licensedProfiles(org, name, doing, asking)).length > 0) return;
  throw new Refusal(noRetirementProfile(name, await seesProfiles(org, doing)));
}

async function reasonOf({ name }: DeclaredResource, look: () => Promise<unknown>): Promise<string[]> {
  try {
    await look();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [`${name}: ${error.message}`];
    throw error;
  }
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string").map((item) => item.trim())
    : [];
