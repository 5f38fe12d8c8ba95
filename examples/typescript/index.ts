import * as pulumi from "@pulumi/pulumi";
import { ScvIntegration } from "pulumi-salesforce-access";

const config = new pulumi.Config();

const scv = new ScvIntegration("scv", {
  contactEmail: config.require("contactEmail"),
  username: config.require("username"),
  user: { timeZone: config.get("timeZone") ?? "GMT" },
});

/** What Webex Control Hub asks for, except the private key. */
export const webexConnector = scv.webexConnector;
/** A secret: `pulumi stack output` shows it only with --show-secrets. */
export const privateKeyPem = scv.privateKeyPem;
export const certificateValidTo: pulumi.Output<string> = scv.app.certificateValidTo;
