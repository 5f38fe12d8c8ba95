import type * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { underEitherName, warnOfFormerName } from "./formerNames.ts";
import { type OwnProperties, SalesforceResource } from "./salesforceResource.ts";

export interface IntegrationProfileArgs {
  /** Name, unique in the org. */
  name: pulumi.Input<string>;
  /** Description. Default empty. The mark of this resource is appended in the org; together at most 255 characters. */
  description?: pulumi.Input<string>;
  /**
   * Name of the user licence. Default `Salesforce Integration`. A change replaces the profile and needs a new `name`.
   */
  userLicense?: pulumi.Input<string>;
  /**
   * Name of the standard profile that gives the new one its licence; it must have `userLicense`. Default
   * `Minimum Access - API Only Integrations`. The profile starts empty and gets what is declared, so a later change has
   * no effect in the org.
   */
  sourceProfile?: pulumi.Input<string>;
  /** @deprecated Use `sourceProfile`; this name still works. */
  cloneOf?: pulumi.Input<string>;
  /** User permissions of the profile, by API name. Any other one that is on is drift and is turned off. */
  userPermissions: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Declared user permissions that go beyond what an integration needs and are intended: `ModifyAllData`, `AuthorApex`,
   * `ManageUsers` and others, which docs/resources/README.md lists. Default none: such a permission is refused unless
   * it is named here.
   */
  allowHighPrivilege?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Default false: an existing profile of that name is an error. True adopts it: it is marked, changed to what is
   * declared, and kept at a destroy. One with another stack's mark is still refused.
   */
  adopt?: pulumi.Input<boolean>;
  /** Default false: a destroy hands back what was adopted, without the mark. True deletes it. */
  deleteAdopted?: pulumi.Input<boolean>;
}

/**
 * A profile that has the declared user permissions and nothing else: object, field, Apex class, page and custom
 * permissions are removed. Its id is the id of the Profile record.
 *
 * Permissions that the licence forces are listed in `licenseForcedPermissions` and stay on.
 */
export class IntegrationProfile extends SalesforceResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly userLicense: pulumi.Output<string>;
  declare readonly sourceProfile: pulumi.Output<string>;
  /** @deprecated Use `sourceProfile`. */
  declare readonly cloneOf: pulumi.Output<string>;
  declare readonly userPermissions: pulumi.Output<string[]>;
  declare readonly allowHighPrivilege: pulumi.Output<string[] | undefined>;
  /** Grants other than user permissions; empty after every update. */
  declare readonly otherGrants: pulumi.Output<string[]>;
  /** User permissions that are on although they are not declared, because the licence forces them. */
  declare readonly licenseForcedPermissions: pulumi.Output<string[]>;
  /** @deprecated Use `licenseForcedPermissions`. */
  declare readonly licenceForcedPermissions: pulumi.Output<string[]>;
  /** Whether it existed before and was adopted. */
  declare readonly isAdopted: pulumi.Output<boolean>;

  constructor(name: string, args: IntegrationProfileArgs, options?: pulumi.CustomResourceOptions) {
    const properties = namesOf<OwnProperties<IntegrationProfile>>({
      name: true,
      description: true,
      userLicense: true,
      sourceProfile: true,
      cloneOf: true,
      userPermissions: true,
      allowHighPrivilege: true,
      otherGrants: true,
      licenseForcedPermissions: true,
      licenceForcedPermissions: true,
      isAdopted: true,
    });
    super("IntegrationProfile", name, args, properties, options);
    if (args.cloneOf !== undefined) warnOfFormerName(this, "cloneOf", "sourceProfile");
    this.sourceProfile = this.cloneOf = underEitherName(this.sourceProfile, this.cloneOf);
    this.licenseForcedPermissions = this.licenceForcedPermissions = underEitherName(
      this.licenseForcedPermissions,
      this.licenceForcedPermissions,
    );
  }
}
