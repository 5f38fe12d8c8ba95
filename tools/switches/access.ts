/** The access as `ScvIntegration` declares it, brought about by the provider in this process. */
import type { SelfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { scvDefaults } from "../../resources/scvDefaults.ts";
import { declared } from "../../test/engine/driftTable.ts";
import type { Deployed, Stack } from "../../test/provider/stack.ts";

/** What one run declares beside what all declare. */
export interface Declaration {
  key: SelfSigned;
  /** More fields of the user. */
  fields: Values;
  /** Inputs that all kinds take which can be adopted. */
  adoption?: { adopt: true };
}

export const { username } = declared;
const { contactEmail } = declared;
const { apexClasses } = scvDefaults.permissionSet;
const { sourceProfile } = scvDefaults.profile;
const { permissionSetLicenses } = scvDefaults.user;

/** What `OrgReadiness` asks the org. */
function readinessOf(declaration: Declaration): Values {
  const parts = [
    { kind: "PermissionSet", name: "scv-permission-set", inputs: permissionSetOf(declaration) },
    { kind: "IntegrationProfile", name: "scv-profile", inputs: profileOf(declaration) },
    { kind: "IntegrationUser", name: "scv-user", inputs: userOf(declaration) },
    { kind: "ExternalClientApp", name: "scv-app", inputs: appOf(declaration) },
  ] satisfies { kind: ResourceKind; name: string; inputs: Values }[];
  return {
    apexClasses,
    userPermissions: [
      ...new Set([...scvDefaults.permissionSet.userPermissions, ...scvDefaults.profile.userPermissions]),
    ],
    sourceProfile,
    userLicense: scvDefaults.profile.userLicense,
    permissionSetLicenses,
    username,
    ...(declaration.adoption ? { adoptions: parts } : { creations: parts }),
  };
}

const permissionSetOf = ({ adoption }: Declaration): Values => ({
  ...scvDefaults.permissionSet,
  ...declared.permissionSet,
  ...adoption,
});
const profileOf = ({ adoption }: Declaration): Values => ({
  ...scvDefaults.profile,
  ...declared.profile,
  ...adoption,
});
const userOf = ({ adoption, fields }: Declaration): Values => ({
  email: contactEmail,
  ...scvDefaults.user,
  retirementProfile: sourceProfile,
  username,
  fields: { ...declared.user.fields, ...fields },
  ...adoption,
});
const appOf = ({ adoption, key }: Declaration): Values => ({
  ...scvDefaults.app,
  ...declared.app,
  contactEmail,
  certificatePem: key.certificatePem,
  ...adoption,
});

/** Creates everything, in the order in which it depends on each other. */
export async function up(stack: Stack, declaration: Declaration): Promise<Deployed[]> {
  const { key, adoption } = declaration;
  const readiness = await stack.create("OrgReadiness", "scv-readiness", readinessOf(declaration));
  const set = await stack.create("PermissionSet", "scv-permission-set", permissionSetOf(declaration));
  const profile = await stack.create("IntegrationProfile", "scv-profile", profileOf(declaration));
  const other = await stack.create("IntegrationProfile", "other-profile", {
    name: "Other Profile",
    userLicense: "Salesforce",
    sourceProfile: "Minimum Access - Salesforce",
    userPermissions: ["ApiEnabled"],
    ...adoption,
  });
  const user = await stack.create("IntegrationUser", "scv-user", {
    ...userOf(declaration),
    profileId: profile.id,
    permissionSetIds: [set.id],
  });
  const app = await stack.create("ExternalClientApp", "scv-app", appOf(declaration));
  const policy = await stack.create("PolicyAssignment", "scv-policy", {
    ...declared.policy,
    ...adoption,
    appId: app.id,
    permissionSetIds: [set.id],
  });
  const proof = await stack.create("AccessProof", "scv-proof", {
    appId: app.id,
    userId: user.id,
    username,
    consumerKey: app.outputs.consumerKey,
    privateKeyPem: key.privateKeyPem,
    apexClasses,
  });
  return [readiness, set, profile, other, user, app, policy, proof];
}

/** Deletes everything, in the opposite order. */
export async function down(stack: Stack, resources: readonly Deployed[]): Promise<void> {
  for (const resource of [...resources].reverse()) await stack.delete(resource);
}
