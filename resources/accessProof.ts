import * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import type { FieldPermissionArgs, ObjectPermissionArgs } from "./permissionSet.ts";
import { type OwnProperties, SalesforceResource } from "./salesforceResource.ts";

export interface AccessProofArgs {
  /** The `.id` of the app to log in through. */
  appId: pulumi.Input<string>;
  /** The `.id` of the integration user. */
  userId: pulumi.Input<string>;
  /** Username of the integration user: the subject of the assertion. */
  username: pulumi.Input<string>;
  /** Consumer key of the app: the issuer of the assertion. */
  consumerKey: pulumi.Input<string>;
  /** Private key that belongs to the app's certificate, unencrypted PEM. Kept as a secret. */
  privateKeyPem: pulumi.Input<string>;
  /**
   * Audience of the assertion. Default: the one that the org accepts. The proof first tries what worked last time, then
   * the My Domain address of a sandbox, or `https://login.salesforce.com` for a production org. If the org refuses a
   * declared audience, the proof fails and names the one that the org accepts.
   */
  audience?: pulumi.Input<string>;
  /** Base URL of the token endpoint. Default: the org's own. */
  loginUrl?: pulumi.Input<string>;
  /** Apex classes that the user must have access to, as `namespace.Class`. Default none. */
  apexClasses?: pulumi.Input<pulumi.Input<string>[]>;
  /** Path that the proof calls as the integration user; it starts with `/services/`. Default: no call. */
  probePath?: pulumi.Input<string>;
  /** Method of the probe. Default `GET`; the answer 405 counts as reached. */
  probeMethod?: pulumi.Input<"GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD">;
  /** How many seconds to retry while Salesforce does not know a new app everywhere. Default 600. */
  propagationTimeoutSeconds?: pulumi.Input<number>;
  /**
   * User permissions that the user has by its profile and its permission sets together. With them, the proof compares
   * what the user may do with what is declared: these, `apexClasses` and the three inputs below. Default: it compares
   * nothing. What is missing fails the proof; what is more shows in `undeclaredAccess`.
   */
  userPermissions?: pulumi.Input<pulumi.Input<string>[]>;
  /** Custom permissions, as those of a PermissionSet. Default none. */
  customPermissions?: pulumi.Input<pulumi.Input<string>[]>;
  /** Object permissions, as those of a PermissionSet. Default none. */
  objectPermissions?: pulumi.Input<pulumi.Input<ObjectPermissionArgs>[]>;
  /** Field permissions, as those of a PermissionSet. Default none. */
  fieldPermissions?: pulumi.Input<pulumi.Input<FieldPermissionArgs>[]>;
  /**
   * High privileges that the user has although they are not declared, and that are meant: by their names, such as
   * `ViewAllData` or `Account.viewAllRecords`, or by the names of the permission sets or groups that give them. Default
   * none: such a privilege fails the proof.
   */
  allowHighPrivilege?: pulumi.Input<pulumi.Input<string>[]>;
  /** Revisions of the resources that the proof depends on; when one rises, the proof runs again. Default none. */
  revisions?: pulumi.Input<Record<string, pulumi.Input<number>>>;
}

/** The active users who hold a permission set or profile that the policy of the app names, but for the integration user. */
export interface OtherAppUsers {
  /** How many; 2000 stands for that many or more. */
  count: number;
  /** The first ten usernames, in the alphabet's order. */
  usernames: string[];
}

/**
 * Proves that the access works, and that it is no more than declared: a login by JWT as the integration user with the real
 * key, the grants as the deployer sees them, the permissions as the user itself has them, and a call if a path is given. It runs at create and at every update, and leaves nothing in the org.
 */
export class AccessProof extends SalesforceResource {
  declare readonly appId: pulumi.Output<string>;
  declare readonly userId: pulumi.Output<string>;
  declare readonly username: pulumi.Output<string>;
  /** The declared audience; empty for none. */
  declare readonly audience: pulumi.Output<string>;
  /** The audience that the login worked with: the URL of the connector. Undefined in the state of versions before 0.2. */
  declare readonly provenAudience: pulumi.Output<string | undefined>;
  /** Base URL that the token was valid for. */
  declare readonly instanceUrl: pulumi.Output<string>;
  /** Scopes of the token, under the names that OAuth uses. */
  declare readonly grantedScopes: pulumi.Output<string[]>;
  /** HTTP status that the probe answered; 0 without one. */
  declare readonly probeStatus: pulumi.Output<number>;
  /**
   * What the user may do although it is not declared, each with what gives it, such as `RunReports: permission set
   * Sales`. Undefined where nothing was compared.
   */
  declare readonly undeclaredAccess: pulumi.Output<string[] | undefined>;
  /** User permissions that its licence gives the user. Undefined where nothing was compared. */
  declare readonly licenseAccess: pulumi.Output<string[] | undefined>;
  /** Who else can log in through the app. Undefined in the state of versions before 0.2. */
  declare readonly otherAppUsers: pulumi.Output<OtherAppUsers | undefined>;

  constructor(name: string, args: AccessProofArgs, options?: pulumi.CustomResourceOptions) {
    const inputs = { ...args, privateKeyPem: pulumi.secret(args.privateKeyPem) };
    const properties = namesOf<OwnProperties<AccessProof>>({
      appId: true,
      userId: true,
      username: true,
      audience: true,
      provenAudience: true,
      instanceUrl: true,
      grantedScopes: true,
      probeStatus: true,
      undeclaredAccess: true,
      licenseAccess: true,
      otherAppUsers: true,
    });
    super("AccessProof", name, inputs, properties, options);
  }
}
