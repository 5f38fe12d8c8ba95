import { certificatePolicies } from "./certificates.ts";
import { closedAppPolicies } from "./closedApps.ts";
import { leastPrivilegePolicies } from "./leastPrivilege.ts";
import type { PolicyOptions } from "./options.ts";
import type { SalesforcePolicy } from "./policy.ts";
import { productionPolicies } from "./production.ts";

export type { PolicyOptions } from "./options.ts";
export type { EnforcementLevel, SalesforcePolicy, ValidatedResource } from "./policy.ts";

/** All policies of this package, for the list `policies` of a `PolicyPack` of `@pulumi/policy`. */
export function salesforcePolicies(options: PolicyOptions = {}): SalesforcePolicy[] {
  return [
    ...leastPrivilegePolicies(options),
    ...certificatePolicies(options),
    ...closedAppPolicies(options),
    ...productionPolicies(options),
  ].map(withRemediation);
}

/** Pulumi's command line shows the message of a violation, but not the remediation. */
function withRemediation(policy: SalesforcePolicy): SalesforcePolicy {
  return {
    ...policy,
    validateResource: (resource, report) =>
      policy.validateResource(resource, (message) => report(`${message} ${policy.remediationSteps}`)),
  };
}
