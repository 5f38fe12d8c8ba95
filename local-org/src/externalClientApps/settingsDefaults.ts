import type { MetadataRecord } from "../metadata/typeSchema.ts";

/** Flags of the global OAuth settings that the org writes back, with their defaults. */
export const defaultGlobalOauthFlags: MetadataRecord = {
  isClientCredentialsFlowEnabled: false,
  isCodeCredFlowEnabled: false,
  isCodeCredPostOnly: false,
  isConsumerSecretOptional: false,
  isDPopEnabled: false,
  isDeviceFlowEnabled: false,
  isEnforceRefreshTokenTTL: false,
  isIntrospectAllTokens: false,
  isMtlsEnabled: false,
  isNamedUserJwtEnabled: false,
  isPkceRequired: true,
  isRefreshTokenRotationEnabled: false,
  isSecretRequiredForRefreshToken: true,
  isSecretRequiredForTokenExchange: false,
  isTokenExchangeEnabled: false,
};

/** What an application is when nobody says otherwise. */
export const defaultApplication: MetadataRecord = { distributionState: "Local", isProtected: false };

/** What the OAuth settings of an app are when nobody says otherwise. */
export const defaultOauthSettings: MetadataRecord = { isFirstPartyAppEnabled: false };
