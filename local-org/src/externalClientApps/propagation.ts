import type { Org } from "../contracts.ts";
import { demandsOfCall } from "../faults/demands.ts";

/** When the parts of an app that logins depend on last changed; ISO times. */
export interface AppChanges {
  readonly createdAt?: string;
  readonly certificateChangedAt?: string;
  /** The certificate before the last change, absent when there was none. */
  readonly previousCertificate?: string;
  readonly policiesChangedAt?: string;
}

const collection = "externalClientApps.changes";

/** What is known about the last changes of an app. */
export function changesOf(org: Org, applicationId: string): AppChanges {
  return org.documents.get<AppChanges>(collection, applicationId) ?? {};
}

/** Notes a change of an app. */
export function noteChange(org: Org, applicationId: string, change: Partial<AppChanges>): void {
  const { previousCertificate, ...before } = changesOf(org, applicationId);
  const kept = change.certificateChangedAt === undefined && previousCertificate !== undefined;
  org.documents.set(collection, applicationId, { ...before, ...(kept ? { previousCertificate } : {}), ...change });
}

/** Forgets a deleted app. */
export function forgetChanges(org: Org, applicationId: string): void {
  org.documents.remove(collection, applicationId);
}

/** Whether a change of that time has not spread yet to the login that is being answered. */
export function isSpreading(org: Org, changedAt: string | undefined): boolean {
  const { propagationMs = org.settings.propagationMs } = demandsOfCall();
  return changedAt !== undefined && org.now().getTime() < Date.parse(changedAt) + propagationMs;
}
