import type * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { type OwnProperties, SalesforceResource } from "./salesforceResource.ts";

export interface ExternalClientAppArgs {
  /** Name of the app, at most 80 characters. */
  label: pulumi.Input<string>;
  /**
   * API name, at most 80 characters. Default: derived from the label as Setup does it, once; a later change of the
   * label keeps it. A change replaces the app.
   */
  apiName?: pulumi.Input<string>;
  /** Contact e-mail address. Salesforce requires one. */
  contactEmail: pulumi.Input<string>;
  /** Description. Default empty. The mark of this resource is appended in the org; together at most 255 characters. */
  description?: pulumi.Input<string>;
  /** `Local` or `Packaged`. Default `Local`. */
  distributionState?: pulumi.Input<"Local" | "Packaged">;
  /**
   * Callback URLs: https, http://localhost (also with the port `*`), or an app's own scheme such as `myapp://callback`.
   * A set: the order does not matter, upper and lower case do.
   */
  callbackUrls: pulumi.Input<pulumi.Input<string>[]>;
  /** Scopes under their metadata names: `Api` for api, `RefreshToken` for refresh_token. A JWT login needs both. */
  scopes: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Certificate whose private key signs the assertions, as PEM, RSA of at least 2048 bits. It enables the JWT bearer
   * flow. An expired one is refused, unless the app already has it.
   */
  certificatePem: pulumi.Input<string>;
  /** Whether the web server flow works without the consumer secret ("Require secret" off). Default true. */
  isConsumerSecretOptional?: pulumi.Input<boolean>;
  /** Whether PKCE is required. Default true. False is written once; if the org sets it back to true, that stays. */
  isPkceRequired?: pulumi.Input<boolean>;
  /** Whether the refresh token flow needs the consumer secret. Default true. */
  isSecretRequiredForRefreshToken?: pulumi.Input<boolean>;
  /** Whether the app may introspect the tokens of all apps. Default false. */
  isIntrospectAllTokens?: pulumi.Input<boolean>;
  /**
   * Other OAuth flows to leave as they are, on or off: `isClientCredentialsFlowEnabled`, `isCodeCredFlowEnabled`,
   * `isDeviceFlowEnabled`, `isTokenExchangeEnabled`, or true for all. Default: for an adopted app, those that were on
   * when it was adopted; otherwise none, so a flow that somebody turns on is turned off again.
   */
  keepFlows?: pulumi.Input<boolean | pulumi.Input<string>[]>;
  /**
   * Default false: an existing app of that name is an error. True adopts it: it is marked, changed to what is declared,
   * and kept at a destroy. One with another stack's mark is still refused.
   */
  adopt?: pulumi.Input<boolean>;
  /** Default false: a destroy hands back what was adopted, without the mark. True deletes it. */
  deleteAdopted?: pulumi.Input<boolean>;
  /**
   * Generation of the one key that the app has for life, a whole number from 1: a certificate of another key is refused.
   * Default none: the key may be replaced.
   */
  keyGeneration?: pulumi.Input<number>;
  /**
   * With `keyGeneration`: SHA-256 of the certificate's public key, lower-case hex. It is known before the certificate is,
   * so the preview can refuse another key. Kept nowhere.
   */
  keySha256?: pulumi.Input<string>;
}

/**
 * An external client app that accepts JWT logins signed with the key of its certificate. It is created in one
 * transaction with its policies closed: nobody can log in until a `PolicyAssignment` admits them. Its id is the id of
 * the ExternalClientApplication record.
 *
 * A destroy deletes the app with everything that belongs to it; all tokens that it has issued become invalid.
 */
export class ExternalClientApp extends SalesforceResource {
  declare readonly label: pulumi.Output<string>;
  declare readonly apiName: pulumi.Output<string>;
  declare readonly contactEmail: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly distributionState: pulumi.Output<string>;
  declare readonly callbackUrls: pulumi.Output<string[]>;
  declare readonly scopes: pulumi.Output<string[]>;
  declare readonly certificatePem: pulumi.Output<string>;
  declare readonly isConsumerSecretOptional: pulumi.Output<boolean>;
  declare readonly isPkceRequired: pulumi.Output<boolean>;
  declare readonly isSecretRequiredForRefreshToken: pulumi.Output<boolean>;
  declare readonly isIntrospectAllTokens: pulumi.Output<boolean>;
  declare readonly keepFlows: pulumi.Output<true | string[] | undefined>;
  declare readonly keyGeneration: pulumi.Output<number | undefined>;
  /** Other OAuth flows that somebody has turned on and that are not kept; undefined after every update. */
  declare readonly otherFlows: pulumi.Output<string[] | undefined>;
  /** Other OAuth flows that are on and stay on; undefined when there are none. */
  declare readonly keptFlows: pulumi.Output<string[] | undefined>;
  /** Consumer key, assigned by the org: the client id of the logins. */
  declare readonly consumerKey: pulumi.Output<string>;
  /** SHA-256 of the certificate's DER form, lower-case hex. */
  declare readonly certificateSha256: pulumi.Output<string>;
  /** End of the certificate's validity, ISO 8601 in UTC. */
  declare readonly certificateValidTo: pulumi.Output<string>;
  /** Full name of the app's OAuth settings. */
  declare readonly oauthSettingsName: pulumi.Output<string>;
  /** Full name of the app's global OAuth settings. */
  declare readonly globalOauthSettingsName: pulumi.Output<string>;
  /** Whether it existed before and was adopted. */
  declare readonly isAdopted: pulumi.Output<boolean>;

  constructor(name: string, args: ExternalClientAppArgs, options?: pulumi.CustomResourceOptions) {
    const properties = namesOf<OwnProperties<ExternalClientApp>>({
      label: true,
      apiName: true,
      contactEmail: true,
      description: true,
      distributionState: true,
      callbackUrls: true,
      scopes: true,
      certificatePem: true,
      isConsumerSecretOptional: true,
      isPkceRequired: true,
      isSecretRequiredForRefreshToken: true,
      isIntrospectAllTokens: true,
      keepFlows: true,
      keyGeneration: true,
      otherFlows: true,
      keptFlows: true,
      consumerKey: true,
      certificateSha256: true,
      certificateValidTo: true,
      oauthSettingsName: true,
      globalOauthSettingsName: true,
      isAdopted: true,
    });
    super("ExternalClientApp", name, args, properties, options);
  }
}
