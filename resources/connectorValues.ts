import * as pulumi from "@pulumi/pulumi";
import type { AccessProof } from "./accessProof.ts";

/** What the Salesforce connector in Webex Control Hub asks for. */
export interface ConnectorValues {
  /** Name of the connector: any that is unique there; the name of the app serves. */
  name: string;
  /** Client ID: the consumer key. */
  clientId: string;
  /** Email ID: the *username* of the integration user. */
  emailId: string;
  /** URL: the audience of the assertion that the proof has logged in with. */
  url: string;
}

/** What Control Hub fills in by itself. */
const prefilledUrl = "https://login.salesforce.com";

/** The URL of the connector: the declared audience, else the one that the proof has found, else what is prefilled. */
export function connectorUrl(
  audience: pulumi.Input<string> | undefined,
  proof: AccessProof | undefined,
): pulumi.Input<string> {
  if (audience !== undefined || proof === undefined) return audience ?? prefilledUrl;
  // A proof of versions before 0.2 has none but the declared one in its state.
  return pulumi.all([proof.provenAudience, proof.audience]).apply(([proven, kept]) => proven ?? (kept || prefilledUrl));
}
