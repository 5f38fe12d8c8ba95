import type { Org } from "../salesforce/org.ts";
import type { Values } from "./lifecycle.ts";

/**
 * Revision of what was just made: the second in which that was. What is made again after somebody has deleted it must
 * not have the revision of the one before, or nothing that follows its repairs would run.
 */
export function firstRevision(): number {
  return Math.floor(Date.now() / 1000);
}

/** What every state records beside the resource itself: in which org it is, and how often it was changed. */
export async function recordOf(opened: Org, revision: number): Promise<Values> {
  const { organizationId } = await opened.identity();
  return { orgId: organizationId, orgName: await nameOf(opened), revision };
}

/** Name of an org for messages; empty where the deployer may not see it. */
export async function nameOf(opened: Org): Promise<string> {
  const organization = await opened.organization().catch(() => undefined);
  return organization?.name ?? "";
}
