import { findApp } from "../salesforce/externalClientApps.ts";
import type { Org } from "../salesforce/org.ts";
import { Refusal } from "./lifecycle.ts";

/** What to do where the Metadata API shows more than queries do. */
export const missingViewer =
  "Give the deployer the permission View all External Client Apps (ExternalClientAppViewer or ExternalClientAppAdmin) and run again.";

/**
 * An app that SOQL does not show is gone only if the Metadata API says the same, or shows one with another id.
 *
 * @throws Refusal when the app is there and only hidden from the deployer
 */
export async function confirmAppGone(org: Org, app: string, doing: string): Promise<void> {
  const [byName, components] = await Promise.all([
    findApp(org, { developerName: app }, doing),
    org.readMetadata("ExternalClientApplication", [app], doing),
  ]);
  if (!byName && components.length > 0) {
    throw new Refusal(
      `The Metadata API shows app ${app}, but queries do not show it to the deployer. ${missingViewer}`,
    );
  }
}
