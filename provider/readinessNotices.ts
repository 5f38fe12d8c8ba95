import type { OrgReadinessInputs, ReadinessFacts } from "./orgReadiness.ts";

/**
 * What stands in nobody's way but is worth knowing before the update: how many seats are left after it. A user that is
 * active holds its seats already, so there is nothing to say. Pure.
 */
export function notices(found: ReadinessFacts, inputs: OrgReadinessInputs): string[] {
  if (found.hasActiveUser) return [];
  const { sourceProfile } = found;
  const licenses = [
    ...(sourceProfile ? [{ name: inputs.userLicense, ...sourceProfile }] : []),
    ...found.permissionSetLicenses.map((license) => ({ name: license.developerName, ...license })),
  ];
  return licenses
    .filter(({ totalSeats, usedSeats }) => usedSeats < totalSeats)
    .map(({ name, totalSeats, usedSeats }) => {
      const left = totalSeats - usedSeats - 1;
      return `${name}: ${usedSeats} of ${totalSeats} seats used, this plan takes 1, ${left} left after it`;
    });
}
