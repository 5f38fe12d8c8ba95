import type * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { type OwnProperties, SalesforceResource } from "./salesforceResource.ts";

/** A resource to adopt, as far as it is known before anything is created. */
export interface AdoptionArgs {
  /** Kind of the resource. */
  kind: pulumi.Input<"PermissionSet" | "IntegrationProfile" | "IntegrationUser" | "ExternalClientApp">;
  /** Name of the resource in the program. */
  name: pulumi.Input<string>;
  /** Its inputs; those that come from other resources may be left out. */
  inputs: pulumi.Input<object>;
  /** Name in the program of the profile of a user, in place of its id, if that is adopted too. */
  profile?: pulumi.Input<string>;
  /** Names in the program of the permission sets of a user, in place of their ids, if all of them are adopted too. */
  permissionSets?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A resource to create, as far as it is known before that. */
export interface CreationArgs {
  /** Kind of the resource. */
  kind: AdoptionArgs["kind"];
  /** Name of the resource in the program. */
  name: pulumi.Input<string>;
  /**
   * Its name in the org (`apiName` or `label`, `name`, `username`). Of a user also `nickname`, `email`, `timeZone`,
   * `locale`, `language`, `emailEncoding`, `isActive`, `reactivate` and `fields`; of an app `callbackUrls`, and a certificate that
   * is in use already.
   */
  inputs: pulumi.Input<object>;
}

export interface OrgReadinessArgs {
  /** Apex classes that must be installed, as `namespace.Class`. Default none. */
  apexClasses?: pulumi.Input<pulumi.Input<string>[]>;
  /** User permissions that the org must know, by API name. Default none. */
  userPermissions?: pulumi.Input<pulumi.Input<string>[]>;
  /** Name of the source profile. Default `Minimum Access - API Only Integrations`. */
  sourceProfile?: pulumi.Input<string>;
  /** User licence of which a seat must be free. Default `Salesforce Integration`. */
  userLicense?: pulumi.Input<string>;
  /** Permission set licences of which a seat must be free, by developer name. Default none. */
  permissionSetLicenses?: pulumi.Input<pulumi.Input<string>[]>;
  /** Username of the integration user; an active user already has its seats. */
  username: pulumi.Input<string>;
  /** False: the org is not asked, and problems show only when a resource runs into them. Default true. */
  isEnabled?: pulumi.Input<boolean>;
  /** Resources with `adopt: true`: for each, the preview says what was found and what would change. Default none. */
  adoptions?: pulumi.Input<pulumi.Input<AdoptionArgs>[]>;
  /**
   * Resources to create: the check reports names that are taken, and values that the org does not accept. Default none.
   */
  creations?: pulumi.Input<pulumi.Input<CreationArgs>[]>;
  /** Display names of the profiles that a policy admits: the preview says which of them the org does not have. Default none. */
  profileNames?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * True confirms that an app of `adoptions` or `creations` loses the certificate that was declared for it at the last
   * run: whoever signs with its key is cut off. Default false: that fails the check. Not kept in the state.
   */
  isRotationConfirmed?: pulumi.Input<boolean>;
  /**
   * Generation of the newest key that the stack makes. The check fails for one that is lower than at the last
   * run, or leaves some out: a key that is in use, or the way back, would be removed. Default: nothing is
   * judged.
   */
  keyGeneration?: pulumi.Input<number>;
  /**
   * True allows any `keyGeneration` to follow the one of the last run: the check says which keys are lost, and does not
   * fail. Default false. Not kept in the state.
   */
  allowKeyLoss?: pulumi.Input<boolean>;
}

/**
 * Checks whether an org is ready for an integration, before anything is changed: the package, the permission names, the
 * seats, the source profile, names that are taken, and the deployer's own permissions. It asks the org only when the
 * declaration has changed. All problems fail its check together, and everything that depends on it waits. Its id is the
 * id of the org.
 */
export class OrgReadiness extends SalesforceResource {
  declare readonly isEnabled: pulumi.Output<boolean | undefined>;
  /** Base URL of the org. */
  declare readonly instanceUrl: pulumi.Output<string>;
  /** API version that the calls use. */
  declare readonly apiVersion: pulumi.Output<string>;

  constructor(name: string, args: OrgReadinessArgs, options?: pulumi.CustomResourceOptions) {
    const properties = namesOf<OwnProperties<OrgReadiness>>({ isEnabled: true, instanceUrl: true, apiVersion: true });
    super("OrgReadiness", name, args, properties, options);
  }
}
