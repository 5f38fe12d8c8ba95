import type { Org } from "../contracts.ts";
import { normalizedCertificate } from "../externalClientApps/certificate.ts";
import { isConsumerKey, newConsumerKey } from "../externalClientApps/consumerKey.ts";
import { settingsWithConsumerKey } from "../externalClientApps/globalOauthSettingsType.ts";
import { normalizedScopes, splitList } from "../externalClientApps/scopes.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import type { MetadataRecord } from "../metadata/typeSchema.ts";
import { unservedElements, unservedOauthElements } from "./schema.ts";
import { type ConnectedApp, connectedAppWithKey, listOf, oauthConfigOf } from "./store.ts";

const defaultOauthFlags: MetadataRecord = {
  isAdminApproved: false,
  isClientCredentialEnabled: false,
  isCodeCredentialEnabled: false,
  isCodeCredentialPostOnly: false,
  isConsumerSecretOptional: false,
  isIntrospectAllTokens: false,
  isNamedUserJwtEnabled: false,
  isPkceRequired: false,
  isRefreshTokenRotationEnabled: false,
  isSecretRequiredForRefreshToken: true,
  isSecretRequiredForTokenExchange: false,
  isTokenExchangeEnabled: false,
};

const defaultOauthPolicy: MetadataRecord = { ipRelaxation: "ENFORCE", refreshTokenPolicy: "infinite" };

/** `infinite`, `zero`, `specific_lifetime:12:HOURS`, `specific_inactivity:7:DAYS`. */
export const refreshTokenPolicy = /^(?:infinite|zero|specific_(lifetime|inactivity):(\d{1,5}):(HOURS|DAYS|MONTHS))$/;

/**
 * A connected app as the org keeps it.
 *
 * @param given without those who may use it
 * @throws ComponentProblem
 */
export function normalizedConnectedApp(
  org: Org,
  existing: ConnectedApp | undefined,
  given: MetadataRecord,
): MetadataRecord {
  refuseUnserved(given, unservedElements);
  if (!/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(String(given.contactEmail)))
    throw new ComponentProblem(`Contact Email: invalid email address: ${given.contactEmail}`, "INVALID_EMAIL_ADDRESS");
  if (given.oauthConfig === undefined) {
    // Without it, an app is for single sign-on or a canvas, which are not served either.
    throw new ComponentProblem("The local org does not have connected apps without oauthConfig");
  }
  const policy = { ...defaultOauthPolicy, ...(given.oauthPolicy as MetadataRecord | undefined) };
  if (!refreshTokenPolicy.test(String(policy.refreshTokenPolicy)))
    throw new ComponentProblem(`'${policy.refreshTokenPolicy}' is not a valid refresh token policy`, "INVALID_FIELD");
  return {
    ...given,
    oauthConfig: normalizedOauthConfig(org, existing, given.oauthConfig as MetadataRecord),
    oauthPolicy: policy,
  };
}

/** @throws ComponentProblem for what the local org does not have */
function refuseUnserved(given: MetadataRecord, names: readonly string[]): void {
  const name = names.find((each) => given[each] !== undefined);
  if (name !== undefined) throw new ComponentProblem(`The local org does not have ${name} of connected apps`);
}

function normalizedOauthConfig(org: Org, existing: ConnectedApp | undefined, given: MetadataRecord): MetadataRecord {
  refuseUnserved(given, unservedOauthElements);
  const { consumerSecret: _secret, certificate, scopes, ...rest } = given;
  const certificateText = String(certificate ?? "").trim();
  return {
    ...defaultOauthFlags,
    ...rest,
    ...(certificateText !== "" && { certificate: normalizedCertificate(certificateText) }),
    consumerKey: consumerKey(org, existing, given.consumerKey as string | undefined),
    scopes: splitList(normalizedScopes(listOf(scopes).join(","))),
  };
}

function consumerKey(org: Org, existing: ConnectedApp | undefined, wanted: string | undefined): string {
  const current = existing && String(oauthConfigOf(existing).consumerKey);
  if (wanted === undefined || wanted === "" || wanted === current) return current ?? newConsumerKey();
  if (existing) throw new ComponentProblem("You cannot provide a Consumer Key");
  if (!isConsumerKey(wanted)) throw new ComponentProblem("The consumer key is invalid");
  const isTaken =
    wanted === org.deployer.clientId ||
    connectedAppWithKey(org, wanted) !== undefined ||
    settingsWithConsumerKey(org, wanted) !== undefined;
  if (isTaken) throw new ComponentProblem("The consumer key is already taken", "DUPLICATE_VALUE");
  return wanted;
}
