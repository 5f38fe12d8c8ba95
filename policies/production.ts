import type { PolicyOptions } from "./options.ts";
import { type SalesforcePolicy, typeOf } from "./policy.ts";

/** Resources whose loss is an outage, or a key that must be typed again. */
const guarded = ["ExternalClientApp", "IntegrationUser", "PermissionSet"].map(typeOf);

/** What is asked of the stacks of production alone. */
export function productionPolicies({ isProduction = holdsProd }: PolicyOptions): SalesforcePolicy[] {
  const inProduction = (urn: string) => isProduction(stackOf(urn));
  return [
    {
      name: "salesforce-production-protected",
      description: "In production, app, user and permission set are protected from being deleted.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps:
        "Set the option protect: true of the component or resource. Before a wanted destroy, take it away in a change of its own.",
      validateResource({ type, urn, opts }, report) {
        if (!guarded.includes(type) || !inProduction(urn)) return;
        if (opts?.protect !== true) report("In production this resource must be protected.");
      },
    },
    {
      name: "salesforce-production-keeps-adopted",
      description: "In production, a destroy hands back what was adopted.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "Leave deleteAdopted out.",
      validateResource({ urn, type, props }, report) {
        if (!type.startsWith(typeOf("")) || !inProduction(urn)) return;
        if (props.deleteAdopted === true) report("deleteAdopted lets a destroy delete what was there before.");
      },
    },
  ];
}

const holdsProd = (stack: string) => /prod/i.test(stack);

/** Source: Pulumi's docs, Resource names: urn:pulumi:<stack>::<project>::…. */
const stackOf = (urn: string): string => urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";
