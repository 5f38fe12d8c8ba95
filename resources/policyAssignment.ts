import type * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { type OwnProperties, SalesforceResource } from "./salesforceResource.ts";

export interface PolicyAssignmentArgs {
  /** The `.id` of the app. A change replaces the assignment: the policies of the former app are closed. */
  appId: pulumi.Input<string>;
  /**
   * Who may log in: `AdminApprovedPreAuthorized` (those with one of the permission sets or profiles) or
   * `AllSelfAuthorized` (everybody may approve the app for themselves). Default `AdminApprovedPreAuthorized`.
   */
  permittedUsers?: pulumi.Input<"AdminApprovedPreAuthorized" | "AllSelfAuthorized">;
  /** The `.id`s of the permission sets whose users are pre-authorised. Default none. */
  permissionSetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Display names of the profiles whose users are pre-authorised. Default none. */
  profileNames?: pulumi.Input<pulumi.Input<string>[]>;
  /** `Zero` (expires at once), `Infinite`, `SpecificLifetime` or `SpecificInactivity`. Default `Zero`. */
  refreshTokenPolicy?: pulumi.Input<"Zero" | "Infinite" | "SpecificLifetime" | "SpecificInactivity">;
  /** Lifetime of a refresh token, in `refreshTokenValidityUnit`; only with `SpecificLifetime` and `SpecificInactivity`. No default. */
  refreshTokenValidityPeriod?: pulumi.Input<number>;
  /** `Days`, `Hours` or `Months`; only with `SpecificLifetime` and `SpecificInactivity`. No default. */
  refreshTokenValidityUnit?: pulumi.Input<"Days" | "Hours" | "Months">;
  /**
   * `Enforce`, `Bypass`, `Bypass_2factor` or `Enforce_relaxrefresh`; `Enforce_RelaxRefresh` is accepted too. Default
   * `Enforce`.
   */
  ipRelaxation?: pulumi.Input<
    "Enforce" | "Bypass" | "Bypass_2factor" | "Enforce_relaxrefresh" | "Enforce_RelaxRefresh"
  >;
  /** `None`, `Custom`, `OAuth` or `SAML`. Default `None`. */
  startPage?: pulumi.Input<"None" | "Custom" | "OAuth" | "SAML">;
  /** URL of the start page; required with `startPage` `Custom`. With `None` an org may not keep it. Default empty. */
  startUrl?: pulumi.Input<string>;
  /** `STANDARD`, `LOW` or `HIGH_ASSURANCE`. Default `STANDARD`. */
  requiredSessionLevel?: pulumi.Input<"STANDARD" | "LOW" | "HIGH_ASSURANCE">;
  /** Minutes after which an idle session ends, 15 to 1440. Default: the org's own. */
  sessionTimeoutInMinutes?: pulumi.Input<number>;
  /** Whether the app may be used at all. Default true. */
  isEnabled?: pulumi.Input<boolean>;
  /**
   * Other OAuth flows to leave as they are, on or off: `isClientCredentialsFlowEnabled`, `isGuestCodeCredFlowEnabled`,
   * `isTokenExchangeFlowEnabled`, or true for all. Default: for an adopted app, those that were on at the create;
   * otherwise none, so a flow that somebody turns on is turned off again.
   */
  keepFlows?: pulumi.Input<boolean | pulumi.Input<string>[]>;
  /**
   * Default false: the app must be one that this stack has created or adopted. True also accepts one without a mark; a
   * destroy leaves its policies as they are. The app of another stack is still refused.
   */
  adopt?: pulumi.Input<boolean>;
}

/**
 * Who may log in through an external client app, and how: the app's two policies. Its id is the id of the record of the
 * OAuth policy, which is found by its app.
 *
 * The app must be one of this stack. A destroy closes the policies of an app that the stack has created, and leaves
 * those of an adopted one; with `deletedWith` the app, it makes no call.
 */
export class PolicyAssignment extends SalesforceResource {
  declare readonly appId: pulumi.Output<string>;
  declare readonly permittedUsers: pulumi.Output<string>;
  declare readonly permissionSetIds: pulumi.Output<string[]>;
  declare readonly profileNames: pulumi.Output<string[]>;
  declare readonly refreshTokenPolicy: pulumi.Output<string>;
  declare readonly refreshTokenValidityPeriod: pulumi.Output<number | undefined>;
  declare readonly refreshTokenValidityUnit: pulumi.Output<string | undefined>;
  declare readonly ipRelaxation: pulumi.Output<string>;
  declare readonly startPage: pulumi.Output<string>;
  declare readonly startUrl: pulumi.Output<string>;
  declare readonly requiredSessionLevel: pulumi.Output<string>;
  declare readonly sessionTimeoutInMinutes: pulumi.Output<number | undefined>;
  declare readonly isEnabled: pulumi.Output<boolean>;
  declare readonly keepFlows: pulumi.Output<true | string[] | undefined>;
  /** Other OAuth flows that somebody has turned on and that are not kept; undefined after every update. */
  declare readonly otherFlows: pulumi.Output<string[] | undefined>;
  /** Other OAuth flows that are on and stay on; undefined when there are none. */
  declare readonly keptFlows: pulumi.Output<string[] | undefined>;
  /** Full name of the app. */
  declare readonly appName: pulumi.Output<string>;
  /** Full name of the app's OAuth policies. */
  declare readonly oauthPoliciesName: pulumi.Output<string>;
  /** Full name of the app's other policies. */
  declare readonly policiesName: pulumi.Output<string>;

  constructor(name: string, args: PolicyAssignmentArgs, options?: pulumi.CustomResourceOptions) {
    const properties = namesOf<OwnProperties<PolicyAssignment>>({
      appId: true,
      permittedUsers: true,
      permissionSetIds: true,
      profileNames: true,
      refreshTokenPolicy: true,
      refreshTokenValidityPeriod: true,
      refreshTokenValidityUnit: true,
      ipRelaxation: true,
      startPage: true,
      startUrl: true,
      requiredSessionLevel: true,
      sessionTimeoutInMinutes: true,
      isEnabled: true,
      keepFlows: true,
      otherFlows: true,
      keptFlows: true,
      appName: true,
      oauthPoliciesName: true,
      policiesName: true,
    });
    super("PolicyAssignment", name, args, properties, options);
  }
}
