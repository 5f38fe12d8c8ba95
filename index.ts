import * as pulumi from "@pulumi/pulumi";
import { type AccessProofArgs, ScvIntegration, type ScvIntegrationArgs } from "./resources/index.ts";

const config = new pulumi.Config();
const activeGeneration = config.requireNumber("activeKeyGeneration");
/** Inputs of single parts that differ from the defaults, by part. */
const overrides =
  config.getObject<Pick<ScvIntegrationArgs, "permissionSet" | "profile" | "user" | "app" | "policy">>("overrides") ??
  {};
/** A certificate that is in use already, and its private key if that is at hand. */
const certificatePem = config.get("certificatePem");
const privateKeyInUse = config.getSecret("privateKeyPem");

const scv = new ScvIntegration("scv", {
  contactEmail: config.require("contactEmail"),
  username: config.require("username"),
  readiness: { isEnabled: config.requireBoolean("checkReadiness") },
  adopt: config.requireBoolean("adopt"),
  deleteAdopted: config.requireBoolean("deleteAdopted"),
  ...overrides,
  user: {
    firstName: config.require("firstName"),
    lastName: config.require("lastName"),
    timeZone: config.require("timeZone"),
    locale: config.require("locale"),
    language: config.require("language"),
    ...overrides.user,
  },
  certificate: certificatePem
    ? { certificatePem, ...(privateKeyInUse && { privateKeyPem: privateKeyInUse }) }
    : {
        generation: config.requireNumber("keyGeneration"),
        confirmRotation: config.requireNumber("confirmRotation"),
        ...(activeGeneration !== 0 && { activeGeneration }),
      },
  proof: {
    ...(config.get("audience") && { audience: config.require("audience") }),
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
