import { elementsOfNew, setupName } from "../salesforce/appComponents.ts";
import type { Org } from "../salesforce/org.ts";
import { newPolicies } from "./appFiles.ts";
import type { ObservedPolicies } from "./observedPolicies.ts";
import type { PolicyAssignmentInputs } from "./policyAssignmentFields.ts";
import { nameOfMade, takeNewApp } from "./runMemory.ts";

/**
 * The policies of an app that this very process has made within seconds, as it made them: there is nothing to look for
 * before they are written. Only once; after the write the org is looked at.
 *
 * @returns undefined for any other app, where a permission set is not of this process either, and in an org with a
 * namespace, where names have two forms
 */
export function policiesOfNewApp(org: Org, declared: PolicyAssignmentInputs): ObservedPolicies | undefined {
  const app = takeNewApp(org, declared.appId);
  const names = declared.permissionSetIds.map((id) => [id, nameOfMade(org, id)] as const);
  const known = names.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  if (app === undefined || known.length < names.length || app.fullName !== app.developerName) return undefined;
  const component = (part: keyof typeof newPolicies) => {
    const fullName = setupName(app.developerName, part);
    return { fullName, elements: { ...elementsOfNew(part, fullName, app.fullName), ...newPolicies[part] } };
  };
  return {
    app,
    oauthPolicies: component("oauthPolicies"),
    policies: component("policies"),
    permissionSetNames: new Map(known),
  };
}
