import { sameId } from "../salesforce/identifiers.ts";
import { commandToSet } from "../salesforce/settings.ts";
import type { Values } from "./lifecycle.ts";

/** Ids of the org that a stack belongs to and of the one that it has replaced. */
interface Orgs {
  orgId?: string | undefined;
  replacedOrgId?: string | undefined;
}

/** How a resource's org relates to that of the stack or of the login. */
export function relationOf(state: Values, { orgId, replacedOrgId }: Orgs): "same" | "replaced" | "other" {
  const { orgId: recorded } = state;
  if (typeof recorded !== "string" || orgId === undefined || sameId(recorded, orgId)) return "same";
  return replacedOrgId !== undefined && sameId(recorded, replacedOrgId) ? "replaced" : "other";
}

/**
 * The refusal of a resource that was made in another org.
 *
 * @param found what leads elsewhere, as the second half of a sentence
 * @param correction what to do if that is a mistake
 */
export function otherOrg(
  state: Values,
  found: string,
  correction: string,
): { subject: string; full: string; short: string } {
  const { orgId: recorded, orgName } = state;
  const wanted = typeof orgName === "string" && orgName !== "" ? `${orgName} (${recorded})` : String(recorded);
  return {
    subject: `org ${recorded}`,
    full: `The state says that this resource is in org ${wanted}, but ${found}. Nothing was touched. ${correction}; or, if a sandbox refresh has replaced it with this org, run: ${commandToSet("replacedOrgId", String(recorded))}, then pulumi up --refresh.`,
    short: `It is in org ${wanted} too. Nothing was touched; see the next step above.`,
  };
}
