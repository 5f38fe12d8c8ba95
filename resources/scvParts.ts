import type { IntegrationProfileArgs } from "./integrationProfile.ts";
import type { ScvIntegrationArgs } from "./scvArguments.ts";
import { scvDefaults } from "./scvDefaults.ts";

/** Overrides without those that are undefined, which would take a default away instead of leaving it. */
export function given<Overrides extends object>(overrides: Overrides | undefined): Overrides {
  const entries = Object.entries(overrides ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Overrides;
}

/** What the parts of an integration are declared with: the defaults, the arguments for all, and the overrides of each. */
export function partsOf(args: ScvIntegrationArgs) {
  const apexClasses = args.permissionSet?.apexClasses ?? scvDefaults.permissionSet.apexClasses;
  const ofSet = args.permissionSet?.userPermissions ?? scvDefaults.permissionSet.userPermissions;
  const ofProfile = args.profile?.userPermissions ?? scvDefaults.profile.userPermissions;
  const permissionSetLicenses = args.user?.permissionSetLicenses ?? scvDefaults.user.permissionSetLicenses;
  const { cloneOf, ...overrides }: Partial<IntegrationProfileArgs> = args.profile ?? {};
  const sourceProfile = overrides.sourceProfile ?? cloneOf ?? scvDefaults.profile.sourceProfile;
  const adoption = given({ adopt: args.adopt, deleteAdopted: args.deleteAdopted });
  const permissionSet = {
    ...scvDefaults.permissionSet,
    ...adoption,
    ...given(args.permissionSet),
    apexClasses,
    userPermissions: ofSet,
  };
  const profile = {
    ...scvDefaults.profile,
    ...adoption,
    ...given(overrides),
    sourceProfile,
    userPermissions: ofProfile,
  };
  const user = {
    email: args.contactEmail,
    ...scvDefaults.user,
    retirementProfile: sourceProfile,
    ...adoption,
    ...given(args.user),
    username: args.username,
    permissionSetLicenses,
  };
  const app = {
    ...scvDefaults.app,
    contactEmail: args.contactEmail,
    ...adoption,
    ...given(args.app),
  };
  return { permissionSet, profile, user, app };
}
