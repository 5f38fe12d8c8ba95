import type { Org } from "../salesforce/org.ts";
import { commandToSet, whereToSet } from "../salesforce/settings.ts";
import { quoted } from "../salesforce/soql.ts";
import { Refusal } from "./lifecycle.ts";

const orSayThatYouKnow = `If you know that it is not an app of this stack, run: ${commandToSet("allowUnknownDeployerApp", "true")}`;

/** What to do when it is not known which app the deployer is logged in with. */
export const unknownDeployerApp = `It is not known which app this deployment is logged in with, so a change to an app could lock it out. Set ${whereToSet("clientId")} to the consumer key of the app that issued the access token; the Salesforce CLI's own is PlatformCLI: ${commandToSet("clientId", "PlatformCLI")}. ${orSayThatYouKnow}.`;

const unknownConsumerKey = (app: string) =>
  `The org does not return the consumer key of app ${app}, so it is unknown whether this deployment is logged in with that app, and a change could lock it out. Nothing was changed. Give the deployer the permission View all External Client Apps (ExternalClientAppViewer or ExternalClientAppAdmin). ${orSayThatYouKnow}.`;

/**
 * Keeps the deployment from changing the app that it is logged in with: closing its policy or replacing its
 * certificate would end the session in the middle of the run, and lock the next run out.
 *
 * @param consumerKey the app's; empty where the org does not give it
 * @throws Refusal when it is that app, or when that cannot be ruled out and nobody has said that it is known
 */
export function guardDeployerApp(org: Org, consumerKey: string, app: string): void {
  const { clientId, allowsUnknownDeployerApp } = org.login;
  if (clientId !== undefined && clientId === consumerKey) {
    throw new Refusal(
      `App ${app} is the one that this deployment is logged in with, so it is never changed or deleted.`,
    );
  }
  if (allowsUnknownDeployerApp) return;
  if (clientId === undefined) throw new Refusal(unknownDeployerApp);
  if (consumerKey === "") throw new Refusal(unknownConsumerKey(app));
}

/**
 * Keeps the deployment from taking permissions away from its own user, who may hold an adopted permission set or
 * profile: the next step, or the next run, would be refused by the org.
 *
 * @param condition which permission set, or the one that a profile owns, as a condition of SOQL on PermissionSetAssignment
 * @param what words for it, for example `permission set IVR_Access`
 * @throws Refusal when the deployer holds it
 */
export async function guardDeployerAccess(org: Org, condition: string, what: string): Promise<void> {
  const { userId } = await org.identity();
  const held = await org.query(
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(userId)} AND ${condition}`,
    `looking whether the deployer holds ${what}`,
  );
  if (held.length > 0) {
    throw new Refusal(
      `The user that this deployment logs in with holds ${what}, so no permission is removed from it. Declare the existing permissions, or give the deployer its own permission set and unassign this one.`,
    );
  }
}
