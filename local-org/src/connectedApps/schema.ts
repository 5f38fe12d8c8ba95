import { type MetadataTypeSchema, nested, optional, repeated, required } from "../metadata/typeSchema.ts";

/**
 * The metadata type of a connected app; elements from the WSDL. Those that the local org does not have are flat texts here:
 * the type refuses them by name.
 */
export const connectedAppSchema: MetadataTypeSchema = {
  name: "ConnectedApp",
  directoryName: "connectedApps",
  suffix: "connectedApp",
  since: 31,
  fields: [
    { ...optional("attributes"), repeated: true },
    optional("canvas"),
    optional("canvasConfig"),
    required("contactEmail"),
    optional("contactPhone"),
    optional("description"),
    optional("iconUrl"),
    optional("infoUrl"),
    repeated("ipRanges", {
      name: "ConnectedAppIpRange",
      fields: [optional("description"), required("end"), required("start")],
    }),
    required("label"),
    optional("logoUrl"),
    optional("mobileAppConfig"),
    optional("mobileStartUrl"),
    nested("oauthConfig", {
      name: "ConnectedAppOauthConfig",
      fields: [
        optional("assetTokenConfig"),
        required("callbackUrl"),
        optional("certificate"),
        optional("consumerKey"),
        optional("consumerSecret"),
        optional("idTokenConfig"),
        optional("isAdminApproved", "boolean"),
        optional("isClientCredentialEnabled", "boolean"),
        optional("isCodeCredentialEnabled", "boolean"),
        optional("isCodeCredentialPostOnly", "boolean"),
        optional("isConsumerSecretOptional", "boolean"),
        optional("isIntrospectAllTokens", "boolean"),
        optional("isNamedUserJwtEnabled", "boolean"),
        optional("isPkceRequired", "boolean"),
        optional("isRefreshTokenRotationEnabled", "boolean"),
        optional("isSecretRequiredForRefreshToken", "boolean"),
        optional("isSecretRequiredForTokenExchange", "boolean"),
        optional("isTokenExchangeEnabled", "boolean"),
        optional("oauthClientCredentialUser"),
        { ...required("scopes"), repeated: true },
        optional("singleLogoutUrl"),
      ],
    }),
    nested("oauthPolicy", {
      name: "ConnectedAppOauthPolicy",
      fields: [
        required("ipRelaxation"),
        optional("isTokenExchangeFlowEnabled", "boolean"),
        required("refreshTokenPolicy"),
        optional("singleLogoutUrl"),
      ],
    }),
    { ...optional("permissionSetName"), repeated: true },
    optional("plugin"),
    optional("pluginExecutionUser"),
    { ...optional("profileName"), repeated: true },
    optional("samlConfig"),
    nested("sessionPolicy", {
      name: "ConnectedAppSessionPolicy",
      fields: [optional("policyAction"), optional("sessionLevel"), optional("sessionTimeout", "int")],
    }),
    optional("startUrl"),
  ],
};

/** What the local org does not have of connected apps, at the top and in `oauthConfig`. */
export const unservedElements = [
  "attributes",
  "canvas",
  "canvasConfig",
  "mobileAppConfig",
  "plugin",
  "pluginExecutionUser",
  "samlConfig",
] as const;
export const unservedOauthElements = ["assetTokenConfig", "idTokenConfig", "oauthClientCredentialUser"] as const;
