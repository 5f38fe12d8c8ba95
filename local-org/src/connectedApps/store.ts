/** Where connected apps are kept: documents, since metadata holds more than the rows that SOQL sees. */
import type { Org } from "../contracts.ts";
import { type Component, sameName } from "../metadata/metadataType.ts";
import type { MetadataRecord, MetadataValue } from "../metadata/typeSchema.ts";

/** A connected app. */
export interface ConnectedApp extends Component {
  /** Id of the external client app that took its place; absent for an app that was not migrated. */
  readonly migratedTo?: string;
}

/** sObject of the rows. */
export const connectedAppObject = "ConnectedApplication";

const collection = "metadata.ConnectedApp";

/** All connected apps of the org, in the order of their ids. */
export function connectedApps(org: Org): ConnectedApp[] {
  return org.documents.list<ConnectedApp>(collection).map(({ value }) => value);
}

export function connectedAppNamed(org: Org, fullName: string): ConnectedApp | undefined {
  return connectedApps(org).find((app) => sameName(app.fullName, fullName));
}

export function connectedAppById(org: Org, id: string): ConnectedApp | undefined {
  return org.documents.get<ConnectedApp>(collection, id);
}

export function connectedAppWithKey(org: Org, consumerKey: string): ConnectedApp | undefined {
  return connectedApps(org).find((app) => oauthConfigOf(app).consumerKey === consumerKey);
}

/** Whether the app serves: nothing else has taken its place, or what had is gone again. */
export function isActive(org: Org, { migratedTo }: ConnectedApp): boolean {
  return migratedTo === undefined || org.records.get("ExternalClientApplication", migratedTo) === undefined;
}

export function oauthConfigOf({ record }: Pick<Component, "record">): MetadataRecord {
  return (record.oauthConfig ?? {}) as MetadataRecord;
}

/** The items of an element that may come any number of times. */
export function listOf(value: MetadataValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Stores an app, and stamps who changed it. */
export function putConnectedApp(
  org: Org,
  userId: string,
  app: Pick<ConnectedApp, "id" | "fullName" | "record" | "migratedTo">,
): void {
  const before = connectedAppById(org, app.id);
  const now = org.now().toISOString();
  const stored: ConnectedApp = {
    ...app,
    createdById: before?.createdById ?? userId,
    createdDate: before?.createdDate ?? now,
    lastModifiedById: userId,
    lastModifiedDate: now,
  };
  org.documents.set(collection, app.id, stored);
}

export function dropConnectedApp(org: Org, id: string): void {
  org.documents.remove(collection, id);
}
