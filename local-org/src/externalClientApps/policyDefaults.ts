import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";

/** What the OAuth policies of an app are when nobody says otherwise. */
const defaultOauthPolicies: MetadataRecord = {
  ipRelaxationPolicyType: "Enforce",
  isClientCredentialsFlowEnabled: false,
  isGuestCodeCredFlowEnabled: false,
  isTokenExchangeFlowEnabled: false,
  permittedUsersPolicyType: "AllSelfAuthorized",
  refreshTokenPolicyType: "SpecificLifetime",
  requiredSessionLevel: "STANDARD",
};

/** What the general policies of an app are when nobody says otherwise. */
const defaultPolicies: MetadataRecord = { isEnabled: true, isOauthPluginEnabled: true, startPage: "None" };

const defaultRefreshTokenValidity: MetadataRecord = {
  refreshTokenValidityPeriod: 365,
  refreshTokenValidityUnit: "Days",
};

const ipRelaxation = ["Enforce", "Bypass", "Bypass_2factor", "Enforce_relaxrefresh"];
const validityUnits = ["Days", "Hours", "Months"];

/**
 * OAuth policies as the org keeps them: defaults filled in, the validity of refresh tokens only where the policy
 * has one, or where it is 0 for tokens that never expire.
 *
 * @param laterValues those that a later release added to an element
 * @throws ComponentProblem for a value that the policy does not know
 */
export function normalizedOauthPolicies(
  given: MetadataRecord,
  laterValues: (element: string) => string[] = () => [],
): MetadataRecord {
  const { refreshTokenValidityPeriod, refreshTokenValidityUnit, ...rest } = given;
  const policies: Record<string, MetadataRecord[string]> = { ...defaultOauthPolicies, ...rest };
  policies.ipRelaxationPolicyType = known(
    String(policies.ipRelaxationPolicyType),
    [...ipRelaxation, ...laterValues("ipRelaxationPolicyType")],
    "IpRelaxationPolicyType",
  );
  if (String(policies.refreshTokenPolicyType).startsWith("Specific")) {
    policies.refreshTokenValidityPeriod =
      refreshTokenValidityPeriod ?? defaultRefreshTokenValidity.refreshTokenValidityPeriod;
    const unit = refreshTokenValidityUnit ?? defaultRefreshTokenValidity.refreshTokenValidityUnit;
    const units = [...validityUnits, ...laterValues("refreshTokenValidityUnit")];
    policies.refreshTokenValidityUnit = known(String(unit), units, "RefreshTokenValidityUnit");
  } else if (refreshTokenValidityPeriod === 0 && policies.refreshTokenPolicyType === "Infinite") {
    policies.refreshTokenValidityPeriod = 0;
  }
  return policies;
}

/** General policies as the org keeps them; the start URL only where there is a start page. */
export function normalizedPolicies(given: MetadataRecord): MetadataRecord {
  const policies: MetadataRecord = { ...defaultPolicies, ...given };
  return policies.startPage === "None" ? { ...policies, startUrl: undefined } : policies;
}

function known(value: string, values: readonly string[], enumName: string): string {
  const match = values.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
  if (match) return match;
  throw new ComponentProblem(
    `'${value}' is not a valid value for the enum '${enumName}'`,
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
  );
}
