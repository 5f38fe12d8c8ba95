import * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
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
  /** Revisions of the resources that the proof depends on; when one rises, the proof runs again. Default none. */
  revisions?: pulumi.Input<Record<string, pulumi.Input<number>>>;
}

/**
 * Proves that the access works: a login by JWT as the integration user with the real key, the grants as the deployer
 * sees them, and a call if a path is given. It runs at create and at every update, and leaves nothing in the org.
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
    });
    super("AccessProof", name, inputs, properties, options);
  }
}
