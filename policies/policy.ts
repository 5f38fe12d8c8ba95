/**
 * A policy in the form of Pulumi's `@pulumi/policy`, without a dependency on it: whoever makes a policy pack has that
 * package. `ResourceValidationPolicy` there has these members and further optional ones.
 */
export interface SalesforcePolicy {
  /** Unique in a pack, such as `salesforce-no-high-privileges`. */
  name: string;
  /** The rule in one sentence. */
  description: string;
  enforcementLevel: EnforcementLevel;
  severity: "medium" | "high";
  /** What to do when it is violated. */
  remediationSteps: string;
  /** The control of Salesforce that it helps with; absent where there is none. */
  framework?: { name: string; version: string; reference: string; specification: string };
  validateResource(resource: ValidatedResource, report: (message: string) => void): void;
}

/** What a violation leads to: a line, a run that fails, or nothing at all. */
export type EnforcementLevel = "advisory" | "mandatory" | "disabled";

/**
 * A resource as a policy sees it: its inputs after check. In a preview, whoever reads one that is not known yet ends the
 * policy for this resource, and Pulumi says so: a policy reads no more than it judges.
 */
export interface ValidatedResource {
  type: string;
  name: string;
  urn: string;
  props: { readonly [input: string]: unknown };
  opts?: { readonly protect?: boolean };
}

/** A control of Salesforce's Security Health Review, under the name that it has on a page of Salesforce Help. */
export const review = (page: "shr_external_client_apps" | "shr_api_integration_security", specification: string) => ({
  name: "Salesforce Security Health Review",
  // The review has no versions.
  version: "",
  reference: `https://help.salesforce.com/s/articleView?id=xcloud.${page}.htm&type=5`,
  specification,
});

/** The type token of one of our resources. */
export const typeOf = (kind: string) => `pulumi-nodejs:dynamic/salesforce:${kind}`;

/** The texts of a list; anything else is none. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
