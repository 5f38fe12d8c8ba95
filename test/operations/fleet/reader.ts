import { selfSigned } from "../../../local-org/test/oauth/selfSigned.ts";
import type { Depth } from "../../../operations/fleet/result.ts";
import { readerDefaults, readerPermissions } from "../../../resources/readerDefaults.ts";
import type { Stack } from "../../provider/kit.ts";

/** The login of a reader. */
export interface Reader {
  clientId: string;
  username: string;
  privateKeyPem: string;
}

/** Makes in an org what the component `DriftReader` declares. */
export async function makeReader(stack: Stack, depth: Depth): Promise<Reader> {
  const { label, profile, user, app } = readerDefaults;
  const { certificatePem, privateKeyPem } = selfSigned();
  const set = await stack.create("PermissionSet", "reader-set", { label, ...readerPermissions(depth) });
  const { id: profileId } = await stack.create("IntegrationProfile", "reader-profile", { name: label, ...profile });
  const username = "reader@mycompany.example";
  const people = { username, email: username, profileId, permissionSetIds: [set.id], ...user };
  await stack.create("IntegrationUser", "reader-user", people);
  const contactEmail = "admin@mycompany.example";
  const made = await stack.create("ExternalClientApp", "reader-app", { label, contactEmail, certificatePem, ...app });
  await stack.create("PolicyAssignment", "reader-policy", { appId: made.id, permissionSetIds: [set.id] });
  return { clientId: String(made.outputs.consumerKey), username, privateKeyPem };
}
