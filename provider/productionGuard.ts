import type { Org } from "../salesforce/org.ts";
import { isProduction } from "../salesforce/organization.ts";
import { commandToSet } from "../salesforce/settings.ts";
import { Refusal } from "./lifecycle.ts";

/**
 * Keeps a stack from changing a production org before somebody has said that it may.
 *
 * @throws Refusal that names the org and the setting
 */
export async function refuseUnconfirmedProduction(org: Org, allowsProduction: boolean): Promise<void> {
  if (allowsProduction) return;
  const organization = await org.organization();
  if (!isProduction(organization)) return;
  const { organizationId } = org.identity;
  const edition = organization ? `, ${organization.edition}` : "";
  throw new Refusal(
    `Org ${organization?.name ?? ""} (${organizationId}${edition}) is a production org, and nothing says that this stack may change it; nothing was touched. Read the preview, then allow it once with: ${commandToSet("allowProduction", "true")}`,
  );
}
