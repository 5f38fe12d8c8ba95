import * as pulumi from "@pulumi/pulumi";
import { type AccessProofArgs, ScvIntegration } from "./resources/index.ts";

const config = new pulumi.Config();
const activeGeneration = config.requireNumber("activeKeyGeneration");

const scv = new ScvIntegration("scv", {
  contactEmail: config.require("contactEmail"),
  username: config.require("username"),
  readiness: { isEnabled: config.requireBoolean("checkReadiness") },
  user: {
    firstName: config.require("firstName"),
    lastName: config.require("lastName"),
    timeZone: config.require("timeZone"),
    locale: config.require("locale"),
    language: config.require("language"),
  },
  certificate: {
    generation: config.requireNumber("keyGeneration"),
    confirmRotation: config.requireNumber("confirmRotation"),
    ...(activeGeneration > 0 && { activeGeneration }),
  },
  proof: {
    audience: config.require("audience"),
    ...(config.get("probePath") && {
      probePath: config.require("probePath"),
      probeMethod: config.require<NonNullable<AccessProofArgs["probeMethod"]> & string>("probeMethod"),
    }),
  },
});

/** What Webex Control Hub asks for in its Salesforce connector; the private key only by reference. */
export const webexConnector = pulumi
  .all([scv.webexConnector])
  .apply(([connector]) => ({ ...connector, privateKey: "pulumi stack output privateKeyPem --show-secrets" }));
export const privateKeyPem = scv.privateKeyPem;
export const orgId = scv.readiness.orgId;
export const instanceUrl = scv.readiness.instanceUrl;
export const certificateValidTo = scv.app.certificateValidTo;
