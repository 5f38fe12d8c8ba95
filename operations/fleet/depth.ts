import type { Org } from "../../salesforce/org.ts";
import { CommandError } from "../commandLine.ts";
import type { Depth } from "./result.ts";

/**
 * How far an org is asked: as far as its login may, or as far as somebody wants.
 *
 * @param wanted undefined: as far as the login may
 * @throws CommandError when all is wanted, and the login may not use the Metadata API
 */
export async function depthOf(org: Org, wanted: Depth | undefined): Promise<Depth> {
  if (wanted === "queries") return wanted;
  const isAllowed = await mayUseMetadataApi(org);
  if (wanted === "all" && !isAllowed) {
    throw new CommandError(
      "--depth all needs the Metadata API, and this login may not use it: it lacks Modify Metadata Through Metadata API Functions (ModifyMetadata), or its token has the format of a JWT. Leave --depth out to see what queries show, or use the login of the deployer.",
    );
  }
  return isAllowed ? "all" : "queries";
}

/** Source: Metadata API Developer Guide; each of the two permissions opens the whole interface, for reading too. */
async function mayUseMetadataApi(org: Org): Promise<boolean> {
  const doing = "looking how far the org can be asked";
  if (org.metadataRefusal(doing) !== undefined) return false;
  const [own] = await org.query(
    "SELECT PermissionsModifyMetadata, PermissionsModifyAllData FROM UserPermissionAccess",
    doing,
  );
  return own?.PermissionsModifyMetadata === true || own?.PermissionsModifyAllData === true;
}
