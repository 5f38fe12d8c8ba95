import type * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { type OwnProperties, SalesforceResource } from "./salesforceResource.ts";

/** Rights on the records of one object. Higher rights need the lower ones, as in Setup. */
export interface ObjectPermissionArgs {
  /** API name of the object, for example `VoiceCall`. */
  object: pulumi.Input<string>;
  /** Default false; every entry needs it. */
  allowRead?: pulumi.Input<boolean>;
  /** Default false; needs `allowRead`. */
  allowCreate?: pulumi.Input<boolean>;
  /** Default false; needs `allowRead`. */
  allowEdit?: pulumi.Input<boolean>;
  /** Default false; needs `allowEdit`. */
  allowDelete?: pulumi.Input<boolean>;
  /** Default false; needs `allowRead`. */
  viewAllRecords?: pulumi.Input<boolean>;
  /** Default false; needs `allowDelete` and `viewAllRecords`. */
  modifyAllRecords?: pulumi.Input<boolean>;
}

/** Rights on one field. */
export interface FieldPermissionArgs {
  /** `Object.Field` in API names, for example `VoiceCall.FromPhoneNumber`. */
  field: pulumi.Input<string>;
  /** Default false; every entry needs it. */
  readable?: pulumi.Input<boolean>;
  /** Default false; needs `readable`. */
  editable?: pulumi.Input<boolean>;
}

export interface PermissionSetArgs {
  /** Label, at most 80 characters. */
  label: pulumi.Input<string>;
  /** API name, at most 80 characters. Default: derived from the label as Setup does it. */
  apiName?: pulumi.Input<string>;
  /** Description. Default empty. The mark of this resource is appended in the org; together at most 255 characters. */
  description?: pulumi.Input<string>;
  /**
   * User licence (by name) or permission set licence (by label or developer name) that the set is bound to. Default
   * empty: usable with any. A change replaces the set and needs a new `apiName`.
   */
  license?: pulumi.Input<string>;
  /**
   * Apex classes that its users may call, as `namespace.Class`, or `c.Class` for one of the org itself. Default none.
   */
  apexClasses?: pulumi.Input<pulumi.Input<string>[]>;
  /** User permissions by API name, for example `ApiEnabled`. Default none; any other one that is on is drift. */
  userPermissions?: pulumi.Input<pulumi.Input<string>[]>;
  /** Custom permissions by API name, `namespace__Name` for those of a package. Default none. */
  customPermissions?: pulumi.Input<pulumi.Input<string>[]>;
  /** Object permissions. Default none; any other is drift. */
  objectPermissions?: pulumi.Input<pulumi.Input<ObjectPermissionArgs>[]>;
  /** Field permissions. Default none; any other is drift. */
  fieldPermissions?: pulumi.Input<pulumi.Input<FieldPermissionArgs>[]>;
  /**
   * Declared user permissions that go beyond what an integration needs and are intended: `ModifyAllData`, `AuthorApex`,
   * `ManageUsers` and others, which docs/resources/README.md lists. Default none: such a permission is refused unless
   * it is named here. The same applies to viewAllRecords and modifyAllRecords, named as `Account.viewAllRecords`.
   */
  allowHighPrivilege?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Default false: an existing permission set of that name is an error. True adopts it: it is marked, changed to what
   * is declared, and kept at a destroy. One with another stack's mark is still refused.
   */
  adopt?: pulumi.Input<boolean>;
  /** Default false: a destroy hands back what was adopted, without the mark. True deletes it. */
  deleteAdopted?: pulumi.Input<boolean>;
}

/**
 * A permission set with exactly the grants that are declared. Its id is the id of the PermissionSet record.
 *
 * Rows that the policy of an external client app adds to the set belong to that policy and are left alone. So are
 * grants of kinds that have no input here; `unmanagedGrants` lists them.
 */
export class PermissionSet extends SalesforceResource {
  declare readonly label: pulumi.Output<string>;
  declare readonly apiName: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly license: pulumi.Output<string>;
  declare readonly apexClasses: pulumi.Output<string[]>;
  declare readonly userPermissions: pulumi.Output<string[]>;
  declare readonly customPermissions: pulumi.Output<string[]>;
  declare readonly objectPermissions: pulumi.Output<pulumi.Unwrap<Required<ObjectPermissionArgs>>[]>;
  declare readonly fieldPermissions: pulumi.Output<pulumi.Unwrap<Required<FieldPermissionArgs>>[]>;
  declare readonly allowHighPrivilege: pulumi.Output<string[] | undefined>;
  /** Grants of kinds that have no input here, as `kind (how many)`. */
  declare readonly unmanagedGrants: pulumi.Output<string[]>;
  /** Whether it existed before and was adopted. */
  declare readonly isAdopted: pulumi.Output<boolean>;

  constructor(name: string, args: PermissionSetArgs, options?: pulumi.CustomResourceOptions) {
    const properties = namesOf<OwnProperties<PermissionSet>>({
      label: true,
      apiName: true,
      description: true,
      license: true,
      apexClasses: true,
      userPermissions: true,
      customPermissions: true,
      objectPermissions: true,
      fieldPermissions: true,
      allowHighPrivilege: true,
      unmanagedGrants: true,
      isAdopted: true,
    });
    super("PermissionSet", name, args, properties, options);
  }
}
