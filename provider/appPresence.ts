import { appsWhere } from "../salesforce/externalClientApps.ts";
import type { Org } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { Refusal } from "./lifecycle.ts";

/** What to do where the Metadata API shows more than queries do. */
export const missingViewer =
  "Give the deployer the permission View all External Client Apps (ExternalClientAppViewer or ExternalClientAppAdmin) and run again.";

/**
 * An app that SOQL does not show is gone only if the Metadata API says the same, or shows one with another id.
 *
 * @param app name of the app, with or without a namespace; undefined where an interrupted create has not learnt it: then seeing any app counts
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

/**
 * The same for a login that only queries: whoever sees any app sees them all.
 *
 * @throws Refusal when no app is seen at all
 */
export async function confirmAppGoneByQueries(org: Org, doing: string): Promise<void> {
  const [any] = await org.query("SELECT Id FROM ExternalClientApplication LIMIT 1", doing);
  if (!any) throw new Refusal(`Queries show no external client app to this login at all. ${missingViewer}`);
}

function appsNamed(org: Org, app: string, doing: string) {
  // With the namespace of a package or of the org itself, or without one.
  const developerName = app.split("__").at(-1) ?? app;
  return Promise.all([
    appsWhere(org, `DeveloperName = ${quoted(developerName)}`, doing).then((found) => found.length > 0),
    org.readMetadata("ExternalClientApplication", [...new Set([app, developerName])], doing),
  ]);
}

const appsAtAll = (org: Org, doing: string) =>
  Promise.all([
    org.query("SELECT Id FROM ExternalClientApplication LIMIT 1", doing).then((found) => found.length > 0),
    org.listMetadata("ExternalClientApplication", doing),
  ]);
