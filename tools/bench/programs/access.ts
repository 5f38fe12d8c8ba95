/** The program that is measured: the access as index.ts declares it, with one more knob, a permission to add. */
import * as pulumi from "@pulumi/pulumi";
import { ScvIntegration } from "pulumi-salesforce-access";

const config = new pulumi.Config();
const permissions = ["ApexRestServices", "ApiEnabled"];

const scv = new ScvIntegration("scv", {
  contactEmail: "platform-team@example.com",
  username: "scv.integration@benchmark.example.com",
  permissionSet: {
    userPermissions: config.requireBoolean("hasExtraPermission") ? [...permissions, "ViewSetup"] : permissions,
  },
  certificate: { generation: config.requireNumber("keyGeneration") },
});

export const webexConnector = scv.webexConnector;
export const privateKeyPem = scv.privateKeyPem;
