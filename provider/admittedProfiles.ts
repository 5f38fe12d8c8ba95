import type { Org } from "../salesforce/org.ts";
import { quotedList } from "../salesforce/soql.ts";
import { type DeclaredResource, givenText, ofKind } from "./declaredResources.ts";
import { hiddenProfiles, seesProfiles } from "./profileVisibility.ts";
import { isUnknown } from "./unknowns.ts";

/** Profiles that the deployer does not see, and whether it sees profiles beside its own. */
export interface UnseenProfiles {
  names: string[];
  seesOthers: boolean;
}

/** Looks for the profiles that a policy is to admit, but for those that are declared beside it. */
export async function unseenProfiles(
  org: Org,
  admitted: readonly string[],
  resources: readonly DeclaredResource[],
  doing: string,
): Promise<UnseenProfiles> {
  const key = (name: string) => name.toLowerCase();
  const declared = new Set(
    ofKind(resources, "IntegrationProfile").map((profile) => key(givenText(profile, "name") ?? "")),
  );
  const wanted = isUnknown(admitted) ? [] : admitted.filter((name) => !isUnknown(name) && !declared.has(key(name)));
  if (wanted.length === 0) return { names: [], seesOthers: true };
  const rows = await org.query(`SELECT Id, Name FROM Profile WHERE Name IN ${quotedList(wanted)}`, doing);
  const seen = new Set(rows.map(({ Name }) => key(String(Name))));
  const names = wanted.filter((name) => !seen.has(key(name)));
  return { names, seesOthers: names.length === 0 || (await seesProfiles(org, doing)) };
}

/**
 * What is worth knowing before a policy is written. Nothing is refused for it: the program itself may make the profile
 * elsewhere. Pure.
 */
export const unseenProfileNotices = ({ names, seesOthers }: UnseenProfiles): string[] =>
  names.map((name) =>
    seesOthers
      ? `profileNames: there is no profile named ${name} in this org. Unless it is made before, the update stops where the policies name it. Setup, Profiles, lists them.`
      : `profileNames: the deployer cannot see a profile named ${name}. ${hiddenProfiles}`,
  );
