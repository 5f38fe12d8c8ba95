import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { type Ask, asking, recalling, seesAllProfiles } from "./runMemory.ts";

/** What to do where profiles are hidden from the deployer. */
export const hiddenProfiles =
  "Profile Filtering hides other profiles from the deployer, so a profile that it cannot see may exist. Give the deployer the permission View All Profiles (ViewAllProfiles) and run again.";

/**
 * Whether the deployer sees profiles beside its own. Without View All Profiles a query for others comes back empty, with no
 * error, and every org has several. Source: Salesforce Winter '27 release notes, Profile Filtering.
 */
export async function seesProfiles(org: Org, doing: string, ask: Ask = asking): Promise<boolean> {
  if (ask === recalling && seesAllProfiles(org)) return true;
  return (await ask(org, "SELECT Id FROM Profile LIMIT 2", doing)).length > 1;
}

/** Why a user cannot be retired to a profile. */
export const noRetirementProfile = (name: string, seesOthers: boolean): string =>
  seesOthers
    ? `retirementProfile: there is no profile named ${name} in this org. Name one that is (Setup, Profiles).`
    : `retirementProfile: the deployer cannot see a profile named ${name}. ${hiddenProfiles}`;

/** All profiles of a name, with the user licence of each and its seats. */
export function licensedProfiles(org: Org, name: string, doing: string, ask: Ask): Promise<SalesforceRecord[]> {
  return ask(
    org,
    `SELECT Id, UserLicenseId, UserLicense.Name, UserLicense.TotalLicenses, UserLicense.UsedLicenses FROM Profile WHERE Name = ${quoted(name)}`,
    doing,
  );
}

/** Name of the user licence of a profile that was queried with `UserLicense.Name`. */
export const licenseNameOf = (profile: SalesforceRecord | undefined) =>
  (profile?.UserLicense as { Name?: string } | null | undefined)?.Name;

/** Orgs hold profiles of one name on several licences: the one on the wanted licence is meant, if there is one. */
export function profileOn(profiles: SalesforceRecord[], userLicense: string | undefined): SalesforceRecord | undefined {
  return profiles.find((profile) => licenseNameOf(profile) === userLicense) ?? profiles[0];
}
