import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";

/** What the OAuth policies of an app are when nobody says otherwise. */
const DEFAULT_OAUTH_POLICIES: MetadataRecord = {
  ipRelaxationPolicyType: "Enforce",
  isClientCredentialsFlowEnabled: false,
  isGuestCodeCredFlowEnabled: false,
  isTokenExchangeFlowEnabled: false,
  permittedUsersPolicyType: "AllSelfAuthorized",
  refreshTokenPolicyType: "SpecificLifetime",
  requiredSessionLevel: "STANDARD",
};

/** What the general policies of an app are when nobody says otherwise. */
const DEFAULT_POLICIES: MetadataRecord = { isEnabled: true, isOauthPluginEnabled: true, startPage: "None" };

const DEFAULT_REFRESH_TOKEN_VALIDITY: MetadataRecord = {
  refreshTokenValidityPeriod: 365,
  refreshTokenValidityUnit: "Days",
};

const IP_RELAXATION = ["Enforce", "Bypass", "Bypass_2factor", "Enforce_RelaxRefresh"];
const VALIDITY_UNITS = ["Days", "Hours", "Months"];

/**
 * OAuth policies as the org keeps them: defaults filled in, the validity of refresh tokens only where the policy
 * has one.
 * @throws ComponentProblem for a value that the policy does not know
 */
export function normalizedOauthPolicies(given: MetadataRecord): MetadataRecord {
  const { refreshTokenValidityPeriod, refreshTokenValidityUnit, ...rest } = given;
  const policies: Record<string, MetadataRecord[string]> = { ...DEFAULT_OAUTH_POLICIES, ...rest };
  policies.ipRelaxationPolicyType = known(
    String(policies.ipRelaxationPolicyType),
    IP_RELAXATION,
    "IpRelaxationPolicyType",
  );
  if (String(policies.refreshTokenPolicyType).startsWith("Specific")) {
    policies.refreshTokenValidityPeriod =
      refreshTokenValidityPeriod ?? DEFAULT_REFRESH_TOKEN_VALIDITY.refreshTokenValidityPeriod;
    const unit = refreshTokenValidityUnit ?? DEFAULT_REFRESH_TOKEN_VALIDITY.refreshTokenValidityUnit;
    policies.refreshTokenValidityUnit = known(String(unit), VALIDITY_UNITS, "RefreshTokenValidityUnit");
  }
  return policies;
}

/** General policies as the org keeps them; the start URL only where the start page is a custom one. */
export function normalizedPolicies(given: MetadataRecord): MetadataRecord {
  const { startUrl, ...rest } = given;
  const policies: MetadataRecord = { ...DEFAULT_POLICIES, ...rest };
  return policies.startPage === "Custom" && startUrl !== undefined ? { ...policies, startUrl } : policies;
}

function known(value: string, values: readonly string[], enumName: string): string {
  const match = values.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
  if (match) return match;
  throw new ComponentProblem(
    `'${value}' is not a valid value for the enum '${enumName}'`,
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
  );
}
