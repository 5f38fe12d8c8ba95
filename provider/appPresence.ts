import { findApp } from "../salesforce/externalClientApps.ts";
import type { Org } from "../salesforce/org.ts";
import { Refusal } from "./lifecycle.ts";

/** What to do where the Metadata API shows more than queries do. */
export const missingViewer =
  "Give the deployer the permission View all External Client Apps (ExternalClientAppViewer or ExternalClientAppAdmin) and run again.";

/**
 * An app that SOQL does not show is gone only if the Metadata API says the same, or shows one with another id.
 *
 * @param app name of the app; undefined where an interrupted create has not learnt it: then seeing any app counts
 * @throws Refusal when the app is there and only hidden from the deployer
 */
export async function confirmAppGone(org: Org, app: string | undefined, doing: string): Promise<void> {
  const [isSeen, components] = await (app === undefined ? appsAtAll(org, doing) : appsNamed(org, app, doing));
  if (!isSeen && components.length > 0) {
    throw new Refusal(
      `The Metadata API shows ${app === undefined ? "apps" : `app ${app}`}, but queries do not show ${app === undefined ? "any" : "it"} to the deployer. ${missingViewer}`,
    );
  }
}

const appsNamed = (org: Org, app: string, doing: string) =>
  Promise.all([
    findApp(org, { developerName: app }, doing).then((found) => found !== undefined),
    org.readMetadata("ExternalClientApplication", [app], doing),
  ]);

const appsAtAll = (org: Org, doing: string) =>
  Promise.all([
    org.query("SELECT Id FROM ExternalClientApplication LIMIT 1", doing).then((found) => found.length > 0),
    org.listMetadata("ExternalClientApplication", doing),
  ]);
