/** What App Manager does when a person migrates a connected app to an external client app. */
import type { RequestContext } from "../contracts.ts";
import { ApiError } from "../contracts.ts";
import { applicationType } from "../externalClientApps/applicationType.ts";
import { globalOauthSettingsType } from "../externalClientApps/globalOauthSettingsType.ts";
import { oauthPoliciesType } from "../externalClientApps/oauthPoliciesType.ts";
import { oauthSettingsType } from "../externalClientApps/oauthSettingsType.ts";
import { permittedRecords } from "../externalClientApps/permittedEntities.ts";
import { policiesType } from "../externalClientApps/policiesType.ts";
import { notFound } from "../http/errors.ts";
import type { MetadataType } from "../metadata/metadataType.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { refreshTokenPolicy } from "./normalized.ts";
import { type ConnectedApp, connectedAppById, isActive, listOf, oauthConfigOf, putConnectedApp } from "./store.ts";

/**
 * Makes the external client app that takes the place of a connected app, with its consumer key, certificate and policies.
 *
 * @returns the id of the external client app
 * @throws ApiError or ComponentProblem
 */
export function migrateConnectedApp(context: RequestContext, id: string): string {
  const { org, userId } = context;
  const app = connectedAppById(org, id);
  if (app === undefined) throw notFound();
  if (!isActive(org, app)) throw new ApiError(400, "INVALID_OPERATION", "The connected app was migrated already.");
  return org.records.transaction(() => {
    const { fullName, record } = app;
    const applicationId = write(context, applicationType, fullName, applicationOf(record));
    // From here on its consumer key is the other one's.
    putConnectedApp(org, userId, { id, fullName, record, migratedTo: applicationId });
    const parent = { externalClientApplication: fullName };
    write(context, oauthSettingsType, `${fullName}_oauth`, {
      ...parent,
      commaSeparatedOauthScopes: listOf(oauthConfigOf(app).scopes).join(","),
    });
    write(context, globalOauthSettingsType, `${fullName}_glbloauth`, { ...parent, ...globalSettingsOf(app) });
    write(context, oauthPoliciesType, `${fullName}_oauthPlcy`, { ...parent, ...policiesOf(context, app) });
    write(context, policiesType, `${fullName}_plcy`, { ...parent, isEnabled: true, isOauthPluginEnabled: true });
    return applicationId;
  });
}

function write(context: RequestContext, type: MetadataType, fullName: string, given: MetadataRecord): string {
  const options = { channel: "crud", keepOmitted: false, apiVersion: Math.floor(Number(context.apiVersion)) } as const;
  return type.write(context, fullName, given, options).id;
}

function applicationOf({ contactEmail, contactPhone, description, label }: MetadataRecord): MetadataRecord {
  return {
    contactEmail,
    distributionState: "Local",
    label,
    ...(contactPhone !== undefined && { contactPhone }),
    ...(description !== undefined && { description }),
  };
}

/** The flags of both kinds of app, by their names in a connected app. */
const flags = {
  isClientCredentialEnabled: "isClientCredentialsFlowEnabled",
  isCodeCredentialEnabled: "isCodeCredFlowEnabled",
  isCodeCredentialPostOnly: "isCodeCredPostOnly",
  isConsumerSecretOptional: "isConsumerSecretOptional",
  isIntrospectAllTokens: "isIntrospectAllTokens",
  isNamedUserJwtEnabled: "isNamedUserJwtEnabled",
  isPkceRequired: "isPkceRequired",
  isRefreshTokenRotationEnabled: "isRefreshTokenRotationEnabled",
  isSecretRequiredForRefreshToken: "isSecretRequiredForRefreshToken",
  isSecretRequiredForTokenExchange: "isSecretRequiredForTokenExchange",
  isTokenExchangeEnabled: "isTokenExchangeEnabled",
} as const;

function globalSettingsOf(app: ConnectedApp): MetadataRecord {
  const { callbackUrl, certificate, consumerKey, ...config } = oauthConfigOf(app);
  return {
    callbackUrl,
    consumerKey,
    ...(certificate !== undefined && { certificate }),
    ...Object.fromEntries(Object.entries(flags).map(([name, newName]) => [newName, config[name]])),
  };
}

const ipRelaxations: { readonly [name: string]: string } = {
  ENFORCE: "Enforce",
  BYPASS: "Bypass",
  ENFORCE_RELAXREFRESH: "Enforce_relaxrefresh",
};

function policiesOf({ org }: RequestContext, app: ConnectedApp): MetadataRecord {
  const policy = app.record.oauthPolicy as MetadataRecord;
  const [whole, measure, period, unit = ""] = refreshTokenPolicy.exec(String(policy.refreshTokenPolicy)) ?? [];
  const { permissionSets, profiles } = permittedRecords(org, app.id);
  return {
    commaSeparatedPermissionSet: permissionSets.map((set) => String(set.Name)).join(","),
    commaSeparatedProfile: profiles.map((profile) => String(profile.Name)).join(","),
    ipRelaxationPolicyType: ipRelaxations[String(policy.ipRelaxation)] ?? "Bypass_2factor",
    permittedUsersPolicyType: oauthConfigOf(app).isAdminApproved ? "AdminApprovedPreAuthorized" : "AllSelfAuthorized",
    ...(measure === undefined
      ? { refreshTokenPolicyType: whole === "zero" ? "Zero" : "Infinite" }
      : {
          refreshTokenPolicyType: measure === "lifetime" ? "SpecificLifetime" : "SpecificInactivity",
          refreshTokenValidityPeriod: Number(period),
          refreshTokenValidityUnit: unit.charAt(0) + unit.slice(1).toLowerCase(),
        }),
  };
}
