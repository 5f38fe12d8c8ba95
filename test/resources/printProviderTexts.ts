/**
 * Declares a resource of each kind and prints, as JSON, the text that Pulumi makes of each one's provider and keeps in
 * the state. Run by Node itself, as a program is: a test runner gives Pulumi functions with another text.
 */
import * as pulumi from "@pulumi/pulumi";
import { minimalArguments } from "./minimalArguments.ts";

const texts: Record<string, string> = {};
await pulumi.runtime.setMocks(
  {
    call: ({ inputs }) => inputs,
    newResource({ type, inputs, name }) {
      texts[type] = inputs.__provider;
      return { id: `${name}-id`, state: inputs };
    },
  },
  "access",
  "test",
);
const resources = await import("../../resources/index.ts");
const made = [
  new resources.OrgReadiness("OrgReadiness", minimalArguments.OrgReadiness),
  new resources.PermissionSet("PermissionSet", minimalArguments.PermissionSet),
  new resources.IntegrationProfile("IntegrationProfile", minimalArguments.IntegrationProfile),
  new resources.IntegrationUser("IntegrationUser", minimalArguments.IntegrationUser),
  new resources.ExternalClientApp("ExternalClientApp", minimalArguments.ExternalClientApp),
  new resources.PolicyAssignment("PolicyAssignment", minimalArguments.PolicyAssignment),
  new resources.AccessProof("AccessProof", minimalArguments.AccessProof),
];
await Promise.all(made.map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
console.log(JSON.stringify(texts));
