import type * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { type OwnProperties, SalesforceResource } from "./salesforceResource.ts";

export interface IntegrationUserArgs {
  /** Username: the form of an e-mail address, at most 80 characters, unique across all Salesforce orgs, even after deactivation. */
  username: pulumi.Input<string>;
  /**
   * E-mail address. An org may require that a changed address is confirmed from the mailbox; until then it is pending.
   */
  email: pulumi.Input<string>;
  /** Default empty. At most 40 characters. */
  firstName?: pulumi.Input<string>;
  /** At most 80 characters. */
  lastName: pulumi.Input<string>;
  /** At most 8 characters. Default: the first 8 letters and digits of the last name. */
  alias?: pulumi.Input<string>;
  /**
   * Unique in the org, at most 40 characters. Default: the username; a longer one is cut, and a digest of the whole is
   * appended.
   */
  nickname?: pulumi.Input<string>;
  /** Time zone key. Default `GMT`. */
  timeZone?: pulumi.Input<string>;
  /** Locale key. Default `en_US`. */
  locale?: pulumi.Input<string>;
  /** Language key. Default `en_US`. */
  language?: pulumi.Input<string>;
  /** E-mail encoding key. Default `UTF-8`. */
  emailEncoding?: pulumi.Input<string>;
  /** The `.id` of the profile; it determines the user licence. */
  profileId: pulumi.Input<string>;
  /**
   * Any other writable fields of the user, by API name: those that this org requires of every user, such as a custom
   * field or `DefaultCurrencyIsoCode`, and any others, such as `UserRoleId`, `FederationIdentifier`, `Department`. An
   * empty text clears a field. Default none; a field that is not declared, or no longer, is left alone.
   */
  fields?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean>>>;
  /**
   * Permission set licences by developer name, for example `SalesforceAPIIntegrationPsl`. Default none; any other that
   * the user has is drift.
   */
  permissionSetLicenses?: pulumi.Input<pulumi.Input<string>[]>;
  /** The `.id`s of the permission sets. Default none; any other that the user has is drift. */
  permissionSetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Names of profiles and permission sets that are not the stack's own, go beyond what an integration needs and are
   * intended: System Administrator, for example; docs/resources/README.md lists what counts. Default none: the user
   * does not get such a profile or permission set.
   */
  allowHighPrivilege?: pulumi.Input<pulumi.Input<string>[]>;
  /** Default true. */
  isActive?: pulumi.Input<boolean>;
  /**
   * Default false: a user that somebody else has deactivated stays inactive, and the update is refused, because it may
   * be an emergency stop. Set it to true for one run to activate the user again.
   */
  reactivate?: pulumi.Input<boolean>;
  /**
   * Name of the profile that the user is moved to at destroy, so that its own profile can be deleted. Default
   * `Minimum Access - API Only Integrations`.
   */
  retirementProfile?: pulumi.Input<string>;
  /**
   * Default false: an existing user of that name is an error. True adopts it: it is marked, changed to what is
   * declared, and kept at a destroy. One with another stack's mark is still refused.
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * Default false: a destroy hands back what was adopted, without the mark. True deactivates it, like a user that the
   * stack has created.
   */
  deleteAdopted?: pulumi.Input<boolean>;
}

/**
 * A user for an integration, with its licences and permission sets. Its id is the id of the User record; its mark is
 * in the field Division.
 *
 * Salesforce does not delete users: a destroy releases licences and permission sets, moves the user to
 * `retirementProfile` and deactivates it. The username stays taken; a later create takes the user back.
 */
export class IntegrationUser extends SalesforceResource {
  declare readonly username: pulumi.Output<string>;
  declare readonly email: pulumi.Output<string>;
  declare readonly firstName: pulumi.Output<string>;
  declare readonly lastName: pulumi.Output<string>;
  declare readonly alias: pulumi.Output<string>;
  declare readonly nickname: pulumi.Output<string>;
  declare readonly timeZone: pulumi.Output<string>;
  declare readonly locale: pulumi.Output<string>;
  declare readonly language: pulumi.Output<string>;
  declare readonly emailEncoding: pulumi.Output<string>;
  declare readonly profileId: pulumi.Output<string>;
  /** The declared fields as the org holds them; undefined where none are declared. */
  declare readonly fields: pulumi.Output<Record<string, string | number | boolean> | undefined>;
  declare readonly permissionSetLicenses: pulumi.Output<string[]>;
  declare readonly permissionSetIds: pulumi.Output<string[]>;
  declare readonly allowHighPrivilege: pulumi.Output<string[] | undefined>;
  declare readonly isActive: pulumi.Output<boolean>;
  declare readonly reactivate: pulumi.Output<boolean>;
  declare readonly retirementProfile: pulumi.Output<string>;
  /** True while an administrator has frozen the user; shows as drift, and is never changed. */
  declare readonly frozenByAdministrator: pulumi.Output<true | undefined>;
  /** E-mail address that waits for its confirmation; empty when none waits. */
  declare readonly pendingEmail: pulumi.Output<string>;
  /** Whether this stack itself has deactivated the user. */
  declare readonly deactivatedByStack: pulumi.Output<boolean>;
  /** Whether an administrator has frozen the user; shown, never changed. */
  declare readonly isFrozen: pulumi.Output<boolean>;
  /** Whether it existed before and was adopted. */
  declare readonly isAdopted: pulumi.Output<boolean>;

  constructor(name: string, args: IntegrationUserArgs, options?: pulumi.CustomResourceOptions) {
    const properties = namesOf<OwnProperties<IntegrationUser>>({
      username: true,
      email: true,
      firstName: true,
      lastName: true,
      alias: true,
      nickname: true,
      timeZone: true,
      locale: true,
      language: true,
      emailEncoding: true,
      profileId: true,
      fields: true,
      permissionSetLicenses: true,
      permissionSetIds: true,
      allowHighPrivilege: true,
      isActive: true,
      reactivate: true,
      retirementProfile: true,
      frozenByAdministrator: true,
      pendingEmail: true,
      deactivatedByStack: true,
      isFrozen: true,
      isAdopted: true,
    });
    super("IntegrationUser", name, args, properties, options);
  }
}
