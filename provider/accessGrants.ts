import { longId } from "../salesforce/identifiers.ts";
import type { Org } from "../salesforce/org.ts";

import { Refusal } from "./lifecycle.ts";
import { apexClass, entityIds } from "./setupEntities.ts";
import { setupAccessOf } from "./userAccess.ts";

/** Who must have what. */
export interface ExpectedGrants {
  userId: string;
  username: string;
  appId: string;
  /** As `namespace.Class`. */
  apexClasses: string[];
}

/**
 * Asks as the deployer whether the user has what the login and the calls need.
 *
 * @throws Refusal that names what is missing
 */
export async function confirmGrants(org: Org, inputs: ExpectedGrants): Promise<void> {
  const doing = `reading the grants of ${inputs.username}`;
  const [ids, access] = await Promise.all([
    entityIds(org, apexClass, inputs.apexClasses, doing),
    setupAccessOf(org, inputs.userId, doing),
  ]);
  const absent = inputs.apexClasses.filter((name) => !ids.has(name));
  if (absent.length > 0) {
    throw new Refusal(
      `apexClasses: this org has no class ${absent.join(", ")}, or the deployer cannot see it. Correct the name, or install what brings the class.`,
    );
  }
  const granted = new Set(access.map((row) => longId(String(row.SetupEntityId))));
  const missing = inputs.apexClasses.filter((name) => !granted.has(longId(ids.get(name) ?? "")));
  if (missing.length > 0) {
    throw new Refusal(
      `apexClasses: no permission set of ${inputs.username} gives access to ${missing.join(", ")}. Add it to the apexClasses of one.`,
    );
  }
  if (!granted.has(longId(inputs.appId))) {
    throw new Refusal(
      `No permission set of ${inputs.username} is pre-authorised in the policy of the app. Name one of them in permissionSetIds of the PolicyAssignment (stack's configuration: overrides.policy.permissionSetIds).`,
    );
  }
}
