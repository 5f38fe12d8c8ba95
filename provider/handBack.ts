import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { type AdoptedState, handedBack, isHandedBack } from "./adoption.ts";
import { refuseDeleteOfOthers } from "./foreignMarks.ts";
import type { Operation } from "./lifecycle.ts";
import { ownershipOf, splitMark } from "./ownership.ts";

/**
 * Hands back a record that was adopted and carries its mark in the description: takes the mark away, and nothing else.
 *
 * @param found the record as the org holds it, with `Description`; undefined when it is gone
 * @param what words for the record, for example `profile SCV Integration`
 * @returns whether it was handed back, so that nothing is left to delete
 * @throws Refusal when the mark is another owner's by now
 */
export async function handBackByDescription(
  org: Org,
  type: "PermissionSet" | "Profile",
  found: SalesforceRecord | undefined,
  what: string,
  state: AdoptedState["state"] & { owner: string },
  operation: Operation,
): Promise<boolean> {
  const { text, owner, isAdopted } = splitMark(found?.Description);
  refuseDeleteOfOthers(what, owner, state.owner);
  const ownership = ownershipOf(owner, state.owner);
  if (!found || !isHandedBack({ ownership, isMarkedAdopted: isAdopted, state })) return false;
  if (ownership === "ours") {
    await org.update(type, found.Id, { Description: text || null }, `taking the mark from ${what}`);
  }
  operation.report(handedBack(what, found.Id));
  return true;
}
