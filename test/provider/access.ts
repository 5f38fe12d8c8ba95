import type { SelfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import type { Deployed, Stack } from "./kit.ts";

/** The parts of a whole access, in the order in which they depend on each other. */
export interface Access {
  set: Deployed;
  profile: Deployed;
  user: Deployed;
  app: Deployed;
  policy: Deployed;
}

export const integrationUsername = "scv@mycompany.example";

/** Makes the whole access. */
export async function makeAccess(stack: Stack, { certificatePem }: SelfSigned): Promise<Access> {
  const set = await stack.create("PermissionSet", "set", {
    label: "IVR Access to SCV Apex Classes",
    apexClasses: ["cnxscv.ServiceRouting"],
    userPermissions: ["ApexRestServices", "ApiEnabled"],
  });
  const profile = await stack.create("IntegrationProfile", "profile", {
    name: "SCV Integration",
    userPermissions: ["ApiEnabled", "ApiUserOnly"],
  });
  const user = await stack.create("IntegrationUser", "user", {
    username: integrationUsername,
    email: integrationUsername,
    lastName: "Integration User",
    profileId: profile.id,
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    permissionSetIds: [set.id],
  });
  const app = await stack.create("ExternalClientApp", "app", {
    label: "WxCC - SCV",
    contactEmail: "admin@mycompany.example",
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api", "RefreshToken"],
    certificatePem,
  });
  const policy = await stack.create("PolicyAssignment", "policy", { appId: app.id, permissionSetIds: [set.id] });
  return { set, profile, user, app, policy };
}

/** What a proof of an access declares. */
export function proofOf({ app, user }: Access, { privateKeyPem }: SelfSigned) {
  return {
    appId: app.id,
    userId: user.id,
    username: integrationUsername,
    consumerKey: app.outputs.consumerKey,
    privateKeyPem,
    apexClasses: ["cnxscv.ServiceRouting"],
  };
}
