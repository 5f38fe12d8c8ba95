import type { RecordFields } from "../salesforce/org.ts";
import { setDifference } from "./comparison.ts";
import { highPrivilegesAmong } from "./highPrivilege.ts";
import type { IntegrationProfileInputs } from "./integrationProfileInputs.ts";
import { Refusal } from "./lifecycle.ts";
import { withMark } from "./marks.ts";
import type { SeenProfile } from "./observedProfile.ts";
import { enabledPermissions, permissionFields } from "./permissionFields.ts";
import { hiddenProfiles } from "./profileVisibility.ts";

/** What a create needs to know of other profiles; nothing after it. */
export interface ProfileLookUp {
  /** The profile that a new one has its licence from; absent where the org shows none of that name. */
  source?: { userLicenseId: string; userLicense: string };
  /** False where profiles are hidden from the deployer. */
  seesProfiles?: boolean;
}

export type ProfileStep =
  | { do: "create"; fields: RecordFields }
  | { do: "change"; fields: RecordFields }
  | { do: "switchOff"; permissions: string[] }
  | { do: "revoke"; ids: string[] };

/** Decides what is left to do, in stages. Pure. */
export function planProfile(
  seen: SeenProfile | undefined,
  { source, seesProfiles }: ProfileLookUp,
  inputs: IntegrationProfileInputs,
  forced: Set<string>,
  isAdopted: boolean,
): ProfileStep[][] {
  const description = withMark(inputs.description, inputs.owner, isAdopted ? "adopted" : "made");
  if (!seen) {
    if (seesProfiles === false) throw new Refusal(hiddenProfiles);
    if (!source)
      throw new Refusal(
        `sourceProfile: there is no profile named ${inputs.sourceProfile} in this org. Name one that is (Setup, Profiles).`,
      );
    if (source.userLicense !== inputs.userLicense) {
      throw new Refusal(
        `sourceProfile: profile ${inputs.sourceProfile} has the licence ${source.userLicense}, not ${inputs.userLicense}; a clone gets the licence of its source. Choose another source, or set userLicense to ${source.userLicense} (stack's configuration: overrides.profile.userLicense).`,
      );
    }
    const fields: RecordFields = {
      Name: inputs.name,
      Description: description,
      UserLicenseId: source.userLicenseId,
      ...permissionFields(inputs.userPermissions, true),
    };
    return [[{ do: "create", fields }]];
  }
  const permissions = setDifference(enabledPermissions(seen.record, inputs.userPermissions), inputs.userPermissions);
  const fields: RecordFields = {
    ...(seen.record.Name !== inputs.name && { Name: inputs.name }),
    ...(seen.record.Description !== description && { Description: description }),
    ...permissionFields(permissions.missing, true),
  };
  const extra = permissions.extra.filter((permission) => !forced.has(permission));
  refuseForcedPrivileges(
    permissions.extra.filter((permission) => forced.has(permission)),
    inputs,
  );
  const types = [...new Set(seen.grants.map((grant) => grant.name.split(" ")[0]))];
  return [
    Object.keys(fields).length > 0 ? [{ do: "change", fields }] : [],
    extra.length > 0 ? [{ do: "switchOff", permissions: extra }] : [],
    // Rows of different setup types may not share a transaction.
    ...types.map((type): ProfileStep[] => [
      { do: "revoke", ids: seen.grants.filter((grant) => grant.name.startsWith(`${type} `)).map(({ rowId }) => rowId) },
    ]),
  ];
}

/**
 * Of what stays on after it was switched off it is said that the licence forces it, without a proof. Of a permission that
 * opens much, that is not enough.
 */
function refuseForcedPrivileges(kept: readonly string[], { name, allowHighPrivilege = [] }: IntegrationProfileInputs) {
  const meant = new Set(allowHighPrivilege.map((privilege) => privilege.toLowerCase()));
  const [first] = highPrivilegesAmong(kept).filter((high) => high.isKnown && !meant.has(high.name.toLowerCase()));
  if (first === undefined) return;
  throw new Refusal(
    `Profile ${name} keeps ${first.name}, which ${first.opens}, although the org has called it switched off. Switch it off in Setup, or name it in allowHighPrivilege.`,
  );
}
