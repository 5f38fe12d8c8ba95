import * as pulumi from "@pulumi/pulumi";
import type { AccessProofArgs } from "./accessProof.ts";
import type { ScvIntegrationArgs } from "./scvArguments.ts";
import { given, type partsOf } from "./scvParts.ts";

/**
 * What the proof of an integration compares with: what profile and permission set declare. Nothing where the program gives
 * the user other permission sets, since only their ids are known.
 */
export function comparedAccess(
  args: ScvIntegrationArgs,
  { permissionSet, profile }: Pick<ReturnType<typeof partsOf>, "permissionSet" | "profile">,
): Partial<AccessProofArgs> {
  if (args.user?.permissionSetIds !== undefined) return {};
  const meant = [args.permissionSet, args.profile, args.user, args.proof].map((part) => part?.allowHighPrivilege ?? []);
  const { customPermissions, objectPermissions, fieldPermissions } = args.permissionSet ?? {};
  return {
    userPermissions: union([permissionSet.userPermissions, profile.userPermissions]),
    ...given({ customPermissions, objectPermissions, fieldPermissions }),
    ...given(args.proof),
    allowHighPrivilege: union(meant),
  };
}

/** Several lists as one, without repetitions. */
export function union(lists: pulumi.Input<pulumi.Input<string>[]>[]): pulumi.Output<string[]> {
  return pulumi.all(lists).apply((known) => [...new Set(known.flat())]);
}
