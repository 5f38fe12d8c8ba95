/** What a company decides for itself. */
export interface PolicyOptions {
  /** User permissions that may be granted, by API name. Default: the policy `salesforce-permissions-listed` is off. */
  allowedPermissions?: readonly string[];
  /** High privileges that may be granted nevertheless, such as `ExternalClientAppViewer`. Default none. */
  allowedHighPrivileges?: readonly string[];
  /** Scopes that apps may have, by metadata name. Default `Api` and `RefreshToken`. */
  allowedScopes?: readonly string[];
  /** Longest validity of a certificate, in days. Default 398. */
  longestValidityDays?: number;
  /** How many days a certificate must be valid yet. Default 14. */
  leastDaysLeft?: number;
  /** Longest life of a refresh token, in days. Default 1. */
  longestRefreshTokenDays?: number;
  /** Whether a stack is one of production, by its name. Default: its name holds `prod`. */
  isProduction?: (stack: string) => boolean;
  /** Today, for tests. */
  now?: Date;
}
