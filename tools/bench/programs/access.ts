/** The program that is measured: the access as index.ts declares it, with two more knobs: a permission to add, and how many there are in the org. */
import * as pulumi from "@pulumi/pulumi";
import { ScvIntegration } from "pulumi-salesforce-access";

const config = new pulumi.Config();
const permissions = ["ApexRestServices", "ApiEnabled"];

/** Names of the integrations after the first, which has the default ones. */
const namesOf = (number: number) => ({
  permissionSet: {
    label: `IVR Access to SCV Apex Classes ${number}`,
    apiName: `IVR_Access_to_SCV_Apex_Classes_${number}`,
  },
  profile: { name: `SCV Integration ${number}` },
  app: { label: `WxCC - SCV ${number}`, apiName: `WxCC_SCV_${number}` },
});

const integrations = Array.from({ length: config.requireNumber("integrations") }, (_, index) => {
  const number = index + 1;
  const names = number === 1 ? undefined : namesOf(number);
  return new ScvIntegration(number === 1 ? "scv" : `scv-${number}`, {
    ...names,
    contactEmail: "platform-team@example.com",
    username: `scv.integration${number === 1 ? "" : `.${number}`}@benchmark.example.com`,
    permissionSet: {
      ...names?.permissionSet,
      userPermissions: config.requireBoolean("hasExtraPermission") ? [...permissions, "ViewSetup"] : permissions,
    },
    certificate: { generation: config.requireNumber("keyGeneration") },
  });
});

export const webexConnector = integrations.map((scv) => scv.webexConnector);
export const privateKeyPem = integrations.map((scv) => scv.privateKeyPem);
