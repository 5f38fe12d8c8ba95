import { type ConnectedApp, connectedAppWithKey, isActive, listOf, oauthConfigOf } from "../connectedApps/store.ts";
import type { Org } from "../contracts.ts";
import { verificationKey } from "../externalClientApps/certificate.ts";
import { applicationById } from "../externalClientApps/componentStore.ts";
import { settingsWithConsumerKey } from "../externalClientApps/globalOauthSettingsType.ts";
import { effectiveOauthPolicies } from "../externalClientApps/oauthPoliciesType.ts";
import { appScopes } from "../externalClientApps/oauthSettingsType.ts";
import { effectivePolicies } from "../externalClientApps/policiesType.ts";
import { changesOf, isSpreading } from "../externalClientApps/propagation.ts";
import { splitList, tokenScopes } from "../externalClientApps/scopes.ts";
import { invalidAssertion } from "./assertion.ts";
import { appNotFound } from "./audiences.ts";
import { OAuthError } from "./oauthError.ts";
import { type AppAccess, appAccess } from "./permittedUsers.ts";

/** An app that users may log in through, as it stands for logins at this moment. */
export interface LoginApp {
  readonly consumerKey: string;
  /** As the login history calls it. */
  readonly name: string;
  readonly isExternalClientApp: boolean;
  /** Public key (SPKI PEM) of the certificate that the app verifies assertions with. @throws OAuthError without one */
  verificationKey(): string;
  /** Whether a login without a person is possible at all. */
  readonly hasRefreshTokenScope: boolean;
  /** Scopes of the tokens that it gives. */
  readonly scopes: readonly string[];
  access(userId: string): AppAccess;
}

/**
 * The app with that consumer key.
 * @throws OAuthError when there is none, it has not spread yet, or it is turned off
 */
export function loginApp(org: Org, consumerKey: string): LoginApp {
  if (consumerKey === org.deployer.clientId) return deployerApp(org);
  const settings = settingsWithConsumerKey(org, consumerKey);
  if (!settings) {
    const connected = connectedAppWithKey(org, consumerKey);
    if (connected && isActive(org, connected)) return connectedApp(org, connected);
    throw unknownClient();
  }
  const { applicationId } = settings;
  const changes = changesOf(org, applicationId);
  if (isSpreading(org, changes.createdAt))
    throw org.settings.newAppAnswer === "app_not_found" ? appNotFound() : unknownClient();
  const policies = effectivePolicies(org, applicationId);
  if (policies.isEnabled !== true) throw appNotFound();
  if (policies.isOauthPluginEnabled !== true) throw unknownClient();
  const oauthPolicies = effectiveOauthPolicies(org, applicationId);
  const scopes = appScopes(org, applicationId);
  const certificate = isSpreading(org, changes.certificateChangedAt)
    ? changes.previousCertificate
    : (settings.record.certificate as string | undefined);
  return {
    consumerKey,
    name: String(applicationById(org, applicationId)?.record.label),
    isExternalClientApp: true,
    verificationKey: () => keyOf(org, certificate),
    hasRefreshTokenScope: splitList(scopes).includes("RefreshToken"),
    scopes: tokenScopes(scopes),
    access(userId) {
      if (isSpreading(org, changes.policiesChangedAt)) return "notApproved";
      return appAccess(org, applicationId, oauthPolicies.permittedUsersPolicyType, userId);
    },
  };
}

/** @throws OAuthError when it has not spread yet */
function connectedApp(org: Org, app: ConnectedApp): LoginApp {
  const { consumerKey, certificate, isAdminApproved, scopes } = oauthConfigOf(app);
  const changes = changesOf(org, app.id);
  if (isSpreading(org, changes.createdAt)) throw unknownClient();
  const known = isSpreading(org, changes.certificateChangedAt) ? changes.previousCertificate : certificate;
  return {
    consumerKey: String(consumerKey),
    name: String(app.record.label),
    isExternalClientApp: false,
    verificationKey: () => keyOf(org, known as string | undefined),
    hasRefreshTokenScope: listOf(scopes).includes("RefreshToken"),
    scopes: tokenScopes(listOf(scopes).join(",")),
    access(userId) {
      if (isSpreading(org, changes.policiesChangedAt)) return "notApproved";
      return appAccess(
        org,
        app.id,
        isAdminApproved === true ? "AdminApprovedPreAuthorized" : "AllSelfAuthorized",
        userId,
      );
    },
  };
}

/** The app behind the deployer's own logins; it is approved for the deployer and nobody else. */
function deployerApp(org: Org): LoginApp {
  return {
    consumerKey: org.deployer.clientId,
    name: "Local Org Deployer",
    isExternalClientApp: false,
    verificationKey: () => org.deployer.publicKeyPem(),
    hasRefreshTokenScope: true,
    scopes: ["api", "full", "id", "web"],
    access: (userId) => (userId === org.deployer.userId ? "approved" : "notAdminApproved"),
  };
}

function keyOf(org: Org, certificate: string | undefined): string {
  if (certificate === undefined) throw invalidAssertion();
  const { publicKeyPem, validTo } = verificationKey(certificate);
  const isRefused = org.settings.expiredCertificate === "refused";
  if (isRefused && validTo.getTime() < org.now().getTime()) throw invalidAssertion();
  return publicKeyPem;
}

function unknownClient(): OAuthError {
  return new OAuthError("invalid_client_id", "client identifier invalid");
}
