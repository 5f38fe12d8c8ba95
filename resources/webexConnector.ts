import type * as pulumi from "@pulumi/pulumi";
import { namesOf } from "../common/namesOf.ts";
import { type OwnProperties, SalesforceResource } from "./salesforceResource.ts";

export interface WebexConnectorArgs {
  /** Name of the connector in Control Hub, unique there, at most 80 characters. The Flow Designer shows it. */
  name: pulumi.Input<string>;
  /** Client ID: the consumer key of the app. The app that the deployment itself logs in with is refused. */
  clientId: pulumi.Input<string>;
  /** Email ID: the _username_ of the integration user. */
  emailId: pulumi.Input<string>;
  /** URL: the audience of the assertion. */
  url: pulumi.Input<string>;
  /**
   * SHA-256 of the public key that belongs to the private key which the connector has to hold
   * (`SubjectPublicKeyInfo`, DER), 64 hexadecimal digits.
   */
  keySha256: pulumi.Input<string>;
  /**
   * What somebody has confirmed: `none`, or fingerprints with the day of the confirmation, separated by commas.
   * `pulumi-salesforce-access connector confirm` writes it. Default empty: nobody has said anything.
   */
  confirmedKey?: pulumi.Input<string>;
  /** Whether the connector is made for its key alone, as with the strategy `blueGreen`. Default false. */
  hasOwnKey?: pulumi.Input<boolean>;
  /** The `.id` of the app: with it, `clientId` stays known in the preview of an update of the app. Default none. */
  appId?: pulumi.Input<string>;
  /** The `.id` of the AccessProof that `url` comes from: with it, `url` stays known in the preview of its update. Default none. */
  proofId?: pulumi.Input<string>;
  /** Whether the flows have moved to it. Then a key that nobody has confirmed is an error. Default false. */
  hasFlows?: pulumi.Input<boolean>;
}

/**
 * A Salesforce connector in Webex Control Hub, which people make and change by hand: Webex has no public call for it. The
 * resource keeps what the connector must hold and what somebody has confirmed, and each preview and update says what is to
 * be done. It changes nothing, neither in Webex nor in the org; a destroy leaves the connector where it is.
 */
export class WebexConnector extends SalesforceResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly clientId: pulumi.Output<string>;
  declare readonly emailId: pulumi.Output<string>;
  declare readonly url: pulumi.Output<string>;
  declare readonly keySha256: pulumi.Output<string>;
  declare readonly confirmedKey: pulumi.Output<string>;
  declare readonly hasOwnKey: pulumi.Output<boolean | undefined>;
  declare readonly hasFlows: pulumi.Output<boolean | undefined>;
  /** Day since which the key is the one that the connector has to hold, such as `2026-11-29`. */
  declare readonly keySince: pulumi.Output<string>;
  /** Day since which Client ID or Email ID are others under the same key; undefined where they are not. */
  declare readonly valuesSince: pulumi.Output<string | undefined>;
  /**
   * `neverHandedOver`, `upToDate`, `needsNewValues`: it holds the key and another Client ID or Email ID; `needsNewKey`: it
   * holds another key, as far as is known; or `unknown`: nobody has said what it holds.
   */
  declare readonly handOff: pulumi.Output<
    "neverHandedOver" | "upToDate" | "needsNewValues" | "needsNewKey" | "unknown"
  >;
  /** Day since which it is in that state; empty where nobody has written it. */
  declare readonly since: pulumi.Output<string>;

  constructor(name: string, args: WebexConnectorArgs, options?: pulumi.CustomResourceOptions) {
    const properties = namesOf<OwnProperties<WebexConnector>>({
      name: true,
      clientId: true,
      emailId: true,
      url: true,
      keySha256: true,
      confirmedKey: true,
      hasOwnKey: true,
      hasFlows: true,
      keySince: true,
      valuesSince: true,
      handOff: true,
      since: true,
    });
    super("WebexConnector", name, args, properties, options);
  }
}
