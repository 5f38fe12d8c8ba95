import { pulumiCommand } from "../common/commands.ts";
import { type AppComponent, setupName } from "../salesforce/appComponents.ts";
import type { SalesforceError } from "../salesforce/errors.ts";
import { componentOfApp, findApp } from "../salesforce/externalClientApps.ts";
import { textOf } from "../salesforce/metadataElements.ts";
import type { Org } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { belongTogether, certificateDetails } from "./certificates.ts";
import { blameOf } from "./loginPairs.ts";

/** Who logs in through which app, and with what. */
export interface LoginSubject {
  userId: string;
  username: string;
  appId: string;
  consumerKey: string;
  privateKeyPem: string;
}

/** What a login rests on, as the deployer sees it in the org; absent where it cannot be seen. */
export interface LoginFacts {
  user?: { username: string; isActive: boolean; isFrozen: boolean };
  app?: {
    name: string;
    consumerKey: string;
    /** As the org holds it; empty for none. */
    certificate: string;
    isEnabled: boolean;
    permittedUsers: string;
  };
}

const doing = "looking why the login is refused";

/** Looks at what a refused login rests on. Reads only; what the deployer may not see is left out. */
export async function loginFacts(org: Org, { userId, appId }: LoginSubject): Promise<LoginFacts> {
  const unseen = () => undefined;
  const [user, app] = await Promise.all([userFacts(org, userId).catch(unseen), appFacts(org, appId).catch(unseen)]);
  return { ...(user && { user }), ...(app && { app }) };
}

async function userFacts(org: Org, id: string): Promise<LoginFacts["user"]> {
  const [[user], [login]] = await Promise.all([
    org.query(`SELECT Id, Username, IsActive FROM User WHERE Id = ${quoted(id)}`, doing),
    org.query(`SELECT Id, IsFrozen FROM UserLogin WHERE UserId = ${quoted(id)}`, doing).catch(() => []),
  ]);
  if (!user) return undefined;
  return { username: String(user.Username), isActive: user.IsActive === true, isFrozen: login?.IsFrozen === true };
}

async function appFacts(org: Org, id: string): Promise<LoginFacts["app"]> {
  const app = await findApp(org, { id }, doing);
  if (!app) return undefined;
  const component = async (part: Exclude<AppComponent, "application">) =>
    (await componentOfApp(org, part, setupName(app.developerName, part), app, doing))?.elements;
  const [settings, oauthPolicies, policies] = await Promise.all([
    component("globalOauthSettings"),
    component("oauthPolicies"),
    component("policies"),
  ]);
  if (!settings || !oauthPolicies || !policies) return undefined;
  return {
    name: app.fullName,
    consumerKey: textOf(settings.consumerKey),
    certificate: textOf(settings.certificate),
    isEnabled: textOf(policies.isEnabled) !== "false",
    permittedUsers: textOf(oauthPolicies.permittedUsersPolicyType),
  };
}

/**
 * Why a login is refused that no waiting changes, as a sentence with what to do; undefined where what the org holds
 * allows the login, so that a change which has not arrived everywhere is all that is left. Pure.
 *
 * @param now the time that the end of the certificate is judged by
 */
export function refusedLoginReason(
  { user, app }: LoginFacts,
  inputs: LoginSubject,
  error: SalesforceError,
  now: Date,
): string | undefined {
  if (user && user.username.toLowerCase() !== inputs.username.toLowerCase()) {
    return `username: the user is named ${user.username} in the org, not ${inputs.username}. Declare that one, or run ${pulumiCommand("up --refresh")} to change it back.`;
  }
  if (user && !user.isActive)
    return `User ${inputs.username} is inactive: activate it (Setup, Users), or see isActive of the user (overrides.user.isActive).`;
  if (user?.isFrozen) return `User ${inputs.username} is frozen: an administrator must unfreeze it (Setup, Users).`;
  if (!app) return undefined;
  if (!app.isEnabled) return `App ${app.name} is switched off: see isEnabled of its PolicyAssignment.`;
  if (app.consumerKey !== "" && app.consumerKey !== inputs.consumerKey) {
    return `consumerKey: app ${app.name} has another consumer key. Use the output consumerKey of the app, after ${pulumiCommand("refresh")}.`;
  }
  return certificateReason(app.name, app.certificate, inputs.privateKeyPem, error, now) ?? approvalReason(app, error);
}

function certificateReason(app: string, certificate: string, privateKeyPem: string, error: SalesforceError, now: Date) {
  if (certificate === "") return `App ${app} has no certificate: give it the one that belongs to privateKeyPem.`;
  if (belongTogether(certificate, privateKeyPem) === false) {
    const { sha256, validTo } = certificateDetails(certificate);
    return `privateKeyPem: the private key does not belong to the certificate of app ${app} (SHA-256 ${sha256}, valid until ${validTo}). Use the key of that certificate, or put the certificate of that key into the app.`;
  }
  const { validTo } = certificateDetails(certificate);
  if (blameOf(error) === "key" && new Date(validTo) <= now) {
    return `The certificate of app ${app} expired on ${validTo}: renew it; the key can stay.`;
  }
  return undefined;
}

function approvalReason(app: { name: string; permittedUsers: string }, error: SalesforceError): string | undefined {
  if (blameOf(error) !== "approval" || app.permittedUsers === "AdminApprovedPreAuthorized") return undefined;
  return `App ${app.name} lets users approve it themselves (${app.permittedUsers}), and this one has not: set permittedUsers of its PolicyAssignment to AdminApprovedPreAuthorized (stack's configuration: overrides.policy.permittedUsers).`;
}
