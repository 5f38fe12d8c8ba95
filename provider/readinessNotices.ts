import type { OrgLogin } from "../salesforce/orgSession.ts";
import type { AdoptionOutcome } from "./adoptionPreview.ts";
import { detailsIfAny } from "./certificates.ts";
import { type DeclaredResource, givenText, ofKind } from "./declaredResources.ts";
import type { ReadinessFacts } from "./readinessFacts.ts";
import { namedResources, type OrgReadinessInputs } from "./readinessInputs.ts";
import { missingPermissions } from "./readinessProblems.ts";
import { type DatedStack, instancedUrlIn } from "./releaseDates.ts";
import { apiNameOfLabel } from "./rules.ts";

/**
 * What stands in nobody's way but is worth knowing before the update: how many seats are left after it. A user that is
 * active holds its seats already, so there is nothing to say. Pure.
 */
export function seatNotices(found: ReadinessFacts, inputs: OrgReadinessInputs): string[] {
  if (found.user?.isActive === true) return [];
  const { sourceProfile } = found;
  const licenses = [
    ...(sourceProfile ? [{ name: inputs.userLicense, ...sourceProfile }] : []),
    ...found.permissionSetLicenses.map((license) => ({ name: license.developerName, ...license })),
  ];
  return licenses
    .filter(({ totalSeats, usedSeats }) => usedSeats < totalSeats)
    .map(({ name, totalSeats, usedSeats }) => {
      const left = totalSeats - usedSeats - 1;
      return `${name}: ${usedSeats} of ${totalSeats} seats used, this plan takes 1, ${left} left after it`;
    });
}

/** What a login that is to write nothing cannot tell: whether the deployer is allowed all that the update needs. Pure. */
export function readerNotices(found: ReadinessFacts): string[] {
  const missing = missingPermissions(found);
  if (!found.isReadOnly || missing.length === 0) return [];
  return [
    `this login is read-only and lacks what an update needs (${missing.map(({ names }) => names.join(" or ")).join(", ")}). Whether the deployer has it was not checked`,
  ];
}

/** How long before its end a certificate that the stack does not renew is spoken of, in days. */
const noticeOfEnd = 60;
const day = 86_400_000;

/**
 * Certificates that were given to the stack and end soon, or have ended: it does not renew them by itself.
 *
 * @param isFirstTold whether the end of the certificate of an app was not told yet
 */
export function certificateNotices(
  inputs: OrgReadinessInputs,
  now: Date,
  isFirstTold: (app: string, certificateSha256: string) => boolean = () => true,
): string[] {
  return ofKind(namedResources(inputs), "ExternalClientApp").flatMap((app) => {
    const pem = givenText(app, "certificatePem");
    const details = pem === undefined ? undefined : detailsIfAny(pem);
    if (details === undefined) return [];
    const validTo = new Date(details.validTo);
    const days = Math.floor((validTo.getTime() - now.getTime()) / day);
    const date = validTo.toISOString().slice(0, 10);
    const apiName = givenText(app, "apiName") ?? apiNameOfLabel(givenText(app, "label") ?? "");
    if (days < 0 && !isFirstTold(apiName, details.sha256)) return [];
    if (days < 0) {
      return [
        `${app.name}: the certificate expired on ${date}. Sources contradict each other on whether logins continue to work: renew it`,
      ];
    }
    return days <= noticeOfEnd ? [`${app.name}: the certificate expires on ${date}, in ${days} days: renew it`] : [];
  });
}

/** What the dated changes of Salesforce depend on. Pure. */
export function datedStack(
  found: ReadinessFacts,
  inputs: OrgReadinessInputs,
  outcomes: readonly AdoptionOutcome[],
  { apiVersion, instanceUrl }: Pick<OrgLogin, "apiVersion" | "instanceUrl">,
  isSandbox: boolean,
): DatedStack {
  const resources = namedResources(inputs);
  const email = ofKind(resources, "IntegrationUser").map((user) => givenText(user, "email"))[0];
  const apps = ofKind(resources, "ExternalClientApp");
  const held = outcomes.filter(({ adoption }) => adoption.kind === "ExternalClientApp");
  return {
    apiVersion: Number(apiVersion),
    seesAllProfiles: found.seesAllProfiles,
    changesEmail: found.user !== undefined && email !== undefined && !isSame(email, found.user.email),
    instancedUrl: instancedUrlIn(instanceUrl),
    isSandbox,
    deviceFlowApps: [
      ...apps.filter(({ inputs }) => hasOpenDeviceFlow(inputs)).map(({ name }) => name),
      ...held.filter(({ current = {} }) => hasOpenDeviceFlow(current)).map(({ adoption }) => adoption.name),
    ].filter((name, index, all) => all.indexOf(name) === index),
    // Where the app is there already, what has its name may be the app itself.
    connectedAppLogins: found.connectedAppLogins,
    connectedApps: apps.some((app) => isThere(app, found, held)) ? [] : found.connectedApps,
  };
}

const isSame = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

function hasOpenDeviceFlow(inputs: { [input: string]: unknown }): boolean {
  const hasFlow = Object.values(inputs).some((value) => Array.isArray(value) && value.includes("isDeviceFlowEnabled"));
  const urls = Array.isArray(inputs.callbackUrls) ? inputs.callbackUrls : [];
  return hasFlow && urls.some((url) => URL.parse(String(url))?.hostname !== "localhost");
}

function isThere({ name }: DeclaredResource, found: ReadinessFacts, held: readonly AdoptionOutcome[]): boolean {
  return (
    found.taken.some(({ owner, what }) => what.startsWith("external client app") && owner.endsWith(`/${name}`)) ||
    held.some(({ adoption, found: app }) => adoption.name === name && app !== undefined)
  );
}
