import { pulumiCommand } from "../common/commands.ts";
import { settingKey } from "../common/settingNames.ts";
import { sameId } from "../salesforce/identifiers.ts";
import type { Org } from "../salesforce/org.ts";
import { commandToSet, whereToSet } from "../salesforce/settings.ts";
import type { Connection } from "./connection.ts";
import type { Values } from "./lifecycle.ts";
import { nameOf } from "./stateRecord.ts";

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
function otherOrg(state: Values, found: string, correction: string): { subject: string; full: string; short: string } {
  const { orgId: recorded, orgName } = state;
  const wanted = typeof orgName === "string" && orgName !== "" ? `${orgName} (${recorded})` : String(recorded);
  return {
    subject: `org ${recorded}`,
    full: `The state says that this resource is in org ${wanted}, but ${found}. Nothing was touched. ${correction}; or, if a sandbox refresh has replaced it with this org, run: ${commandToSet("replacedOrgId", String(recorded))}, then ${pulumiCommand("up --refresh")}.`,
    short: `It is in org ${wanted} too. Nothing was touched; see the next step above.`,
  };
}

/**
 * The org, if it is the one that the state was made in: nothing is touched in another one. Answers `replaced` if
 * somebody has said that the org of the state is no more.
 */
export async function recordedOrg(connection: Connection, state: Values): Promise<Org | "replaced"> {
  refuseOtherOrg(connection, state);
  const { org: opened } = await connection.session(state);
  const { organizationId: meant, replacedOrganizationId: replacedOrgId, instanceUrl } = opened.login;
  // Of the only org that is meant nothing is answered before it was met.
  if (meant !== undefined && relationOf(state, { orgId: meant, replacedOrgId }) === "same") return opened;
  const { organizationId } = await opened.identity();
  const relation = relationOf(state, { orgId: organizationId, replacedOrgId });
  if (relation !== "other") return relation === "replaced" ? relation : opened;
  const name = await nameOf(opened);
  const found = name ? `${name} (${organizationId}, ${instanceUrl})` : `${organizationId} (${instanceUrl})`;
  const { subject, full, short } = otherOrg(state, `the login leads to org ${found}`, "Log in to the recorded org");
  throw connection.refusal(subject, full, short);
}

/** What the stack's own settings rule out needs no login. */
export function refuseOtherOrg(connection: Connection, state: Values): void {
  const orgs = connection.declaredOrgs();
  if (orgs.orgId === undefined || relationOf(state, orgs) !== "other") return;
  const declared = `${whereToSet("orgId")} says that the stack belongs to org ${orgs.orgId}`;
  const { subject, full, short } = otherOrg(state, declared, "Correct that setting");
  throw connection.refusal(subject, full, short);
}

/**
 * Refuses to go on with a state of the org that was replaced: only a refresh finds that everything in it is gone. Without
 * one, a run would find nothing to do, and look as if the new org had everything.
 */
export function refuseReplacedOrg(connection: Connection, state: Values): void {
  const orgs = connection.declaredOrgs();
  if (orgs.orgId === undefined || relationOf(state, orgs) !== "replaced") return;
  const short = "It was in the org that is replaced, too. Nothing was touched; see the next step above.";
  throw connection.refusal(`replaced org ${state.orgId}`, isOfReplacedOrg(state), short);
}

/** The refusal of a resource of an org that was replaced, with the way out. */
export const isOfReplacedOrg = ({ orgId }: Values): string =>
  `It was in org ${orgId}, which ${settingKey("replacedOrgId")} calls replaced. Nothing was touched. Run ${pulumiCommand("up --refresh")} once: it finds that the old org's resources are gone and creates them in this one.`;
