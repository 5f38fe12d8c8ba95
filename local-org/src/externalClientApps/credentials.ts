import { randomBytes } from "node:crypto";
import type { Org } from "../contracts.ts";
import { recordId } from "../identifiers.ts";
import { newConsumerKey } from "./consumerKey.ts";

const collection = "externalClientApps.credentials";
const serialCollection = "externalClientApps.credentialSerial";
/** Key prefix of a pair of credentials; chosen, since no list has it. */
const keyPrefix = "0xK";
const stagedDays = 30;
const day = 86_400_000;

/** A key and secret beside those that an app uses now: waiting to replace them, or replaced by them. */
export interface StagedCredential {
  /** 18 characters; stays with the pair. */
  readonly id: string;
  readonly key: string;
  readonly secret: string;
  /** `Active` waits; `Rotated` was replaced and still works. */
  readonly state: "Active" | "Rotated";
  readonly createdById: string;
  readonly createdDate: string;
  readonly expirationDate: string;
}

/** What an org keeps of an app's credentials beside the consumer key, which belongs to the OAuth settings. */
interface AppCredentials {
  readonly id: string;
  readonly secret: string;
  readonly staged: readonly StagedCredential[];
}

function credentialsOf(org: Org, applicationId: string): AppCredentials {
  const kept = org.documents.get<AppCredentials>(collection, applicationId);
  if (kept) return kept;
  const made: AppCredentials = { id: nextId(org), secret: newSecret(), staged: [] };
  org.documents.set(collection, applicationId, made);
  return made;
}

/** The consumer secret of an app: 64 hexadecimal digits, made when it is first asked for. */
export function consumerSecret(org: Org, applicationId: string): string {
  return credentialsOf(org, applicationId).secret;
}

/** Gives an app another secret; the old one is gone. */
export function replaceSecret(org: Org, applicationId: string): void {
  org.documents.set(collection, applicationId, { ...credentialsOf(org, applicationId), secret: newSecret() });
}

/** The credentials beside those in use; those whose time is over say so. */
export function stagedCredentials(org: Org, applicationId: string): readonly StagedCredential[] {
  return credentialsOf(org, applicationId).staged;
}

/** Whether the time of a staged or rotated pair is over. */
export function isExpired(org: Org, { expirationDate }: StagedCredential): boolean {
  return Date.parse(expirationDate) <= org.now().getTime();
}

/** Makes a pair that waits. */
export function stageCredential(org: Org, applicationId: string, userId: string): StagedCredential {
  const credentials = credentialsOf(org, applicationId);
  const now = org.now().getTime();
  const made: StagedCredential = {
    id: nextId(org),
    key: newConsumerKey(),
    secret: newSecret(),
    state: "Active",
    createdById: userId,
    createdDate: new Date(now).toISOString(),
    expirationDate: new Date(now + stagedDays * day).toISOString(),
  };
  org.documents.set(collection, applicationId, { ...credentials, staged: [...credentials.staged, made] });
  return made;
}

/**
 * Puts a waiting pair into use. The pair that it replaces keeps working for its time; one that was replaced before is gone.
 *
 * @param currentKey the consumer key in use
 * @returns the pair that was replaced
 */
export function rotateCredential(
  org: Org,
  applicationId: string,
  userId: string,
  next: StagedCredential,
  currentKey: string,
): StagedCredential {
  const credentials = credentialsOf(org, applicationId);
  const now = org.now().getTime();
  const replaced: StagedCredential = {
    id: credentials.id,
    key: currentKey,
    secret: credentials.secret,
    state: "Rotated",
    createdById: userId,
    createdDate: new Date(now).toISOString(),
    expirationDate: new Date(now + stagedDays * day).toISOString(),
  };
  for (const { key, state } of credentials.staged) if (state === "Rotated") org.sessions.closeOfClient(key);
  org.documents.set(collection, applicationId, { id: next.id, secret: next.secret, staged: [replaced] });
  return replaced;
}

/** Forgets a pair; whoever logged in with it is logged out. */
export function dropStaged(org: Org, applicationId: string, id: string): void {
  const credentials = credentialsOf(org, applicationId);
  for (const staged of credentials.staged) if (staged.id === id) org.sessions.closeOfClient(staged.key);
  const staged = credentials.staged.filter((pair) => pair.id !== id);
  org.documents.set(collection, applicationId, { ...credentials, staged });
}

/** Forgets all credentials of an app that goes. */
export function dropCredentials(org: Org, applicationId: string): void {
  const kept = org.documents.get<AppCredentials>(collection, applicationId);
  for (const { key } of kept?.staged ?? []) org.sessions.closeOfClient(key);
  org.documents.remove(collection, applicationId);
}

/** The app that a replaced key still works for. */
export function applicationOfRotatedKey(org: Org, consumerKey: string): string | undefined {
  const found = org.documents
    .list<AppCredentials>(collection)
    .find(({ value }) =>
      value.staged.some(
        (staged) => staged.key === consumerKey && staged.state === "Rotated" && !isExpired(org, staged),
      ),
    );
  return found?.key;
}

function newSecret(): string {
  return randomBytes(32).toString("hex").toUpperCase();
}

function nextId(org: Org): string {
  const serial = (org.documents.get<number>(serialCollection, "last") ?? 0) + 1;
  org.documents.set(serialCollection, "last", serial);
  return recordId(keyPrefix, org.organizationId.slice(3, 5), serial);
}
