import type { ConnectionSettings } from "../salesforce/connection.ts";
import type { Org } from "../salesforce/org.ts";
import { isProduction } from "../salesforce/organization.ts";
import { openOrg, startOrg } from "../salesforce/session.ts";
import { commandToSet, whereToSet } from "../salesforce/settings.ts";
import { Refusal } from "./lifecycle.ts";

/**
 * Logs in to the org of a stack: nothing is written to a production org before somebody has said that it may be, and
 * nothing at all with settings that are read-only.
 */
export async function openStackOrg(settings: ConnectionSettings): Promise<Org> {
  return guarded(await openOrg(settings), settings);
}

/** The same, with reads that leave before it is known which org answers. */
export async function startStackOrg(settings: ConnectionSettings): Promise<Org> {
  return guarded(await startOrg(settings), settings);
}

function guarded(org: Org, settings: ConnectionSettings): Org {
  org.guardWrites(async () => {
    if (settings.isReadOnly) throw new Refusal(readOnly);
    await Promise.all([org.identity(), refuseUnconfirmedProduction(org, settings.allowsProduction)]);
  });
  return org;
}

const readOnly = `Nothing is written: ${whereToSet("readOnly")} is true. Previews, refreshes and drift checks work; to change the org, run with the settings of the deployer.`;

/**
 * Keeps a stack from changing a production org before somebody has said that it may.
 *
 * @throws Refusal that names the org and the setting
 */
async function refuseUnconfirmedProduction(org: Org, allowsProduction: boolean): Promise<void> {
  if (allowsProduction) return;
  const organization = await org.organization();
  if (!isProduction(organization)) return;
  const { organizationId } = await org.identity();
  const edition = organization ? `, ${organization.edition}` : "";
  throw new Refusal(
    `Org ${organization?.name ?? ""} (${organizationId}${edition}) is a production org, and this stack has no permission to change it; nothing was touched. Read the preview, then allow it once with: ${commandToSet("allowProduction", "true")}`,
  );
}
